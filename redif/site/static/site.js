// What needs a script on every page: copying a citation, and saving items. Without scripts nothing of it is shown.
"use strict";
const root = new URL(document.body.dataset.root || "./", location.href);
const shelf = {
  key: "redif:" + root.pathname,
  read() {
    try {
      const found = JSON.parse(localStorage.getItem(this.key) || "[]");
      return Array.isArray(found) ? found.filter((item) => item && typeof item.path === "string") : [];
    } catch {
      return [];
    }
  },
  write(items) {
    try {
      localStorage.setItem(this.key, JSON.stringify(items));
      return true;
    } catch {
      return false; // the browser allows no storage
    }
  },
};

function showCount() {
  const count = shelf.read().length;
  document.getElementById("saved-count").textContent = count ? ` (${count})` : "";
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without https there is no clipboard but this.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

function say(text) {
  document.getElementById("done").textContent = text;
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const done = await copy(document.getElementById(button.dataset.copy).textContent.trim());
    say(done ? "Copied." : "Your browser does not allow copying.");
  });
}

for (const button of document.querySelectorAll("[data-save]")) {
  const { save: path, title, citation } = button.dataset;
  const update = () => {
    const isSaved = shelf.read().some((item) => item.path === path);
    button.setAttribute("aria-pressed", isSaved);
    button.textContent = isSaved ? "In my bibliography" : "Save to my bibliography";
    showCount();
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const items = shelf.read();
    const others = items.filter((item) => item.path !== path);
    const isRemoved = others.length < items.length;
    const done = shelf.write(isRemoved ? others : [...items, { path, title, citation }]);
    say(done ? (isRemoved ? "Removed." : "Saved in this browser.") : "Your browser does not allow saving.");
    update();
  });
  update();
}
showCount();
