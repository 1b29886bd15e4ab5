// Titles and headings are kept as texts are (drafts.js): one line is as soon typed as lost. They come back into the field
// that is empty, beside the offer of the text.
import { prefix, stored } from "../drafts.js";
import { hear } from "./bell.js";
import { reader } from "./page.js";

const linesOf = (form) => [...form.querySelectorAll('input[type="text"][name]')];
const keyOf = (form, { name }) => `${prefix}${reader}:${new URL(form.getAttribute("action"), location.href).pathname}:${name}`;

hear("typed", ({ form }) => {
  for (const line of linesOf(form)) {
    const isNew = line.value.trim() && line.value !== line.defaultValue;
    const draft = JSON.stringify({ text: line.value, at: Date.now() });
    stored((store) => (isNew ? store.setItem(keyOf(form, line), draft) : store.removeItem(keyOf(form, line))));
  }
});

hear("editor", (editor) => {
  for (const line of editor ? linesOf(editor.form) : []) {
    const draft = line.value ? null : stored((store) => JSON.parse(store.getItem(keyOf(editor.form, line))));
    if (draft) line.value = draft.text;
  }
});

hear("saved", ({ editor: { form } }) => {
  for (const line of linesOf(form)) stored((store) => store.removeItem(keyOf(form, line)));
});
