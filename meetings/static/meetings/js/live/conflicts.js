// Two texts of one row: the server's form with both comes into the row, and nobody but the reader chooses. The letter
// stays in the outbox until then.
import { hear } from "./bell.js";
import { closeEditor, editorAt, editors, focusEditor } from "./editors.js";
import { made } from "./forms.js";
import { editRow, newRow } from "./opening.js";
import { isField } from "./page.js";
import { dropPending } from "./pending.js";

hear("conflict", ({ letter, body }) => {
  dropPending(letter);
  const there = editorAt(letter.row);
  if (there) closeEditor(there);
  const row = document.getElementById(letter.row);
  const part = document.getElementById(letter.part);
  if (!row && !part) return;
  const editor = row ? editRow(row, made(body.form)) : newRow(part, letter.noun, made(body.form));
  row?.classList.add("needs-me");
  row?.querySelector(":scope > .mark")?.classList.add("mark-conflict");
  Object.assign(editor, { letter, row: letter.row, isConflict: true, before: null });
  if (!isField(document.activeElement)) focusEditor(editor);
});

export const conflicts = () => editors().filter(({ isConflict }) => isConflict);

/** The conflict that keys are for: the one with the focus, or the only one. */
function current() {
  const all = conflicts();
  return all.find(({ box }) => box.closest("[data-noun]").matches(":focus-within, .is-current")) ?? (all.length === 1 ? all[0] : null);
}

export function choose(number) {
  const button = current()?.box.querySelectorAll('button[name="keep"]')[number - 1];
  button?.click();
  return Boolean(button);
}

hear("editor", (opened) => {
  if (opened) return;
  for (const row of document.querySelectorAll(".needs-me[data-noun]")) {
    if (editorAt(row.id)?.isConflict) continue;
    row.classList.remove("needs-me");
    row.querySelector(":scope > .mark")?.classList.remove("mark-conflict");
  }
});
