// Handing in what an editor holds: a letter is stored, the editor goes, the text stays in the page.
import { areaOf } from "../field.js";
import { forgetDrafts } from "../drafts.js";
import { shownFor } from "../preview.js";
import { hear, ring } from "./bell.js";
import { closeEditor, editorOf, focusEditor } from "./editors.js";
import { fieldsOf, made, typedIn } from "./forms.js";
import { apply } from "./fragments.js";
import { answerTo, editRow, newRow } from "./opening.js";
import { change, drop, isOfPage, post } from "./outbox.js";
import { isField } from "./page.js";
import { merged, removed } from "./notes.js";
import { dropPending, showPending } from "./pending.js";
import { deliver } from "./postman.js";
import { tab } from "./tabs.js";

/** Hand in an editor. Returns its letter, none when nothing had been typed. */
export function save(editor, submitter) {
  const { form, row, noun, part, before } = editor;
  if (typedIn(form) === before && !submitter?.name) return closeEditor(editor) ?? null;
  const area = areaOf(editor.box);
  const fields = fieldsOf(form, submitter?.name ? submitter : undefined);
  const text = area?.value || form.elements.title?.value || form.elements.heading?.value || "";
  const html = area && shownFor(area);
  const letter = post({ tab, url: form.getAttribute("action"), fields, row, noun, part, text });
  if (editor.letter) drop(editor.letter); // which was refused, and is this one now
  forgetDrafts(form);
  closeEditor(editor, { isHandedIn: true });
  if (submitter?.value !== "theirs") showPending(letter, html);
  deliver();
  return letter;
}

/** A change without a text: a tick, a place, a removal. Returns its letter. */
export function send(url, fields, { row, text = "", noun = null, method = "POST" }) {
  const letter = post({ tab, url, fields, row, noun, text, method, isAct: true });
  deliver();
  return letter;
}

hear("undo", ({ url, row, text }) => send(url, [], { row, text, method: "DELETE" }));

// After pictures that are on their way (pictures.js) and after drafts: those listen on the document.
addEventListener("submit", (event) => {
  const editor = editorOf(event.target);
  if (!editor || event.defaultPrevented) return;
  event.preventDefault();
  const letter = save(editor, event.submitter);
  ring("saved", { editor, letter });
});

hear("acknowledged", ({ letter, body }) => {
  if (!isOfPage(letter)) return;
  dropPending(letter);
  if (body.undo) removed(letter, body);
  apply(body.fragments ?? [], { mine: true });
  if (body.merged_with) merged(letter, body);
});

// The server's form says what is wrong, with what was typed in it.
hear("refused", ({ letter, form }) => {
  dropPending(letter);
  if (form && isOfPage(letter)) reopen(letter, made(form));
});

function reopen(letter, form) {
  const editor = placeAgain(letter, form);
  if (!editor) return;
  Object.assign(editor, { letter, isRefused: true, before: null });
  change(letter, {});
  if (!isField(document.activeElement)) focusEditor(editor);
}

function placeAgain({ id: place, row, part, noun }, form) {
  const there = document.getElementById(row ?? part);
  if (!there) return null;
  if (row) return editRow(there, form);
  return there.dataset.noun ? answerTo(there, form, place) : newRow(there, noun, form, { place });
}
