// What will show otherwise than it was meant, under the text: a sentence, the way to its line, and the mending if there
// is one. Line numbers are those of the text that was sent; a hint whose lines have changed since mends nothing.
import { areaOf, boxOf, fill, lineStart, part, replaceQuietly } from "./field.js";

const stated = new WeakMap(); // list item → [hint, text it was made for]

function button(name, text) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = name;
  made.textContent = text;
  return made;
}

function item(box, hint, text) {
  const made = document.createElement("li");
  made.append(hint.message);
  if (hint.fix) made.append(button("editor-fix", hint.fix.label));
  made.append(button("editor-line", fill(box.dataset.line, { line: hint.line })));
  stated.set(made, [hint, text]);
  return made;
}

export function showHints(box, hints, text) {
  const list = part(box, "hints");
  const shown = hints.map((hint) => hint.line + hint.message).join("\n");
  if (list.dataset.shown === shown && !hints.some((hint) => hint.fix)) return;
  list.dataset.shown = shown;
  list.replaceChildren(...hints.map((hint) => item(box, hint, text)));
}

function goTo(area, line) {
  const start = lineStart(area.value, line);
  boxOf(area).classList.remove("is-previewing");
  area.focus();
  area.setSelectionRange(start, start);
  area.blur(); // with the focus comes the scroll to the caret
  area.focus();
}

function mend(area, { first_line: first, last_line: last, text }, madeFor) {
  const lines = (value) => value.slice(lineStart(value, first), lineStart(value, last + 1) - 1);
  if (lines(area.value) !== lines(madeFor)) return;
  area.focus({ preventScroll: true });
  const start = lineStart(area.value, first);
  replaceQuietly(area, start, start + lines(area.value).length, text);
}

document.addEventListener("click", ({ target }) => {
  const clicked = target.closest(".editor-line, .editor-fix");
  if (!clicked) return;
  const area = areaOf(boxOf(clicked));
  const [hint, text] = stated.get(clicked.closest("li"));
  if (clicked.matches(".editor-line")) goTo(area, hint.line);
  else mend(area, hint.fix, text);
});
