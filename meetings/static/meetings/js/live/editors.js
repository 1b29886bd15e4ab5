// Editors that stand in the page: beside the text of a row, below a question for an answer, at the end of a part for a
// new row. One for each place.
import { areaOf, arrive } from "../field.js";
import { keepDraft } from "../drafts.js";
import { letGo } from "../hangul.js";
import { ring } from "./bell.js";
import { typedIn } from "./forms.js";

const open = new Map(); // place → { box, form, row, noun, before }

export const editorAt = (place) => open.get(place) ?? null;
export const editorOf = (element) => open.get(element?.closest?.(".in-place")?.dataset.place) ?? null;
export const editors = () => [...open.values()];

const isChanged = ({ form, before }) => typedIn(form) !== before;

/** Whether something is typed here that was not handed in. */
export const isWriting = () => editors().some(isChanged);

/** Keep what is typed here as a draft. Whether it would survive the closing. */
export const isKept = (editor) => !isChanged(editor) || areasOf(editor).map(keepDraft).every(Boolean);

const areasOf = ({ form }) => [...form.querySelectorAll(".markdownx-editor")];

/** The editor that was written in last, for the others to see. */
export const writtenAt = () => editors().find(({ box }) => box.contains(document.activeElement)) ?? editors().at(-1) ?? null;

/**
 * Put a form in. `place`: what is written ("question-12", "answers-12", "questions"), or the letter that came back for
 * it; `put(box)` says where it comes; `row`: id of the row that it changes, none for a new one.
 */
export function openEditor({ place, form, put, row = null, noun, part }) {
  if (open.has(place)) closeEditor(open.get(place));
  const box = document.createElement("div");
  box.className = "in-place";
  box.dataset.place = place;
  box.append(form);
  put(box);
  const editor = { place, box, form, row, noun, part, before: typedIn(form) };
  open.set(place, editor);
  hold(editor, true);
  arrive(box);
  ring("editor", editor);
  return editor;
}

/** The row around it is mine while it is open; an edited one hides its own text. */
function hold({ box, row }, isMine) {
  const around = box.parentElement?.closest("[data-noun], .row-new");
  around?.classList.toggle("is-mine", isMine);
  around?.classList.toggle("is-edited", isMine && around.id === row);
}

export function focusEditor({ box, form }) {
  const area = areaOf(box) ?? form.querySelector("textarea, input:not([type=hidden])");
  area?.focus({ preventScroll: true });
  box.scrollIntoView({ block: "nearest", behavior: "instant" });
}

/** Take it away. What was typed stays as a draft, unless it was handed in. */
export function closeEditor(editor, { isHandedIn = false } = {}) {
  const { place, box } = editor;
  if (!isHandedIn) isKept(editor);
  open.delete(place);
  const around = box.closest(".row-new");
  hold(editor, false);
  (around ?? box).remove();
  letGo();
  ring("editor", null);
}

document.addEventListener("input", ({ target }) => editorOf(target) && ring("typed", editorOf(target)));
document.addEventListener("change", ({ target }) => editorOf(target) && ring("typed", editorOf(target)));
