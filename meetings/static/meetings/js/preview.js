// The preview beside a text: after a pause, never while a syllable is being composed, and never in the way. It speaks
// django-markdownx's markup (.markdownx-editor, .markdownx-preview and their data attributes).
import { areaOf, boxOf, isArea, onArrival, say } from "./field.js";
import { isComposing } from "./hangul.js";
import { showHints } from "./hints.js";
import { followText } from "./scrolling.js";

const PAUSE = 400; // ms
// The server allows 30 previews a minute. A few come at once, then one each EVERY ms: at most 28 in any minute.
const [SPARE, EVERY] = [6, 2700];
const AFTER_TOO_MANY = 15_000;
const MOST_TRIES = 4;

const waiting = new WeakMap(); // area → timer
const running = new WeakMap(); // area → AbortController
const shown = new WeakMap(); // area → the text whose preview is shown
const unfinished = new WeakMap(); // area → the text not all of whose formulas could be set in time, and how often
let [left, counted, closedUntil, isTold] = [SPARE, performance.now(), 0, false];

/** Milliseconds until the next preview may be asked for. */
function wait() {
  const now = performance.now();
  left = Math.min(SPARE, left + (now - counted) / EVERY);
  counted = now;
  return Math.max(left >= 1 ? 0 : (1 - left) * EVERY, closedUntil - now);
}

export function schedulePreview(area, pause = Number(area.dataset.markdownxLatency) || PAUSE) {
  running.get(area)?.abort();
  clearTimeout(waiting.get(area));
  waiting.set(area, setTimeout(() => preview(area), Math.max(pause, wait())));
}

async function preview(area) {
  if (isComposing()) return schedulePreview(area); // in another field
  const box = boxOf(area);
  const request = new AbortController();
  running.get(area)?.abort();
  running.set(area, request);
  left -= 1;
  const text = area.value;
  try {
    const response = await ask(area, text, request.signal);
    if (response.redirected) say(box, box.dataset.signedOut);
    else if (response.ok) show(box, await response.json(), text);
    else await refused(area, response);
  } catch (error) {
    if (error.name !== "AbortError") say(box, box.dataset.unreachable);
  }
}

function ask(area, content, signal) {
  const team = boxOf(area).dataset.team;
  return fetch(area.dataset.markdownxUrlsPath, {
    method: "POST",
    headers: { "X-CSRFToken": area.form.elements.csrfmiddlewaretoken.value },
    body: new URLSearchParams(team ? { content, team } : { content }),
    signal,
  });
}

async function refused(area, response) {
  const box = boxOf(area);
  const isSentence = response.headers.get("Content-Type")?.startsWith("text/plain");
  const sentence = isSentence ? await response.text() : box.dataset.unreachable;
  if (response.status !== 429 || !isTold) say(box, sentence);
  if (response.status !== 429) return;
  isTold = true;
  closedUntil = performance.now() + AFTER_TOO_MANY;
  schedulePreview(area);
}

// The server's HTML comes from the sanitiser that every page relies on. Only the pane changes: caret, selection and the
// scroll of the page stay where they are.
function show(box, { html, hints }, text) {
  const pane = box.querySelector(".markdownx-preview");
  const { scrollTop, scrollLeft } = pane;
  pane.innerHTML = html;
  pane.scrollTo({ top: scrollTop, left: scrollLeft, behavior: "instant" });
  shown.set(areaOf(box), text);
  isTold = false;
  say(box, "");
  showHints(box, hints, text);
  followText(box);
  if (hints.some(({ code }) => code === "math-slow")) goOn(areaOf(box), text);
}

// A preview has less time than a save. What it set is remembered, so the next one of the same text gets further.
function goOn(area, text) {
  const [before, times] = unfinished.get(area) ?? [];
  const tries = before === text ? times + 1 : 1;
  unfinished.set(area, [text, tries]);
  if (tries < MOST_TRIES) schedulePreview(area);
}

// Delegated, so that rows which the admin adds later work too.
document.addEventListener("input", (event) => {
  if (isArea(event.target) && !event.isComposing) schedulePreview(event.target);
});
document.addEventListener("compositionstart", ({ target }) => {
  if (isArea(target)) clearTimeout(waiting.get(target));
});
document.addEventListener("compositionend", ({ target }) => {
  if (isArea(target)) schedulePreview(target);
});

// The page opens with the stored rendering; whoever begins to write wants to know of hints as well. A text that has the
// focus as the page opens is not begun by that, but by a key or a press in it.
for (const type of ["focusin", "keydown", "pointerdown"]) {
  document.addEventListener(type, ({ target }) => {
    if (!isArea(target) || target.autofocus !== (type !== "focusin")) return;
    if (target.value.trim() && !shown.has(target)) schedulePreview(target);
  });
}

// On a narrow screen text and preview take turns.
document.addEventListener("click", ({ target }) => {
  const button = target.closest(".editor-show");
  if (!button) return;
  const box = boxOf(button);
  const isShown = box.classList.toggle("is-previewing");
  button.setAttribute("aria-pressed", isShown);
  if (!isShown) areaOf(box).focus({ preventScroll: true });
  else if (shown.get(areaOf(box)) !== areaOf(box).value) schedulePreview(areaOf(box), 0);
});

// Texts without a stored rendering (a refused form, an old version) get theirs one after the other.
async function previewTheRest(root) {
  for (const pane of root.querySelectorAll(".markdownx-preview:empty")) {
    const area = areaOf(boxOf(pane));
    if (!area.value.trim() || area.name.includes("__prefix__")) continue;
    if (wait()) await new Promise((resolve) => setTimeout(resolve, wait()));
    await preview(area);
  }
}

onArrival(previewTheRest);

/** The rendering of what the area holds now, if there is one. */
export const shownFor = (area) =>
  shown.get(area) === area.value ? boxOf(area).querySelector(".markdownx-preview").innerHTML : null;
