// Two texts of one row: the server's form with both comes into the row, and nobody but the reader chooses. The letter
// stays in the outbox until then.
import { hear, ring } from "./bell.js";
import { editorAt, editorOf, editors } from "./editors.js";
import { made } from "./forms.js";
import { editRow, newRow } from "./opening.js";
import { isOfPage } from "./outbox.js";
import { isField } from "./page.js";
import { dropPending } from "./pending.js";

const rowAround = ({ box }) => box.closest("[data-noun]:not(form), .row-new");

hear("conflict", ({ letter, body }) => {
  dropPending(letter);
  const row = document.getElementById(letter.row);
  const part = document.getElementById(letter.part);
  if (!isOfPage(letter) || !(row || part)) return;
  const editor = row ? editRow(row, made(body.form)) : newRow(part, letter.noun, made(body.form), { place: letter.id });
  row?.classList.add("needs-me");
  row?.querySelector(":scope > .mark")?.classList.add("mark-conflict");
  Object.assign(editor, { letter, row: letter.row, isConflict: true, before: null });
  if (!isField(document.activeElement)) ring("focus", rowAround(editor)); // not its field, where a 1 is a 1
});

export const conflicts = () => editors().filter(({ isConflict }) => isConflict);

export const goToConflict = () => conflicts().length && ring("focus", rowAround(conflicts()[0]));

/** The conflict that keys are for: the one with the focus, or the only one. */
function current() {
  const all = conflicts();
  return all.find((editor) => rowAround(editor).matches(":focus-within, .is-current")) ?? (all.length === 1 ? all[0] : null);
}

/** As the buttons say: to bring back what was deleted has no number. */
export function choose(number) {
  const button = current()?.box.querySelector(`button[name="keep"][data-key="${number}"]`);
  button?.click();
  return Boolean(button);
}

// There is nothing to close: Escape leaves the field, and the numbers are choices again.
document.addEventListener(
  "keydown",
  (event) => {
    const { key, target, isComposing } = event;
    const editor = key === "Escape" && !isComposing && isField(target) && editorOf(target);
    if (!editor?.isConflict || target.hasAttribute("aria-controls") || editor.box.querySelector(".edit-foot [data-close]")) return;
    event.preventDefault();
    event.stopPropagation();
    ring("focus", rowAround(editor));
  },
  true,
);

hear("editor", (opened) => {
  if (opened) return;
  for (const row of document.querySelectorAll(".needs-me[data-noun]")) {
    if (editorAt(row.id)?.isConflict) continue;
    row.classList.remove("needs-me");
    row.querySelector(":scope > .mark")?.classList.remove("mark-conflict");
  }
});
