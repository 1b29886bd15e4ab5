// Puts what changed on the server into the page. Whatever is under somebody's hands waits: a row with the focus, under
// the pointer, with an open editor, or with a text of mine on its way.
import { hear, ring } from "./bell.js";
import { setApart } from "./anchors.js";
import { arrange } from "./order.js";
import { isComposing } from "../hangul.js";
import { elementOf, rowsIn } from "./page.js";
import { steady } from "./steady.js";

const waiting = new Map(); // id → fragment
const applied = new Map(); // id → { revision, html } that it shows
let [orders, orderedAt] = [{}, 0]; // part → ids of the rows there are, at that revision

const hasPointer = matchMedia("(hover: hover)");

const isBusy = (element) => element.querySelector(".in-place, .pending") !== null;
const hasFocus = (element) => element.contains(document.activeElement);
const isOpen = (element) => element.querySelector(":popover-open, input:focus") !== null;
// A head is everybody's: a button in it that keeps the focus of its tap holds nothing up.
const isInHand = (element) => (element.id === "head" ? isOpen(element) : hasFocus(element));
const isHeld = (element) => isBusy(element) || isInHand(element) || (hasPointer.matches && element.matches(":hover"));

/** Fragments of an answer. `mine`: of something the reader just did there, which may well be under the pointer. */
export function apply(fragments, { order, revision, mine = false } = {}) {
  for (const fragment of fragments) {
    const newest = Math.max(applied.get(fragment.id)?.revision ?? -1, waiting.get(fragment.id)?.revision ?? -1);
    if (fragment.revision >= newest) waiting.set(fragment.id, { ...fragment, mine });
  }
  if (order) [orders, orderedAt] = [{ ...order }, revision];
  flush();
}

const isAnyWaiting = () => waiting.size > 0 || Object.keys(orders).length > 0;

/** Everything that may go in now does. */
export function flush() {
  if (isComposing() || !isAnyWaiting()) return;
  steady(() => {
    for (const fragment of [...waiting.values()]) if (put(fragment)) waiting.delete(fragment.id);
    for (const [part, ids] of Object.entries(orders)) {
      const container = rowsIn(document.getElementById(part));
      if (!container || (prune(container, ids) && arrange(container, ids))) delete orders[part];
    }
  });
  ring("applied");
}

/** Whether it went in. */
function put({ id, part, revision, html, mine }) {
  const there = document.getElementById(id);
  if (there && (mine ? isBusy(there) : isHeld(there))) return false;
  const known = applied.get(id);
  applied.set(id, { revision, html });
  if (known?.html === html && Boolean(there) === Boolean(html)) return true;
  if (!html) there?.remove();
  else if (there) swap(there, apart(html, there));
  else add(rowsIn(document.getElementById(part)), apart(html));
  return true;
}

function apart(html, instead) {
  const element = elementOf(html);
  setApart(element, instead);
  return element;
}

/** Take out what is there no more, but not what came later than the list. Whether nothing held it up. */
function prune(container, ids) {
  const alive = new Set(ids);
  const gone = [...container.querySelectorAll(":scope > [data-noun]")].filter(({ id }) => !alive.has(id));
  const left = gone.filter(({ id }) => (applied.get(id)?.revision ?? 0) <= orderedAt);
  for (const row of left) if (!isHeld(row)) row.remove();
  return !left.some((row) => row.isConnected);
}

/** Before what the reader is writing there; the order that comes with it says more. */
function add(container, element) {
  container?.insertBefore(element, container.querySelector(":scope > .row-new"));
}

function swap(there, element) {
  const hadFocus = hasFocus(there) && document.activeElement;
  element.classList.toggle("is-current", there.classList.contains("is-current"));
  there.replaceWith(element);
  if (hadFocus) focusAgain(element, hadFocus);
}

/** The same thing in the new row: the same act, else the row. */
function focusAgain(element, before) {
  const { act } = before.dataset;
  const same = act && element.querySelector(`[data-act="${act}"]`);
  if (!same) element.tabIndex = -1;
  (same || element).focus({ preventScroll: true });
}

// What waited goes in when the hands leave.
let soon = 0;
function flushSoon() {
  if (soon || !isAnyWaiting()) return;
  soon = setTimeout(() => {
    soon = 0;
    flush();
  }, 50);
}

document.addEventListener("focusout", flushSoon);
document.addEventListener("pointerout", flushSoon, { passive: true });
document.addEventListener("compositionend", flushSoon);
hear("editor", flushSoon);
hear("outbox", flushSoon);
