// Single keys outside of fields, known by their place on the keyboard: in Hangul mode Q says ㅂ. Each has a button too.
import { act, close } from "./acts.js";
import { choose } from "./conflicts.js";
import { currentRow, step } from "./current.js";
import { editorOf } from "./editors.js";
import { openNew } from "./opening.js";
import { isField, isWritable, rowOf } from "./page.js";

const ADDED = { KeyQ: "question", KeyL: "learning", KeyG: "agenda_item", KeyT: "action_item", KeyM: "section", KeyV: "review" };
const ACTS = { KeyE: "edit", KeyR: "answer", KeyX: "tick", KeyH: "history", Backspace: "remove", Delete: "remove" };

/** Of a review in hand, or of the learning beside it. */
function reviewInHand() {
  const row = currentRow();
  return row?.dataset.review ?? (row?.dataset.noun === "review" ? row.id.replace(/^\D+/, "") : undefined);
}

function add(noun) {
  const link = document.querySelector(`a[data-add="${noun}"]`);
  if (link) openNew(link, noun === "learning" ? { review: reviewInHand() } : {});
  return Boolean(link);
}

/** An answer has no answers: then it is the question that is meant. */
function actOn(row, name) {
  return Boolean(row) && (act(row, name) || (name === "answer" && actOn(rowOf(row.parentElement), name)));
}

function stroke({ code, key, altKey }) {
  const row = currentRow();
  if (altKey) return { ArrowUp: "up", ArrowDown: "down" }[code] ? actOn(row, code.slice(5).toLowerCase()) : false;
  if (code === "KeyJ" || code === "KeyK") return step(code === "KeyJ" ? 1 : -1) ?? true;
  if (/^(Digit|Numpad)[123]$/.test(code)) return choose(Number(code.at(-1)));
  if (code === "Enter" && document.activeElement === row) return actOn(row, "edit");
  if (!isWritable && code !== "KeyH") return false;
  if (ADDED[code]) return add(ADDED[code]);
  return ACTS[code] && key !== "Unidentified" ? actOn(row, ACTS[code]) : false;
}

// After the editor's own keys, which listen on the document: Escape closes its palette first.
addEventListener("keydown", (event) => {
  const { code, target, isComposing, keyCode, ctrlKey, metaKey, shiftKey, defaultPrevented } = event;
  if (isComposing || keyCode === 229 || defaultPrevented || ctrlKey || metaKey || shiftKey) return;
  if (document.querySelector("dialog[open]") || (event.repeat && !["KeyJ", "KeyK"].includes(code))) return;
  const editor = editorOf(target);
  if (editor && code === "Escape") close(editor);
  else if (isField(target) || !stroke(event)) return;
  event.preventDefault();
});
