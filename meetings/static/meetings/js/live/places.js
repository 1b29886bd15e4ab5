// A row goes up or down among those of its kind. The server is told below which one it comes to stand, so that being told
// twice moves it once; the page shows it at once.
import { hear } from "./bell.js";
import { send } from "./saving.js";

const back = new Map(); // id of a letter → what puts the row back

const keyOf = (row) => row?.id.replace(/^\D+/, "") ?? "";

export function move(row, url, isUp) {
  const rows = [...row.parentElement.children].filter((one) => one.dataset.noun === row.dataset.noun);
  const at = rows.indexOf(row);
  const other = rows[isUp ? at - 1 : at + 1];
  if (!other) return;
  const letter = send(url, [["after", keyOf(isUp ? rows[at - 2] : other)]], { row: row.id, noun: row.dataset.noun });
  if (other !== (isUp ? row.previousElementSibling : row.nextElementSibling)) return; // past a review, with what is below it
  pass(other, row, isUp);
  back.set(letter.id, () => pass(other, row, !isUp));
}

/** It is the other one that is moved: this one has the focus. */
function pass(other, row, isUp) {
  if (isUp) row.after(other);
  else row.before(other);
}

hear("declined", ({ letter }) => back.get(letter.id)?.());
