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

// Claims: text and margin light up together, and keys press the buttons of the claim that is lit.
const claims = [...document.querySelectorAll("[data-claim]")];
const inText = (number) => document.querySelectorAll(`[data-claims~="${number}"]`);
let current = -1;

function light(at, follow) {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  current = at;
  const claim = claims[at];
  if (!claim) return;
  claim.classList.add("lit");
  for (const piece of inText(claim.dataset.claim)) piece.classList.add("lit");
  if (follow) {
    const label = document.querySelector(`a.label[data-claims="${claim.dataset.claim}"]`);
    if (label) label.scrollIntoView({ block: "center" });
    claim.scrollIntoView({ block: "nearest" });
    claim.focus({ preventScroll: true });
  }
}

function lightUnder(event) {
  const piece = event.target.closest("[data-claims], [data-claim]");
  if (!piece) return;
  const number = piece.dataset.claim ?? piece.dataset.claims.split(" ").pop();
  const at = claims.findIndex((claim) => claim.dataset.claim === number);
  if (at !== current) light(at, false);
}

if (claims.length > 0) {
  document.addEventListener("mouseover", lightUnder);
  document.addEventListener("focusin", lightUnder);
  const wanted = claims.findIndex((claim) => location.hash === `#c${claim.dataset.claim}`);
  if (wanted >= 0) light(wanted, true);
  const listed = document.querySelector("[data-queue]");
  if (listed) light(0, false);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "?") {
      const keys = document.getElementById("keys");
      if (keys) keys.open = !keys.open;
    } else if (event.key === "n" || event.key === "ArrowRight") {
      light(Math.min(current + 1, claims.length - 1), true);
    } else if (event.key === "ArrowLeft") {
      light(Math.max(current - 1, 0), true);
    } else {
      const control = claims[current]?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (!control) return;
      control.click();
      control.parentElement.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    }
    event.preventDefault();
  });
}

// Adding: a job's page goes on by itself; files can be dropped, and too many bytes are told before they are sent.
for (const part of document.querySelectorAll("[data-events]")) {
  const events = new EventSource(part.dataset.events);
  const show = (event) => { part.innerHTML = event.data; };
  events.addEventListener("progress", show);
  events.addEventListener("done", (event) => { show(event); events.close(); });
}
for (const form of document.querySelectorAll("form.drop")) {
  const input = form.querySelector("input[type=file]");
  const trouble = form.querySelector(".trouble");
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  });
  input.addEventListener("change", () => {
    const bytes = [...input.files].reduce((sum, file) => sum + file.size, 0);
    const large = bytes > Number(form.dataset.largest);
    trouble.hidden = !large;
    trouble.textContent = large ? `These files have ${Math.ceil(bytes / 1048576)} MB, more than 64. Divide them or pack them.` : "";
    input.setCustomValidity(trouble.textContent);
  });
}
