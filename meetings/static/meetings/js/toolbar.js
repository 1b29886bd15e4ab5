// The toolbar is GitHub's element; this names its field (the admin renumbers copied rows, but not this attribute) and
// keeps the focus where it was when a button is pressed: the keyboard of a phone stays.
import "../vendor/markdown-toolbar-element/index.js";
import { areaOf, boxOf, replace } from "./field.js";

const ACTIONS = {
  reference(area) {
    const { value, selectionStart: start, selectionEnd: end } = area;
    area.focus();
    replace(area, start, end, `${/(^|[\s([])$/.test(value.slice(0, start)) ? "" : " "}[[`);
  },
};

function knowField(event) {
  const toolbar = event.target.closest?.("markdown-toolbar");
  if (toolbar) toolbar.setAttribute("for", areaOf(boxOf(toolbar)).id);
}

for (const type of ["click", "keydown"]) document.addEventListener(type, knowField, true);

document.addEventListener("mousedown", (event) => {
  const toolbar = event.target.closest("markdown-toolbar");
  if (toolbar && areaOf(boxOf(toolbar)) === document.activeElement) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const action = ACTIONS[event.target.closest("markdown-toolbar [data-md-button]")?.dataset.mdButton];
  if (action) action(areaOf(boxOf(event.target)));
});
