// What is only on this device, in the rail: texts that were not sent yet or not taken, and those somebody left
// unfinished. Each can be copied; nothing goes without a word.
import { fill } from "../field.js";
import { throwAway, unfinished } from "../unfinished.js";
import { hear } from "./bell.js";
import { editors } from "./editors.js";
import { openAnswer, openNew, openRow } from "./opening.js";
import { drop, letters } from "./outbox.js";
import { clock, copyOf, unsentAt as place, words } from "./page.js";
import { deliver } from "./postman.js";

const AFTER = 1500; // ms until a letter on its way is one that waits
let drafts = [];

const nameOf = (noun) => words[`noun${(noun ?? "").replace(/(^|_)(\w)/g, (_, _bar, letter) => letter.toUpperCase())}`] ?? "";

function itemOf({ noun, text, at, note }, ...acts) {
  const item = copyOf("unsent-item");
  item.querySelector(".row-title").textContent = text.trim().slice(0, 120) || nameOf(noun);
  item.querySelector(".row-hint").textContent = [nameOf(noun), clock(at), note].filter(Boolean).join(" · ");
  item.querySelector(".unsent-acts").append(...acts);
  return item;
}

function word(name, act) {
  const button = copyOf(name);
  button.addEventListener("click", act);
  return button;
}

const copying = (text) => word("copy", ({ target }) => copyText(text, target));

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

function ofLetter(letter) {
  const acts = letter.text ? [copying(letter.text)] : [];
  if (letter.state !== "waiting" && !editors().some((editor) => editor.letter === letter)) {
    acts.push(word("again", () => again(letter)), word("discard", () => drop(letter)));
  }
  return itemOf({ ...letter, note: letter.reason ?? "" }, ...acts);
}

function again(letter) {
  letter.state = "waiting";
  delete letter.reason;
  deliver();
}

/** A text that was left unfinished: where it belongs, if that is still there. */
function ofDraft(draft) {
  const row = document.querySelector(`[data-edit="${CSS.escape(draft.path)}"]`);
  const add = document.querySelector(`a[data-add][href^="${CSS.escape(draft.path)}"]`);
  const question = document.getElementById(draft.path.match(/^\/(question)s\/(\d+)\/answers/)?.slice(1).join("-"));
  const open = row ? () => openRow(row) : add ? () => openNew(add) : question ? () => openAnswer(question) : null;
  if (!open) return null;
  const noun = row?.dataset.noun ?? add?.dataset.add ?? "answer";
  const acts = [word("go-on", open), copying(draft.text), word("discard", () => show(throwAway(draft.key)))];
  return itemOf({ noun, text: draft.text, at: draft.at, note: words.unfinished }, ...acts);
}

function show() {
  const late = letters().filter(({ at, state, isLate }) => state === "refused" || isLate || at < Date.now() - AFTER);
  for (const letter of late) letter.isLate = true;
  const inHand = new Set(editors().map(({ form }) => form.getAttribute("action")));
  drafts = unfinished().filter(({ path }) => !inHand.has(path));
  const items = [...late.map(ofLetter), ...drafts.map(ofDraft).filter(Boolean)];
  place.hidden = !items.length;
  place.querySelector("small").textContent = items.length ? fill(words.count, { count: items.length }) : "";
  place.querySelector(".thread").replaceChildren(...items);
}

let timer = 0;
function showSoon() {
  clearTimeout(timer);
  timer = setTimeout(show, letters().length ? AFTER + 50 : 200);
}

if (place) {
  for (const name of ["outbox", "editor", "line", "drafts"]) hear(name, showSoon);
  show();
}
