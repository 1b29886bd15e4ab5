// What somebody typed stays in their browser until it is saved: per person, page and field. A page that is left for
// another address by its own form was saved; otherwise a draft goes when the stored text has become what was typed.
import { boxOf, fill, isArea, onArrival, part, replace } from "./field.js";

const PAUSE = 300; // ms
const KEPT = 30 * 24 * 3600 * 1000; // ms
const reader = document.querySelector('meta[name="reader"]')?.content;
export const prefix = "draft:";
const waiting = new WeakMap(); // area → timer
const offered = new WeakMap(); // box → the draft on offer
const unkept = new Set(); // keys of texts that the browser had no room for
const sending = new Set(); // keys of drafts on their way

/** Where a form is sent: on the page of a row that is the page itself, in the minutes it is the row's own. */
const pathOf = (form) => new URL(form?.getAttribute("action") || "", location.href).pathname;

/** Rows of the admin change their number; a stored one is known by its id. */
function fieldOf(area) {
  const id = area.form?.elements[area.name.replace(/[^-]+$/, "id")]?.value;
  const name = id ? area.name.replace(/-\d+-/, `-#${id}-`) : area.name;
  return `${prefix}${reader}:${pathOf(area.form)}:${name}`;
}

/** Of new rows several may be begun at once, in several tabs: each under the name that it is sent as. */
function keyOf(area) {
  const sentAs = area.form?.elements.sent_as?.value;
  return sentAs ? `${fieldOf(area)}:${sentAs}` : fieldOf(area);
}

/** What the text was typed over: whoever goes on with it later may meet another one. */
const baseOf = (area) => area.form.elements[`initial-${area.name}`];

/** The text as it is stored: a form that was refused shows another one. */
const storedText = (area) => baseOf(area)?.value ?? area.defaultValue;

const same = (one, other) => one.replace(/\r\n/g, "\n").trim() === other.replace(/\r\n/g, "\n").trim();

// A browser may refuse storage, or it may be full: then there are no drafts, and writing goes on.
export function stored(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

/** Whether all that was typed would survive this tab. */
export const areDraftsSafe = () => !unkept.size;

/** Keep a draft under its key, or none. Whether there was room. */
function write(key, draft) {
  const isWritten = stored((store) => (draft ? store.setItem(key, JSON.stringify(draft)) : store.removeItem(key)) ?? true);
  if (isWritten || !draft) unkept.delete(key);
  else unkept.add(key);
  document.dispatchEvent(new Event("drafts"));
  return !unkept.has(key);
}

/** Beside a draft that is still on offer, for nobody has decided about that one yet. Whether it would survive this tab. */
export function keepDraft(area) {
  clearTimeout(waiting.get(area));
  waiting.delete(area);
  if (!reader || !area.name || area.name.includes("__prefix__")) return true;
  const { key, text, at, base } = offered.get(boxOf(area)) ?? {};
  const older = key === keyOf(area) ? { text, at, base } : undefined;
  const now = { text: area.value, at: Date.now(), base: baseOf(area)?.value, older };
  return write(keyOf(area), same(area.value, storedText(area)) ? older : now);
}

const read = (key) => stored((store) => JSON.parse(store.getItem(key)));
const forget = (key) => write(key, read(key)?.older);

/** What was left unfinished in this field, the newest first; of a new row also what was begun as another one. */
function draftsFor(area) {
  const inHand = new Set([...document.querySelectorAll(".markdownx-editor")].filter((one) => one !== area).map(keyOf));
  const isHere = (key) => key === keyOf(area) || (area.form.elements.sent_as && `${key}:`.startsWith(`${fieldOf(area)}:`));
  const keys = stored((store) => Object.keys(store).filter((key) => isHere(key) && !inHand.has(key))) ?? [];
  const found = keys.map((key) => ({ ...read(key), key })).sort((one, other) => other.at - one.at);
  return found.flatMap((draft) => (draft.older ? [draft, { ...draft.older, key: draft.key }] : [draft]));
}

function moment(at) {
  const day = new Date(at).toDateString() === new Date().toDateString() ? {} : { month: "long", day: "numeric" };
  const language = document.documentElement.lang;
  return new Intl.DateTimeFormat(language, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

function offer(area, [draft, ...others] = draftsFor(area)) {
  if (!draft) return;
  if (same(draft.text, storedText(area))) forget(draft.key);
  if ([storedText(area), area.value].some((text) => same(draft.text, text))) return offer(area, others);
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
  const others = draftsFor(area).filter(({ at }) => at < draft.at);
  area.focus();
  if (button.value) goOnWith(area, draft);
  else if (draft.key !== keyOf(area)) forget(draft.key);
  offer(area, others);
  keepDraft(area);
});

/** On top of what it was typed over, so that a save meets what others saved meanwhile. */
function goOnWith(area, { key, text, base }) {
  const field = baseOf(area);
  if (field && base !== undefined) field.value = base;
  replace(area, 0, area.value.length, text);
  if (keepDraft(area) && key !== keyOf(area)) forget(key);
}

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
