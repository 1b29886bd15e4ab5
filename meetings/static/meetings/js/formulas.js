// The palette of formulas: arrows move, Enter takes, Escape leaves. The first thing to fill in is selected, or it is what
// was selected before.
import { areaOf, boxOf, insertBlock, isInFormula, part, replace, say } from "./field.js";
import { borrow } from "./pages.js";

const shownIn = (element) => element.closest(".editor-formulas");

async function open(box) {
  const palette = part(box, "formulas");
  if (!palette.hidden) return close(box);
  if (!palette.firstChild) {
    const list = await borrow(box.dataset.formulas, ".formulas");
    if (!list) return say(box, box.dataset.unreachable);
    palette.append(...[...list.children].map(choice));
  }
  palette.hidden = false;
  select(palette.querySelector("button"));
}

/** A row of the page as a button. */
function choice(row) {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-label", row.querySelector(".formula-name").textContent);
  button.append(row.querySelector(".formula-set"), row.querySelector(".formula-name"));
  Object.assign(button.dataset, row.dataset);
  return button;
}

function close(box) {
  part(box, "formulas").hidden = true;
  areaOf(box).focus({ preventScroll: true });
}

function select(button) {
  for (const other of shownIn(button).querySelectorAll("button")) other.tabIndex = other === button ? 0 : -1;
  button.focus();
}

/** The button that an arrow leads to: in the row beside, in other rows the one above or below. */
function neighbour(buttons, from, key) {
  const at = buttons.indexOf(from);
  const { offsetLeft, offsetTop } = from;
  const below = (button) => button.offsetLeft === offsetLeft && button.offsetTop > offsetTop;
  const above = (button) => button.offsetLeft === offsetLeft && button.offsetTop < offsetTop;
  const found = {
    ArrowRight: () => buttons[at + 1],
    ArrowLeft: () => buttons[at - 1],
    ArrowDown: () => buttons.find(below),
    ArrowUp: () => buttons.findLast(above),
    Home: () => buttons[0],
    End: () => buttons.at(-1),
  }[key];
  return found && (found() ?? from);
}

/** Type the formula, whose first hole is marked ‹so›; in a formula bare, elsewhere in its dollar signs. */
function insert(box, { marked, display }) {
  const area = areaOf(box);
  close(box);
  const { value, selectionStart, selectionEnd } = area;
  const [before, hole, after] = marked.split(/[‹›]/);
  const filled = value.slice(selectionStart, selectionEnd) || hole;
  const isInside = isInFormula(value.slice(0, selectionStart));
  let from = selectionStart;
  if (isInside) replace(area, from, selectionEnd, before + filled + after);
  else if (display) from = insertBlock(area, `$$\n${before}${filled}${after}\n$$`) + 3;
  else replace(area, from++, selectionEnd, `$${before}${filled}${after}$`);
  from += before.length;
  area.setSelectionRange(from, from + filled.length);
}

document.addEventListener("click", ({ target }) => {
  const box = target.closest(".editor");
  if (target.closest('[data-md-button="formula"]')) open(box);
  const button = target.closest(".editor-formulas button");
  if (button) insert(box, button.dataset);
});

document.addEventListener("keydown", (event) => {
  const palette = event.target instanceof Element && shownIn(event.target);
  if (!palette) return;
  if (event.key === "Escape") {
    event.preventDefault();
    return close(boxOf(palette));
  }
  const next = neighbour([...palette.querySelectorAll("button")], event.target, event.key);
  if (!next) return;
  event.preventDefault();
  select(next);
});

document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const palette = target.closest?.(".editor-formulas");
  if (palette && relatedTarget && !palette.contains(relatedTarget)) palette.hidden = true;
});

document.addEventListener("pointerdown", ({ target }) => {
  for (const palette of document.querySelectorAll(".editor-formulas:not([hidden])")) {
    if (!palette.contains(target) && !target.closest('[data-md-button="formula"]')) palette.hidden = true;
  }
});
