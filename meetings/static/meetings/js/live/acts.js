// The words under a row and the boxes on its thread, as the page has them without JavaScript, in place.
import { ring } from "./bell.js";
import { closeEditor, editorOf, isKept } from "./editors.js";
import { fieldsOf } from "./forms.js";
import { openAnswer, openNew, openRow } from "./opening.js";
import { rowOf } from "./page.js";
import { move } from "./places.js";
import { send } from "./saving.js";

const isPlain = ({ button, ctrlKey, metaKey, shiftKey }) => button === 0 && !ctrlKey && !metaKey && !shiftKey;

const OPENING = { edit: openRow, answer: openAnswer };

document.addEventListener("click", (event) => {
  const control = event.target.closest("[data-act]");
  const add = event.target.closest("a[data-add]");
  if (event.defaultPrevented || !isPlain(event) || !(control || add)) return;
  if (add) {
    event.preventDefault();
    openNew(add);
  } else if (OPENING[control.dataset.act]) {
    event.preventDefault();
    OPENING[control.dataset.act](rowOf(control));
  } else if (control.form) {
    event.preventDefault();
    press(control);
  }
});

function press(button) {
  const row = rowOf(button);
  const url = button.getAttribute("formaction") || button.form.getAttribute("action");
  if (button.name === "move") return move(row, url, button.value === "up");
  const fields = fieldsOf(button.form, button);
  const text = (row?.querySelector(".row-title, .prose") ?? row)?.textContent.trim() ?? "";
  return send(url, fields, { row: row?.id ?? button.closest("[id]").id, noun: row?.dataset.noun, text });
}

// The focus stays in the text while a button below it is pressed: with the focus the keyboard of a phone would go and the
// bars come, and the finger meet something else than it aimed at.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest(".in-place .edit-foot")) event.preventDefault();
});

document.addEventListener("click", ({ target }) => {
  const editor = target.closest(".edit-foot [data-close]") && editorOf(target);
  if (editor) close(editor);
});

/** Close, and let the keyboard go on from the row. What was typed stays as a draft; without room for it, here. */
export function close(editor) {
  if (!isKept(editor)) return;
  const row = editor.box.parentElement.closest("[data-noun]");
  const add = editor.box.closest("[data-part]")?.querySelector("[data-add]");
  const had = editor.box.contains(document.activeElement);
  closeEditor(editor);
  if (had) ring("focus", row ?? add);
}

document.addEventListener("dblclick", (event) => {
  const row = rowOf(event.target);
  if (!row || event.target.closest("a, button, .in-place, .row-acts, .pending")) return;
  getSelection().removeAllRanges();
  openRow(row);
});
