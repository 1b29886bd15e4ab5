// Enter in a list begins the next item; Enter in an empty one ends the list. Shift+Enter is a plain line break.
import { isArea, isInFence, replace } from "./field.js";

const LINE = /^((?: {0,3}> ?)*)((\s*)(?:([-*+])|(\d{1,8})([.)]))( \[[ xX]\])?[ \t]+)?/;

let plain = false;

function marker([, quote, item, indent, bullet, number, dot, task]) {
  if (!item) return quote;
  return `${quote}${indent}${bullet ?? Number(number) + 1 + dot}${task ? " [ ]" : ""} `;
}

function breakLine(area) {
  const { value, selectionStart: caret } = area;
  const start = value.lastIndexOf("\n", caret - 1) + 1;
  const end = (value.indexOf("\n", caret) + 1 || value.length + 1) - 1;
  const found = value.slice(start, end).match(LINE);
  const [mark, quote, item] = found;
  if (!mark.trim() || caret < start + mark.length || isInFence(value.slice(0, start))) return false;
  if (value.slice(start + mark.length, end).trim()) replace(area, caret, caret, `\n${marker(found)}`);
  else replace(area, item ? start + quote.length : start, end, "");
  return true;
}

document.addEventListener("keydown", (event) => {
  plain = event.shiftKey;
});

document.addEventListener("beforeinput", (event) => {
  if (event.inputType !== "insertLineBreak" || event.isComposing || plain || !isArea(event.target)) return;
  const area = event.target;
  if (area.selectionStart === area.selectionEnd && breakLine(area)) event.preventDefault();
});
