// What every behaviour of the editor needs to know of its markup (templates/components/_editor.html), and how they all
// change a text: as if it had been typed, so that Ctrl+Z takes it back.

export const isArea = (element) => element instanceof HTMLTextAreaElement && element.matches(".markdownx-editor");
export const boxOf = (element) => element.closest(".editor");
export const areaOf = (box) => box.querySelector(".markdownx-editor");
export const part = (box, name) => box.querySelector(`.editor-${name}`);

export function say(box, sentence) {
  box.querySelector(".markdownx-status").textContent = sentence;
}

/** Editors that were not in the page when it was loaded: every behaviour that looks at them once looks at these. */
export const arrive = (root) => root.dispatchEvent(new CustomEvent("editor-arrives", { bubbles: true }));
export const onArrival = (act) => {
  act(document);
  document.addEventListener("editor-arrives", ({ target }) => act(target));
};

/** A sentence of the template with its blanks filled: fill(box.dataset.line, { line: 3 }). */
export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (blank, name) => values[name] ?? blank);

/** Select [start, end). What was typed before is a step of its own for Ctrl+Z: browsers take whole runs back at once. */
function selectAnew(area, start, end) {
  area.setSelectionRange(0, 0);
  area.setSelectionRange(area.value.length, area.value.length);
  area.setSelectionRange(start, end);
}

/** Put `text` in place of [start, end). The caret comes to stand behind it. */
export function replace(area, start, end, text) {
  if (start === end && !text) return;
  selectAnew(area, start, end);
  if (document.activeElement === area && document.execCommand(text ? "insertText" : "delete", false, text)) {
    selectAnew(area, area.selectionEnd, area.selectionEnd);
    return;
  }
  area.setRangeText(text, start, end, "end"); // without the focus there is nothing to undo in
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/** The same behind the writer's back: caret, selection and the page's scroll stay where they are. */
export function replaceQuietly(area, start, end, text) {
  const moved = (place) => {
    if (place <= start) return place;
    return place >= end ? place + text.length - (end - start) : Math.min(place, start + text.length);
  };
  const { selectionStart, selectionEnd, selectionDirection } = area;
  const { scrollX, scrollY } = window;
  replace(area, start, end, text);
  area.setSelectionRange(moved(selectionStart), moved(selectionEnd), selectionDirection);
  window.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
}

/** Type a block of Markdown at the caret, on lines of its own. Returns where it begins. */
export function insertBlock(area, text) {
  const { value, selectionStart: start, selectionEnd: end } = area;
  const before = value.slice(0, start).match(/\n{0,2}$/)[0].length;
  const after = value.slice(end).match(/^\n{0,2}/)[0].length;
  const lead = start - before ? "\n".repeat(2 - before) : "";
  replace(area, start, end, `${lead}${text}${"\n".repeat(end + after < value.length ? 2 - after : 0)}`);
  return start + lead.length;
}

/** Offset at which a line (from 1) begins; that of the line behind the last one is the text's length + 1. */
export function lineStart(text, line) {
  let start = 0;
  while (--line > 0) {
    const end = text.indexOf("\n", start);
    if (end < 0) return text.length + 1;
    start = end + 1;
  }
  return start;
}

const count = (text, pattern) => text.match(pattern)?.length ?? 0;

/** Whether the text up to here ends inside a code fence. */
export const isInFence = (before) => count(before, /^[ >]*(```|~~~)/gm) % 2 === 1;

/** Whether it ends inside a formula: an odd number of $ (or an open $$) since the last empty line. */
export function isInFormula(before) {
  const paragraph = before.slice(before.lastIndexOf("\n\n") + 1).replace(/\\\$/g, "");
  const outside = paragraph.replace(/\$\$[^$]*\$\$/g, "");
  return outside.includes("$$") || count(outside, /\$/g) % 2 === 1;
}
