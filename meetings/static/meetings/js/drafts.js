// What somebody typed stays in their browser until it is saved: per person, page and field. A page that is left for
// another address by its own form was saved; otherwise a draft goes when the stored text has become what was typed.
import { boxOf, fill, isArea, onArrival, part, replace } from "./field.js";

const PAUSE = 300; // ms
const KEPT = 30 * 24 * 3600 * 1000; // ms
const reader = document.querySelector('meta[name="reader"]')?.content;
export const prefix = "draft:";
const waiting = new WeakMap(); // area → timer
const offered = new WeakMap(); // box → the draft on offer
const sending = new Set(); // keys of drafts on their way

/** Where a form is sent: on the page of a row that is the page itself, in the minutes it is the row's own. */
const pathOf = (form) => new URL(form?.getAttribute("action") || "", location.href).pathname;

/** Rows of the admin change their number; a stored one is known by its id. */
function keyOf(area) {
  const id = area.form?.elements[area.name.replace(/[^-]+$/, "id")]?.value;
  const name = id ? area.name.replace(/-\d+-/, `-#${id}-`) : area.name;
  return `${prefix}${reader}:${pathOf(area.form)}:${name}`;
}

/** The text as it is stored: a form that was refused shows another one. */
const storedText = (area) => area.form.elements[`initial-${area.name}`]?.value ?? area.defaultValue;

const same = (one, other) => one.replace(/\r\n/g, "\n").trim() === other.replace(/\r\n/g, "\n").trim();

// A browser may refuse storage, or it may be full: then there are no drafts, and writing goes on.
export function stored(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

/** Beside a draft that is still on offer, for nobody has decided about that one yet. */
export function keepDraft(area) {
  clearTimeout(waiting.get(area));
  waiting.delete(area);
  if (!reader || !area.name || area.name.includes("__prefix__")) return;
  const { text, at } = offered.get(boxOf(area)) ?? {};
  const older = at && { text, at };
  const draft = same(area.value, storedText(area)) ? older : { text: area.value, at: Date.now(), older };
  if (draft) stored((store) => store.setItem(keyOf(area), JSON.stringify(draft)));
  else stored((store) => store.removeItem(keyOf(area)));
}

function forget(key) {
  stored((store) => {
    const { older } = JSON.parse(store.getItem(key));
    if (older) store.setItem(key, JSON.stringify(older));
    else store.removeItem(key);
  });
}

function moment(at) {
  const day = new Date(at).toDateString() === new Date().toDateString() ? {} : { month: "long", day: "numeric" };
  const language = document.documentElement.lang;
  return new Intl.DateTimeFormat(language, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

function offer(area, draft = stored((store) => JSON.parse(store.getItem(keyOf(area))))) {
  if (!draft) return;
  if (same(draft.text, storedText(area))) forget(keyOf(area));
  if ([storedText(area), area.value].some((text) => same(draft.text, text))) return offer(area, draft.older ?? null);
  const box = boxOf(area);
  offered.set(box, draft);
  part(box, "offer").querySelector("p").textContent = fill(box.dataset.draft, { time: moment(draft.at) });
  part(box, "offer").hidden = false;
}

function tidy(store) {
  const old = (key) => JSON.parse(store.getItem(key)).at < Date.now() - KEPT;
  for (const key of Object.keys(store)) if (key.startsWith(prefix) && old(key)) store.removeItem(key);
}

document.addEventListener("input", ({ target }) => {
  // Not put off by what is typed meanwhile: who types for a minute without a pause would lose a minute.
  if (isArea(target) && !waiting.has(target)) waiting.set(target, setTimeout(() => keepDraft(target), PAUSE));
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest(".editor-offer button");
  if (!button) return;
  const box = boxOf(button);
  const area = box.querySelector(".markdownx-editor");
  const draft = offered.get(box);
  part(box, "offer").hidden = true;
  offered.delete(box);
  offer(area, draft.older ?? null);
  area.focus();
  if (button.value) replace(area, 0, area.value.length, draft.text);
  else keepDraft(area);
});

addEventListener("pagehide", () => {
  for (const area of document.querySelectorAll(".markdownx-editor")) if (!sending.size) keepDraft(area);
});

document.addEventListener("submit", ({ target: form, defaultPrevented }) => {
  if (defaultPrevented || form.closest(".in-place")) return;
  for (const area of form.querySelectorAll(".markdownx-editor")) {
    keepDraft(area);
    sending.add(keyOf(area));
  }
  sentTo = new URL(form.action || location.href).pathname;
});

let sentTo = "";

// An answer that never came leaves the page as it is: what is typed from then on, or left by another way, is not saved.
function standsStill() {
  sentTo = "";
  sending.clear();
}

document.addEventListener("input", ({ target }) => {
  if (isArea(target)) standsStill();
});
globalThis.navigation?.addEventListener("navigate", ({ formData }) => {
  if (!formData) standsStill();
});

// A form that was refused shows itself again where it was sent; signed out, one lands at the sign-in. Elsewhere: saved.
addEventListener("pageswap", ({ activation }) => {
  const { pathname } = new URL(activation?.entry?.url ?? location.href);
  if (sentTo && pathname !== sentTo && pathname !== location.pathname && !pathname.startsWith("/accounts/")) {
    sending.forEach(forget);
  }
});

/** What a form holds was handed in by other means than the browser's. */
export function forgetDrafts(form) {
  for (const area of form.querySelectorAll(".markdownx-editor")) {
    clearTimeout(waiting.get(area));
    waiting.delete(area);
    forget(keyOf(area));
  }
}

stored(tidy);
onArrival((root) => {
  for (const area of root.querySelectorAll(".markdownx-editor")) if (reader) offer(area);
});
