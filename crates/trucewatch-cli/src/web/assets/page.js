// What pages can do beyond reading. Every page works without it.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  const text = button.parentElement.querySelector("[data-copy-text]");
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = "Copied";
  });
}
