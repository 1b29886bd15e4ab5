// The row that keys are for: reached by J and K, by a click or by the focus. It carries the focus itself, so that the
// browser's own keys go on from there.
import { hear } from "./bell.js";
import { rowOf } from "./page.js";

let id = null;

export const currentRow = () => document.getElementById(id);

function makeCurrent(row) {
  if (row?.id === id && row?.classList.contains("is-current")) return;
  for (const other of document.querySelectorAll(".is-current[data-noun]")) other.classList.remove("is-current");
  id = row?.id ?? null;
  row?.classList.add("is-current");
}

export function goTo(row) {
  if (!row) return;
  makeCurrent(row);
  if (!row.matches("a, button")) row.tabIndex = -1;
  row.focus({ preventScroll: true });
  const { top, bottom } = row.getBoundingClientRect();
  if (top < 64 || bottom > innerHeight) row.scrollIntoView({ block: top < 64 ? "start" : "nearest", behavior: "instant" });
}

/** The next row down the page (by = 1) or up; the add rows of the parts are stations too. */
export function step(by) {
  const stations = [...document.querySelectorAll("[data-part] :is([data-noun]:not(form), [data-add])")].filter(
    (one) => one.offsetParent !== null,
  );
  const here = document.activeElement?.matches("[data-add]") ? document.activeElement : currentRow();
  const at = stations.indexOf(here);
  goTo(stations[at < 0 ? (by > 0 ? 0 : stations.length - 1) : at + by]);
}

/** Do with a row what one of its words says. */
export function act(row, name) {
  const control = [...row.querySelectorAll(`[data-act="${name}"]`)].find((one) => rowOf(one) === row);
  control?.click();
  return Boolean(control);
}

// A press on plain text takes the focus to the page: were the row let go then, its words would, and the click miss.
document.addEventListener("focusin", ({ target }) => {
  if (rowOf(target) || target.closest("[data-part]")) makeCurrent(rowOf(target));
});
document.addEventListener("click", ({ target }) => {
  const row = rowOf(target);
  if (row) makeCurrent(row);
});
hear("focus", goTo);
hear("saved", ({ editor: { row } }) => row && goTo(document.getElementById(row)));
