// From one row of a list to the next: J and K outside of fields, known by their place on the keyboard, and arrows from there
// on, in the search from its box on. Enter is the link's own.
import { isField } from "./find.js";

const box = document.getElementById("search-text"); // elsewhere there is none
const STATION = ":is(.row-open, a.row-number)";
const rows = () => [...document.querySelectorAll(`[data-hits] ${STATION}`)];

/** The row with the focus in it, or the one at which the page was opened. */
export function rowInHand() {
  const { activeElement, body } = document;
  return activeElement === body ? document.querySelector("[data-hits] .row:target") : activeElement.closest("[data-hits] .row");
}

function step(by, isArrow) {
  const all = rows();
  const here = all.indexOf(isArrow ? document.activeElement : rowInHand()?.querySelector(STATION));
  if (isArrow && here < 0 && document.activeElement !== box) return false; // arrows scroll the page
  if (isArrow && here + by < 0) box?.focus();
  const next = all[here < 0 && by < 0 ? all.length - 1 : here + by];
  next?.focus({ preventScroll: true });
  next?.closest(".row").scrollIntoView({ block: "nearest", behavior: "instant" });
  return Boolean(next) || here >= 0;
}

addEventListener("keydown", (event) => {
  const { code, target, isComposing, keyCode, ctrlKey, metaKey, altKey, shiftKey, defaultPrevented } = event;
  if (isComposing || keyCode === 229 || defaultPrevented || ctrlKey || metaKey || altKey || shiftKey) return;
  const by = { KeyJ: 1, KeyK: -1, ArrowDown: 1, ArrowUp: -1 }[code];
  if (!by || (isField(target) && !(target === box && code === "ArrowDown"))) return;
  if (step(by, code.startsWith("Arrow"))) event.preventDefault();
});
