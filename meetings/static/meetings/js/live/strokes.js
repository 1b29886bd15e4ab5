// Single keys of the minutes outside of fields, known by their place on the keyboard: in Hangul mode Q says ㅂ. Each has a
// button too.
import { close } from "./acts.js";
import { choose } from "./conflicts.js";
import { currentRow } from "./current.js";
import { editorOf } from "./editors.js";
import { openNew } from "./opening.js";
import { isWritable } from "./page.js";
import { hearStrokes, isWritten, strokeRow } from "./rowstrokes.js";

const ADDED = { KeyQ: "question", KeyL: "learning", KeyG: "agenda_item", KeyT: "action_item", KeyM: "section", KeyV: "review" };

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

function stroke(event) {
  const { code, altKey } = event;
  if (!altKey && /^(Digit|Numpad)[123]$/.test(code)) return choose(Number(code.at(-1)));
  if (!isWritable && isWritten(event)) return false;
  return isWritable && !altKey && ADDED[code] ? add(ADDED[code]) : strokeRow(event);
}

function leave({ code, target }) {
  const editor = code === "Escape" && editorOf(target);
  if (editor) close(editor);
  return Boolean(editor);
}

hearStrokes(stroke, leave);
