// Titles and headings are kept as texts are (drafts.js): one line is as soon typed as lost. They come back into the field,
// beside the offer of the text, and as there on top of what they were typed over.
import { prefix, stored } from "../drafts.js";
import { hear } from "./bell.js";
import { reader } from "./page.js";

const linesOf = (form) => [...form.querySelectorAll('input[type="text"][name]')];
const keyOf = (form, { name }) => `${prefix}${reader}:${new URL(form.getAttribute("action"), location.href).pathname}:${name}`;

const baseOf = ({ form, name }) => form.elements[`initial-${name}`];

hear("typed", ({ form }) => {
  for (const line of linesOf(form)) {
    const isNew = line.value.trim() && line.value !== line.defaultValue;
    const draft = JSON.stringify({ text: line.value, at: Date.now(), base: baseOf(line)?.value });
    stored((store) => (isNew ? store.setItem(keyOf(form, line), draft) : store.removeItem(keyOf(form, line))));
  }
});

hear("editor", (editor) => {
  for (const line of editor ? linesOf(editor.form) : []) {
    const draft = line.value !== line.defaultValue ? null : stored((store) => JSON.parse(store.getItem(keyOf(editor.form, line))));
    if (!draft) continue;
    line.value = draft.text;
    if (draft.base !== undefined && baseOf(line)) baseOf(line).value = draft.base;
  }
});

hear("saved", ({ editor: { form } }) => {
  for (const line of linesOf(form)) stored((store) => store.removeItem(keyOf(form, line)));
});
