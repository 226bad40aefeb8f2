/* Keys, the live check, and the way to the place. Without this script every button and link still works. */
"use strict";
document.documentElement.classList.add("script");

const typing = (node) => node instanceof HTMLInputElement || node instanceof HTMLSelectElement || node instanceof HTMLTextAreaElement || node?.isContentEditable;
const keysDialog = document.getElementById("keys");
const keysButton = document.getElementById("keys-button");
const rawButton = document.getElementById("raw-button");

/* One answer per page: a key that is held down must not answer the next question, too. */
let sent = false;
document.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  if (event.target.method !== "dialog") sent = true;
});
window.addEventListener("pageshow", () => { sent = false; });

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
  if (typing(event.target) || keysDialog?.open) return;
  const pressed = event.target;
  if (event.key === "Enter" && (pressed instanceof HTMLButtonElement || pressed instanceof HTMLAnchorElement)) return;
  if (event.key === "?" && keysDialog) { event.preventDefault(); keysDialog.showModal(); return; }
  const field = document.querySelector(`[data-focus="${CSS.escape(event.key)}"]`);
  if (field) { event.preventDefault(); field.focus(); field.select(); return; }
  const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (button) { event.preventDefault(); button.click(); }
});

if (keysButton && keysDialog) {
  keysButton.hidden = false;
  keysButton.addEventListener("click", () => keysDialog.showModal());
}

const toPlace = () => {
  const scroller = document.querySelector(".source .scroller");
  const places = [...document.querySelectorAll(".source .asked[data-path], .source .term[data-path], .source mark.here, .source mark.term")];
  const here = places.find((node) => node.offsetParent && (node.id === "here" || node.classList.contains("here"))) ?? places.find((node) => node.offsetParent);
  if (!scroller || !here) return;
  const box = here.getBoundingClientRect(), frame = scroller.getBoundingClientRect();
  scroller.scrollTop += box.top - frame.top - frame.height / 3;
  here.closest(".fit")?.scrollTo({ left: Math.max(0, here.offsetLeft - 200) });
};
if (rawButton) {
  rawButton.hidden = false;
  rawButton.addEventListener("click", () => {
    const raw = rawButton.closest(".source").classList.toggle("raw");
    rawButton.setAttribute("aria-pressed", String(raw));
    toPlace();
  });
} else document.querySelector(".source")?.classList.toggle("raw", !document.querySelector("#drawn .form, #drawn img"));
toPlace();

/* A term of the equation points at its cell in the source. */
document.querySelectorAll(".term-of").forEach((term) => {
  const cell = document.querySelector(`.form td[data-path="${CSS.escape(term.dataset.path)}"]`);
  if (!cell) return;
  term.addEventListener("pointerenter", () => cell.classList.add("pointed"));
  term.addEventListener("pointerleave", () => cell.classList.remove("pointed"));
});

/* What a typed value would break, while it is being typed. */
const form = document.getElementById("answer"), live = document.getElementById("live"), text = document.getElementById("text");
if (form?.dataset.check && live && text) {
  let asked = 0, waiting;
  const show = (found) => {
    live.replaceChildren();
    live.className = "live";
    if (!found) return;
    const say = (words) => { const line = document.createElement("div"); line.textContent = words; live.append(line); };
    if (found.problem) say(found.problem);
    for (const line of found.lines) say(line);
    live.classList.toggle("broken", Boolean(found.problem) || found.broken.length > 0);
    live.classList.toggle("fine", !found.problem && !found.broken.length && !found.failing.length);
  };
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    const number = ++asked;
    if (!text.value.trim()) { show(null); return; }
    waiting = setTimeout(async () => {
      try {
        const answer = await fetch(`${form.dataset.check}?text=${encodeURIComponent(text.value)}`, { headers: { accept: "application/json" } });
        const found = answer.ok ? await answer.json() : null;
        if (number === asked) show(found);
      } catch { if (number === asked) show(null); }
    }, 120);
  });
}
