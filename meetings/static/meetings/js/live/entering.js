// Enter in a line of the agenda or of what is to be done saves it, and opens the next empty one, as people know it from
// their other tools. Shift+Enter is a new line. The Enter that ends a composition is none.
import { hear, ring } from "./bell.js";
import { close } from "./acts.js";
import { editorOf } from "./editors.js";
import { openNew } from "./opening.js";

const ONE_LINE = ["agenda_item", "action_item"];

document.addEventListener(
  "keydown",
  (event) => {
    const { key, target, isComposing, keyCode, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (key !== "Enter" || isComposing || keyCode === 229 || shiftKey || ctrlKey || metaKey || altKey) return;
    const editor = target.matches("textarea, input:not([type=checkbox], [type=radio])") && editorOf(target);
    if (!editor || !ONE_LINE.includes(editor.noun)) return;
    if (target.hasAttribute("aria-controls") || target.closest(".editor-head")) return; // names to choose, a picture's words
    event.preventDefault();
    event.stopPropagation();
    if (target.matches("textarea") && !target.value.trim() && !editor.row) close(editor);
    else editor.form.requestSubmit(editor.form.querySelector(".button-main"));
  },
  true,
);

hear("saved", ({ editor: { row, noun, part }, letter }) => {
  if (row) return;
  const place = document.getElementById(part);
  const add = place?.querySelector(`:scope > [data-add="${noun}"]`);
  if (letter && add && ONE_LINE.includes(noun)) openNew(add);
  else ring("focus", add ?? place);
});
