// What is only on this device, in the rail: texts that were not sent yet or not taken, and those somebody left
// unfinished. Each can be copied; nothing goes without a word, and what was thrown away can be had back for a while.
import { prefix as draftPrefix } from "../drafts.js";
import { fill } from "../field.js";
import { throwAway, unfinished } from "../unfinished.js";
import { hear, ring } from "./bell.js";
import { editors } from "./editors.js";
import { openAnswer, openNew, openRow } from "./opening.js";
import { drop, isOfPage, keep, letters, pageOf } from "./outbox.js";
import { clock, copyOf, unsentAt as place, words } from "./page.js";
import { dropPending } from "./pending.js";
import { deliver } from "./postman.js";

const AFTER = 1500; // ms until a letter on its way is one that waits
const KEPT = 30_000; // ms that what was thrown away can be had back
const thrown = new Map(); // key → what was thrown away, as an item
let drafts = []; // those of rows of this page, with what opens each
const shown = new Map(); // what an item says → its element

const nameOf = (noun) => words[`noun${(noun ?? "").replace(/(^|_)(\w)/g, (_, _bar, letter) => letter.toUpperCase())}`] ?? "";

/** Whether a text of this page was begun and neither handed in nor thrown away. */
export const isAnyUnfinished = () => drafts.length > 0;

// --- what there is ------------------------------------------------------------------------------------------------------
/** Where a draft belongs, if that is still there. */
function opener({ path }) {
  const row = document.querySelector(`[data-edit="${CSS.escape(path)}"]`);
  if (row) return { noun: row.dataset.noun, open: () => openRow(row) };
  const add = document.querySelector(`a[data-add][href^="${CSS.escape(path)}"]`);
  if (add) return { noun: add.dataset.add, open: () => openNew(add) };
  const question = document.getElementById(path.match(/^\/(question)s\/(\d+)\/answers/)?.slice(1).join("-"));
  return question && { noun: "answer", open: () => openAnswer(question) };
}

function look() {
  drafts = unfinished().map((draft) => ({ ...draft, ...opener(draft) })).filter(({ open }) => open);
  ring("unfinished");
}

function ofLetter(letter) {
  const { id: key, noun, text, at, reason: note } = letter;
  const acts = letter.text ? { copy: () => text } : {};
  if (!isOfPage(letter)) acts.elsewhere = pageOf(letter);
  else if (isStuck(letter)) acts.again = () => again(letter);
  if (isStuck(letter)) acts.discard = () => discard({ key, noun, text, at }, leave(letter));
  return { key, noun, text, at, note, acts };
}

const isStuck = (letter) =>
  (letter.state !== "waiting" || letter.failedAt) && !editors().some((editor) => editor.letter === letter);

function again(letter) {
  delete letter.reason;
  keep(Object.assign(letter, { state: "waiting", failures: 0 }));
  deliver();
}

function leave(letter) {
  drop(letter);
  dropPending(letter);
  return () => again(letter);
}

function ofDraft({ key, noun, text, at, open }) {
  const acts = { "go-on": open, copy: () => text, discard: () => discard({ key, noun, text, at }, throwAway(key)) };
  return { key, noun, text, at, note: words.unfinished, acts };
}

function discard(item, back) {
  if (!back) return show();
  const undo = () => {
    thrown.delete(item.key);
    back();
    show();
  };
  thrown.set(item.key, { ...item, note: words.thrown, acts: { undo } });
  setTimeout(() => thrown.delete(item.key) && show(), KEPT);
  show();
}

// --- how it is shown ----------------------------------------------------------------------------------------------------
function elementOf({ key, noun, text, at, note, acts }) {
  const item = copyOf("unsent-item");
  item.dataset.key = key;
  item.querySelector(".row-title").textContent = text.trim().slice(0, 120) || nameOf(noun);
  item.querySelector(".row-hint").textContent = [nameOf(noun), clock(at), note].filter(Boolean).join(" · ");
  item.querySelector(".unsent-acts").append(...Object.entries(acts).map(word));
  return item;
}

function word([name, act]) {
  const element = copyOf(name);
  if (name === "elsewhere") element.href = act;
  else element.addEventListener("click", name === "copy" ? () => copyText(act(), element) : act);
  return element;
}

async function copyText(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = Object.assign(document.createElement("textarea"), { value: text });
    button.after(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = words.copied;
}

/** The element of an item that says the same as before: what was copied says so, and the keyboard finds its place. */
function elementFor(item) {
  const said = JSON.stringify([item, Object.keys(item.acts)]);
  if (!shown.has(said)) shown.set(said, elementOf(item));
  return shown.get(said);
}

function put(items) {
  const thread = place.querySelector(".thread");
  const elements = items.map(elementFor);
  for (const [said, element] of shown) if (!elements.includes(element)) shown.delete(said);
  if (elements.length === thread.children.length && elements.every((one, at) => one === thread.children[at])) return;
  const focused = thread.contains(document.activeElement) ? document.activeElement : null;
  const { key } = focused?.closest("[data-key]").dataset ?? {};
  thread.replaceChildren(...elements);
  if (!focused) return;
  const there = focused.isConnected ? focused : elements.find((one) => one.dataset.key === key)?.querySelector("button");
  (there ?? thread.querySelector("button"))?.focus({ preventScroll: true });
}

function show() {
  look();
  const late = letters().filter(({ at, state, isLate }) => state === "refused" || isLate || at < Date.now() - AFTER);
  for (const letter of late) letter.isLate = true;
  const inHand = new Set(editors().map(({ form }) => form.getAttribute("action")));
  const items = [...late.map(ofLetter), ...drafts.filter(({ path }) => !inHand.has(path)).map(ofDraft)];
  place.hidden = !items.length && !thrown.size;
  place.querySelector("small").textContent = items.length ? fill(words.count, { count: items.length }) : "";
  put([...items, ...thrown.values()]);
}

let timer = 0;
function showSoon() {
  clearTimeout(timer);
  timer = setTimeout(show, letters().length ? AFTER + 50 : 200);
}

if (place) {
  for (const name of ["outbox", "editor", "line"]) hear(name, showSoon);
  document.addEventListener("drafts", () => {
    look(); // at once, for the light
    showSoon();
  });
  addEventListener("storage", ({ key }) => key?.startsWith(draftPrefix) && showSoon()); // of another tab
  show();
}
