// The editor on a page of its own: a plain text field that works without any of this.
import "./find.js";
import "./elements.js";
import "./editing.js";
import { isArea } from "./field.js";

// A new text that is begun already, as by what was looked for in vain, goes on behind that. Its focus may be yet to come.
for (const area of document.querySelectorAll("textarea[autofocus]")) {
  if (!isArea(area) || !area.form.elements.sent_as || area.selectionEnd) continue;
  area.setSelectionRange(area.value.length, area.value.length);
}
