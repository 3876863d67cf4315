"use strict";
// A file may be dropped anywhere on the form.
(() => {
  const form = document.getElementById("upload");
  const input = document.getElementById("file");
  const over = (event) => {
    event.preventDefault();
    form.classList.add("dropping");
  };
  form.addEventListener("dragover", over);
  form.addEventListener("dragenter", over);
  form.addEventListener("dragleave", () => form.classList.remove("dropping"));
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return; // a text goes where it is dropped
    event.preventDefault();
    form.classList.remove("dropping");
    input.files = event.dataTransfer.files;
  });
})();
