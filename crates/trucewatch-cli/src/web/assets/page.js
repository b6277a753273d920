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

// Days of the timeline, chosen by dragging or by keys, go into the address.
for (const svg of document.querySelectorAll("svg[data-first]")) {
  const days = Number(svg.dataset.days);
  const midnight = Date.parse(svg.dataset.first);
  const day = (at) => new Date(midnight + at * 864e5).toISOString().slice(0, 10);
  const said = svg.parentElement.querySelector("output.brush");
  const step = Math.max(1, Math.round(days / 60));
  const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  box.setAttribute("class", "chosen");
  box.setAttribute("height", "100%");
  let chosen = null; // first and last day, counted from the axis's first
  let drag = null;

  const choose = (a, b) => {
    const inside = (at) => Math.min(days - 1, Math.max(0, at));
    chosen = [inside(Math.min(a, b)), inside(Math.max(a, b))];
    box.setAttribute("x", `${(chosen[0] / days) * 100}%`);
    box.setAttribute("width", `${((chosen[1] - chosen[0] + 1) / days) * 100}%`);
    svg.querySelector("desc").after(box);
    said.textContent = `${day(chosen[0])} to ${day(chosen[1])}`;
  };
  const forget = () => {
    chosen = drag = null;
    box.remove();
    said.textContent = "";
  };
  const show = () => {
    const address = new URL(location);
    address.searchParams.set("from", day(chosen[0]));
    address.searchParams.set("until", day(chosen[1]));
    address.searchParams.delete("first");
    location.assign(address);
  };
  const at = (event) => {
    const { left, width } = svg.getBoundingClientRect();
    return Math.floor(((event.clientX - left) / width) * days);
  };

  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest("a")) return;
    drag = { from: at(event), x: event.clientX };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!drag || Math.abs(event.clientX - drag.x) < 4) return;
    svg.setPointerCapture(event.pointerId);
    choose(drag.from, at(event));
  });
  svg.addEventListener("pointerup", () => {
    drag = null;
    if (chosen) show();
  });
  svg.addEventListener("pointercancel", forget);
  svg.addEventListener("keydown", (event) => {
    if (event.target !== svg) return;
    const move = { ArrowLeft: -step, ArrowRight: step }[event.key];
    const [first, last] = chosen ?? [0, step - 1];
    if (move && !chosen) choose(first, last);
    else if (move && event.shiftKey) choose(first, Math.max(first, last + move));
    else if (move && first + move >= 0 && last + move < days) choose(first + move, last + move);
    else if (event.key === "Enter" && chosen) show();
    else if (event.key === "Escape") forget();
    else if (!move) return;
    event.preventDefault();
  });
  svg.tabIndex = 0;
  svg.parentElement.querySelector(".brush[hidden]").hidden = false;
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
