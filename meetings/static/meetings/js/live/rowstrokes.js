// Single keys for the row in hand, outside of fields and known by their place on the keyboard: in Hangul mode R says ㄱ.
// Each presses a word of the row, in the minutes and on the page of a question.
import { act, currentRow, step } from "./current.js";
import { isField, rowOf } from "./page.js";

const ACTS = { KeyE: "edit", KeyR: "answer", KeyX: "tick", KeyH: "history", Backspace: "remove", Delete: "remove" };

/** Whether the key changes what stands there. */
export const isWritten = ({ code, altKey }) => !altKey && code in ACTS && code !== "KeyH";

/** An answer has no answers: then it is the question that is meant. */
function actOn(row, name) {
  return Boolean(row) && (act(row, name) || (name === "answer" && actOn(rowOf(row.parentElement), name)));
}

/** Go to the row beside, or do with this one what the key says. Whether there was anything to do. */
export function strokeRow({ code, key, altKey }, row = currentRow()) {
  if (altKey) return { ArrowUp: "up", ArrowDown: "down" }[code] ? actOn(row, code.slice(5).toLowerCase()) : false;
  if (code === "KeyJ" || code === "KeyK") return step(code === "KeyJ" ? 1 : -1) ?? true;
  if (code === "Enter" && document.activeElement === row) return actOn(row, "edit");
  return ACTS[code] && key !== "Unidentified" ? actOn(row, ACTS[code]) : false;
}

/** `stroke` says whether it had anything to do with a key; `leave` is asked first, also of keys in fields. */
export function hearStrokes(stroke, leave = () => false) {
  // After the editor's own keys, which listen on the document: Escape closes its palette first.
  addEventListener("keydown", (event) => {
    const { code, target, isComposing, keyCode, ctrlKey, metaKey, shiftKey, defaultPrevented } = event;
    if (isComposing || keyCode === 229 || defaultPrevented || ctrlKey || metaKey || shiftKey) return;
    if (document.querySelector("dialog[open]") || (event.repeat && !["KeyJ", "KeyK"].includes(code))) return;
    if (leave(event) || (!isField(target) && stroke(event))) event.preventDefault();
  });
}
