// One line below a row that says what became of it. The next one takes its place.
import { copyOf, rowOnThread } from "./page.js";
import { hear, ring } from "./bell.js";

const KEPT = 30_000; // ms

let timer = 0;

function clear() {
  clearTimeout(timer);
  document.querySelector(".row-note")?.remove();
}

/** Say something below a row, with an element to go on by. Returns null. */
export function tell(row, sentence, more) {
  clear();
  const line = copyOf("note");
  if (more) line.append(" ", more);
  (rowOnThread(row) ?? row)?.after(line);
  line.firstElementChild.textContent = sentence; // once it is in the page, so that it is read out
  timer = setTimeout(() => line.contains(document.activeElement) || line.remove(), KEPT);
  return null;
}

export function merged({ row }, { sentence }) {
  const there = document.getElementById(row);
  const link = copyOf("seen");
  link.href = there?.dataset.history ?? "";
  tell(there, sentence, there?.dataset.history && link);
}

/** Where the row was, with the way back. */
export function removed({ row }, { sentence, undo }) {
  const there = document.getElementById(row);
  const button = copyOf("undo");
  const hadFocus = there?.contains(document.activeElement) || document.activeElement === document.body;
  tell(there, sentence, button);
  button.addEventListener("click", () => {
    clear();
    ring("undo", { row, url: undo, text: sentence });
  });
  if (hadFocus) button.focus({ preventScroll: true });
}

hear("declined", ({ letter, sentence }) => tell(document.getElementById(letter.row), sentence));
hear("editor", (opened) => opened && clear());
