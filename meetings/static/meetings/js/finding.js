// The best few under the box of any page, as one types; find.js asks for this script at the first letter. Arrows go from
// one to the next, Escape closes it, Enter in the box leads to all of them.
import { askWhileTyping, fetched } from "./search/asking.js";
import { renew } from "./search/renewing.js";

const form = document.querySelector(".find");
const box = form.elements.q;
const panel = form.querySelector(".find-first");
const said = form.querySelector("[role=status]");

// Whether it is open is said by what it says: a box of this kind has no state for that.
panel.setAttribute("role", "dialog");
box.setAttribute("aria-haspopup", "dialog");
box.setAttribute("aria-controls", panel.id);

function close() {
  panel.hidden = true;
}

function open() {
  panel.hidden = !panel.childElementCount || !box.value.trim();
}

function show({ html }) {
  renew(panel, html, box);
  if (form.contains(document.activeElement)) open();
  said.textContent = panel.querySelector("[data-said]")?.textContent.replace(/\s+/g, " ").trim() ?? "";
}

function step(by) {
  const stations = [box, ...panel.querySelectorAll("a")];
  stations[stations.indexOf(document.activeElement) + by]?.focus();
}

form.addEventListener("keydown", (event) => {
  const { code, isComposing, keyCode, target } = event;
  if (isComposing || keyCode === 229 || panel.hidden) return;
  if (code === "Escape") {
    close();
    if (target === box) return; // which find.js leaves
    box.focus();
    close();
  } else if (code === "ArrowDown" || code === "ArrowUp") step(code === "ArrowDown" ? 1 : -1);
  else return;
  event.preventDefault();
});
box.addEventListener("focus", open);
form.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !form.contains(relatedTarget) && close());
document.addEventListener("pointerdown", ({ target }) => form.contains(target) || close()); // a press gives some links no focus

const answerTo = (text, signal) => fetched(`${panel.dataset.address}?${new URLSearchParams({ q: text })}`, signal);

/** Without an answer there is Enter. */
function tell(state, sentence) {
  if (state !== "failed") return;
  const told = Object.assign(document.createElement("p"), { className: "hint", textContent: sentence });
  panel.replaceChildren(...(sentence ? [told] : []));
  said.textContent = sentence ?? "";
  open();
}

askWhileTyping(box, { asked: "", answerTo, show, tell })();
