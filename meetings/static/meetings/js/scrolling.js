// The preview goes with the text. Where a paragraph of the preview stands in the text is found by its first words; in
// between, the way is divided evenly. The text itself never scrolls: the page does, and the pane beside it follows.
import { areaOf, boxOf, isArea } from "./field.js";

const COPIED = ["font", "letterSpacing", "wordBreak", "overflowWrap", "lineBreak", "tabSize", "padding", "border"];
const LEAST_WORDS = 2; // characters

/** The first words of a block as they stand in the source: of a formula, its TeX. */
function firstWords(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: parent, data } = walker.currentNode;
    const isSource = !parent.closest(".katex") || parent.localName === "annotation";
    if (isSource && data.trim().length >= LEAST_WORDS) return data.trim().split("\n")[0].slice(0, 24);
  }
  return "";
}

/** Pairs [offset in the text, element of the preview], in order. */
function meetings(text, pane) {
  let from = 0;
  return [...pane.children].flatMap((block) => {
    const words = firstWords(block);
    const at = words ? text.indexOf(words, from) : -1;
    if (at < 0) return [];
    from = at + words.length;
    return [[text.lastIndexOf("\n", at) + 1, block]];
  });
}

/** How far down in the area each of the offsets stands, measured in a copy of it that nobody sees. */
function heights(area, offsets) {
  const copy = document.createElement("div");
  const style = getComputedStyle(area);
  for (const name of COPIED) copy.style[name] = style[name];
  copy.className = "editor-copy";
  copy.style.inlineSize = style.inlineSize;
  let from = 0;
  const marks = offsets.toSorted((a, b) => a - b).map((offset) => {
    const mark = document.createElement("span");
    copy.append(area.value.slice(from, offset), mark);
    from = offset;
    return [offset, mark];
  });
  copy.append(area.value.slice(from));
  area.parentElement.append(copy);
  const tops = new Map(marks.map(([offset, mark]) => [offset, mark.offsetTop]));
  copy.remove();
  return tops;
}

/** Where in the pane stands what stands `down` in the area; `pairs` are places known in both. */
function across(pairs, down) {
  let [[x, y]] = pairs;
  for (const [nextX, nextY] of pairs) {
    if (nextX > down) return y + ((down - x) / (nextX - x)) * (nextY - y);
    [x, y] = [nextX, nextY];
  }
  return y;
}

/** Bring the pane to the line that is being written, or to what stands in the middle of the screen. */
export function followText(box) {
  const area = areaOf(box);
  const pane = box.querySelector(".markdownx-preview");
  const [text, side] = [area.getBoundingClientRect(), pane.getBoundingClientRect()];
  if (pane.scrollHeight <= pane.clientHeight || side.left < text.right) return;
  const known = meetings(area.value, pane);
  const tops = heights(area, [area.selectionEnd, ...known.map(([offset]) => offset)]);
  const caret = tops.get(area.selectionEnd);
  const isSeen = document.activeElement === area && text.top + caret > 0 && text.top + caret < innerHeight;
  const down = isSeen ? caret : Math.min(Math.max(innerHeight / 2 - text.top, 0), text.height);
  const pairs = [[0, 0], ...known.map(([offset, block]) => [tops.get(offset), block.offsetTop])];
  const there = across([...pairs, [text.height, pane.scrollHeight]], down);
  pane.scrollTo({ top: there - (text.top + down - side.top), behavior: "instant" });
}

let [current, asked] = [document.querySelector(".editor"), false];

function soon() {
  if (asked || !current) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    if (current.isConnected) followText(current);
  });
}

document.addEventListener("focusin", ({ target }) => {
  if (isArea(target)) current = boxOf(target);
});
document.addEventListener("selectionchange", () => {
  if (isArea(document.activeElement)) soon();
});
document.addEventListener("scroll", soon, { passive: true });
