// Opens the editors: of a row, of a new answer, of a new row.
import { editorAt, focusEditor, openEditor } from "./editors.js";
import { blankForm, storedForm } from "./forms.js";
import { settled } from "../hangul.js";
import { tell } from "./notes.js";
import { letterFor } from "./outbox.js";
import { copyOf, isField, rowsIn, words } from "./page.js";

const bodyOf = (row) => row.querySelector(":scope > .row-body, :scope > .thread .row-body, :scope .row-body") ?? row;
const opening = new Set(); // places on their way

/** At most one editor a place: the one that is there gets the focus. */
async function openOnce(place, make) {
  const there = editorAt(place);
  if (there) return focusEditor(there) ?? there;
  if (opening.has(place)) return null;
  opening.add(place);
  const before = document.activeElement;
  const editor = await make().finally(() => opening.delete(place));
  const { activeElement: now } = document;
  if (editor && (now === before || !isField(now))) focusEditor(editor); // else somebody writes elsewhere by now
  return editor;
}

export function openRow(row) {
  if (!row.dataset.edit) return null;
  const letter = letterFor(row.id);
  if (letter) return tell(row, letter.reason ?? words.firstSent);
  return openOnce(row.id, async () => {
    const { form, sentence } = await storedForm(row.dataset.edit, row.dataset.revision);
    await settled();
    const here = document.getElementById(row.id);
    if (form && here) return editRow(here, form);
    return tell(here, sentence || words.cannotOpen);
  });
}

/** An editor in place of the row's own text; `form` is the server's. */
export function editRow(row, form) {
  const put = (box) => (row.matches(".said") ? row : bodyOf(row)).prepend(box);
  return openEditor({ place: row.id, form, put, row: row.id, noun: row.dataset.noun, part: row.closest("[data-part]").id });
}

export function openAnswer(question) {
  const number = question.id.replace(/^\D+/, "");
  return openOnce(`answers-${number}`, async () => {
    const form = await blankForm("answer", { question: number });
    await settled();
    const here = document.getElementById(question.id);
    if (form && here) return answerTo(here, form);
    return tell(here, words.cannotOpen);
  });
}

export function answerTo(question, form, place = `answers-${question.id.replace(/^\D+/, "")}`) {
  return openEditor({ place, form, put: (box) => bodyOf(question).append(box), noun: "answer", part: question.id });
}

/** An empty row at the end of a part, or of a review. `add`: the link that ends the part's thread. */
export function openNew(add, { review = add.dataset.review } = {}) {
  const part = add.closest("[data-part]");
  return openOnce(part.id, async () => {
    const form = await blankForm(add.dataset.add, { review });
    await settled();
    if (form) return newRow(part, add.dataset.add, form, { review });
    return tell(add, words.cannotOpen);
  });
}

export function newRow(part, noun, form, { review, place = part.id } = {}) {
  const put = (box) => {
    const row = copyOf("new-row");
    row.querySelector(".row-body").append(box);
    const last = review && [...part.querySelectorAll(`[data-review="${review}"]`), part.querySelector(`#review-${review}`)];
    const after = last?.filter(Boolean).at(last.length > 1 ? -2 : -1);
    if (after) after.after(row);
    else rowsIn(part).append(row);
  };
  return openEditor({ place, form, put, noun, part: part.id });
}
