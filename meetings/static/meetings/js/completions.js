// @name, [[Q12]] and #7강 are completed by GitHub's element; this asks the server and puts the choice in. A syllable
// that is being composed may be looked up, as the last one of a Korean word always is, but nothing is chosen meanwhile.
import "../vendor/text-expander-element/bundle.js";
import { areaOf, boxOf, isArea, isInFence, isInFormula, replace } from "./field.js";

const PAUSE = 150; // ms
const running = new WeakMap(); // expander → AbortController
const asked = new WeakMap(); // expander → what was looked up last

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

function isMeant(area, key, text) {
  const before = area.value.slice(0, area.selectionEnd);
  const isHeading = key === "#" && !/^\d/.test(text); // a lone # begins a heading, #adam is a tag
  return !isHeading && !text.includes("]]") && !isInFence(before) && !isInFormula(before);
}

async function lookUp(expander, key, text) {
  running.get(expander)?.abort();
  const request = new AbortController();
  running.set(expander, request);
  await pause(PAUSE);
  const { completions } = boxOf(expander).dataset;
  try {
    request.signal.throwIfAborted();
    const response = await fetch(`${completions}?${new URLSearchParams({ key, text })}`, { signal: request.signal });
    const list = response.ok && !response.redirected ? listFrom(await response.text(), expander) : null;
    return { matched: Boolean(list), fragment: list };
  } catch {
    return request.signal.aborted ? new Promise(() => {}) : { matched: false }; // a newer look-up decides
  }
}

function listFrom(html, expander) {
  const list = new DOMParser().parseFromString(html, "text/html").querySelector('[role="listbox"]');
  const options = list ? [...list.querySelectorAll('[role="option"]')] : [];
  if (!options.length) return null;
  options.forEach((option, at) => (option.id ||= `${areaOf(boxOf(expander)).id}_option${at}`));
  list.classList.add("editor-options");
  list.setAttribute("aria-label", boxOf(expander).dataset.suggestions);
  return list;
}

document.addEventListener(
  "text-expander-change",
  ({ target: expander, detail: { key, text, provide } }) => {
    asked.set(expander, key + text);
    if (boxOf(expander).dataset.completions && isMeant(areaOf(boxOf(expander)), key, text)) {
      provide(lookUp(expander, key, text));
    } else running.get(expander)?.abort();
  },
  true,
);

// The element would set the whole value, after which Ctrl+Z knows nothing.
document.addEventListener(
  "text-expander-value",
  (event) => {
    const area = areaOf(boxOf(event.target));
    const { key, item } = event.detail;
    event.preventDefault();
    event.target.dismiss();
    const end = area.selectionEnd;
    replace(area, area.value.lastIndexOf(key, end - 1), end, item.dataset.value);
  },
  true,
);

// Enter and arrows belong to the composition while there is one; Tab leaves the field and takes no suggestion with it.
document.addEventListener(
  "keydown",
  (event) => {
    if (!isArea(event.target) || !event.target.hasAttribute("aria-controls")) return;
    if (event.isComposing) event.stopPropagation();
    else if (event.key === "Tab") event.target.closest("text-expander").dismiss();
  },
  true,
);

// A composition that ended leaves the list without a choice, and what it made last may not have been looked up.
document.addEventListener("compositionend", ({ target: area }) => {
  if (!isArea(area)) return;
  const isKnown = area.value.slice(0, area.selectionEnd).endsWith(asked.get(area.closest("text-expander")));
  const event = isKnown ? new KeyboardEvent("keydown", { key: "ArrowDown" }) : new InputEvent("input", { bubbles: true });
  if (!isKnown || area.hasAttribute("aria-controls")) area.dispatchEvent(event);
});
