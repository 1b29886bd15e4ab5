// What was saved here shows at once, as it was written, and is replaced by the server's row once that is there.
import { hear } from "./bell.js";
import { letters } from "./outbox.js";
import { copyOf, rowsIn, words } from "./page.js";

const elements = new Map(); // id of a letter → what stands for it

const bodyOf = (row) => (row.matches(".said") ? row : row.querySelector(".row-body"));

/** Show a letter. `html`: what the preview made of the same text, if it had the time. */
export function showPending(letter, html) {
  const shown = document.createElement("div");
  shown.className = "pending prose";
  shown.dataset.letter = letter.id;
  if (html) shown.innerHTML = html;
  else shown.textContent = letter.text;
  if (!html) shown.classList.add("is-plain");
  const row = letter.row && document.getElementById(letter.row);
  if (row) {
    row.classList.add("is-pending");
    bodyOf(row).prepend(shown);
  } else place(letter, shown);
  elements.set(letter.id, shown);
  mark();
}

function place(letter, shown) {
  const question = letter.part && document.getElementById(letter.part);
  if (question?.dataset.noun) return question.querySelector(".row-body").append(shown);
  const row = copyOf("new-row");
  row.querySelector(".row-body").append(shown);
  return rowsIn(question)?.append(row);
}

export function dropPending({ id, row }) {
  const shown = elements.get(id);
  elements.delete(id);
  (shown?.closest(".row-new") ?? shown)?.remove();
  const there = row && document.getElementById(row);
  if (there && !there.querySelector(":scope > .pending, :scope > .row-body > .pending")) there.classList.remove("is-pending");
}

/** Those that cannot go now say so. */
function mark() {
  for (const letter of letters()) {
    const shown = elements.get(letter.id);
    if (!shown) continue;
    const isStuck = Boolean(letter.isLate) || letter.state !== "waiting";
    if (isStuck) shown.dataset.note = letter.reason ?? words.onlyHere;
    else delete shown.dataset.note;
    const disc = shown.closest(".row-new")?.querySelector(".mark");
    disc?.classList.toggle("mark-unsent", isStuck);
  }
}

hear("outbox", mark);
