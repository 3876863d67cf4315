// The page of saved items: they are listed, removed, and exported by joining their files.
"use strict";
(() => {
  const list = document.getElementById("saved");
  const state = document.getElementById("state");
  const tools = document.getElementById("export");

  function show() {
    const items = shelf.read();
    list.replaceChildren(...items.map((item) => {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = new URL(item.path, root);
      link.dir = "auto";
      link.textContent = item.citation || item.title || item.path;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Remove";
      button.setAttribute("aria-label", `Remove ${item.title || item.path}`);
      button.addEventListener("click", () => {
        shelf.write(shelf.read().filter((other) => other.path !== item.path));
        show();
      });
      line.append(link, " ", button);
      return line;
    }));
    tools.hidden = !items.length;
    state.textContent = items.length ? "" : "Nothing is saved yet.";
    showCount();
  }

  // How the files of several items become one. Each is text; those in HTML and JSON have a frame around what they hold.
  const join = {
    json: (texts) => JSON.stringify(texts.flatMap((text) => JSON.parse(text)), null, 1) + "\n",
    redif: (texts) => "\ufeff" + texts.map((text) => text.replace(/^\ufeff/, "")).join("\n"),
    htm: (texts) => {
      const inner = texts.map((text) => text.slice(text.indexOf("<li>"), text.lastIndexOf("</ul>")));
      return texts[0].slice(0, texts[0].indexOf("<li>")) + inner.join("") + texts[0].slice(texts[0].lastIndexOf("</ul>"));
    },
  };

  async function exportAs(ending, type) {
    const paths = shelf.read().map((item) => item.path.replace(/\.html$/, `.${ending}`));
    const answers = await Promise.all(paths.map(async (path) => {
      const address = new URL(path, root);
      if (address.origin !== root.origin) return null;
      const response = await fetch(address).catch(() => null);
      return response && response.ok ? response.text() : null;
    }));
    const texts = answers.filter((text) => text !== null);
    const missing = answers.length - texts.length;
    state.textContent = missing ? `${missing} of ${answers.length} could not be loaded; they may be gone.` : "";
    if (!texts.length) return;
    const whole = (join[ending] || ((all) => all.join("\n")))(texts);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([whole], { type: `${type};charset=utf-8` }));
    link.download = `bibliography.${ending === "htm" ? "html" : ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  for (const button of tools.querySelectorAll("[data-ending]")) {
    button.addEventListener("click", () => exportAs(button.dataset.ending, button.dataset.type));
  }
  document.getElementById("clear").addEventListener("click", () => {
    if (confirm("Remove all items from your bibliography?")) {
      shelf.write([]);
      show();
    }
  });
  addEventListener("storage", show);
  show();
})();
