"use strict";
(() => {
  const findings = Array.from(document.querySelectorAll("article"));
  const files = Array.from(document.querySelectorAll("main section"));
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  const { kind, words } = form.elements;
  let texts = null; // of each finding with the name of its file, in lowercase; made at the first search

  const textOf = (finding) => `${finding.parentElement.firstElementChild.textContent} ${finding.textContent}`.toLowerCase();

  function filter() {
    const severities = new Set(new FormData(form).getAll("severity"));
    const sought = words.value.trim().toLowerCase();
    if (sought) texts ??= findings.map(textOf);
    let count = 0;
    findings.forEach((finding, index) => {
      const fits = severities.has(finding.className)
        && (!kind.value || finding.dataset.code === kind.value)
        && (!sought || texts[index].includes(sought));
      finding.hidden = !fits;
      if (fits) count += 1;
    });
    for (const file of files) file.hidden = !file.querySelector("article:not([hidden])");
    shown.textContent = `${count.toLocaleString("en")} of ${findings.length.toLocaleString("en")} shown`;
  }

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 100);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  form.reset(); // browsers keep the choices when a page is loaded again
  filter();
})();
