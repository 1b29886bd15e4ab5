// The best few under the box of any page, as one types; find.js asks for this script at the first letter. Arrows go from
// one to the next, Escape closes it, Enter in the box leads to all of them.
import { askWhileTyping, fetched } from "./search/asking.js";
import { renew } from "./search/renewing.js";

const form = document.querySelector(".find");
const box = form.elements.q;
const panel = form.querySelector(".find-first");
const said = form.querySelector("[role=status]");

panel.setAttribute("role", "dialog");
const told = { role: "combobox", "aria-haspopup": "dialog", "aria-controls": panel.id };
Object.entries(told).forEach(([name, value]) => box.setAttribute(name, value));
unfold(false);

function unfold(isOpen) {
  panel.hidden = !isOpen;
  box.setAttribute("aria-expanded", isOpen);
}

const close = () => unfold(false);
const open = () => unfold(panel.childElementCount > 0 && Boolean(box.value.trim()));

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
  panel.replaceChildren(...(sentence ? [Object.assign(document.createElement("p"), { textContent: sentence })] : []));
  said.textContent = sentence ?? "";
  open();
}

askWhileTyping(box, { asked: "", answerTo, show, tell })();
