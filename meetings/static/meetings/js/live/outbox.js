// What was saved here and not yet there. A letter is stored before it is sent and stays until the server has it; each
// stands under a key of its own, so that two tabs of one reader don't write over each other.
import { ring } from "./bell.js";
import { newId, reader, root } from "./page.js";

const own = `outbox:${reader}:`;
const kept = new Map(); // id → letter: those of this tab, also where the browser refuses to store
const unsafe = new Set(); // ids of those that it refused
let last = 0;

const keyOf = ({ id, of }) => `${own}${of}:${id}`;

/** Whether everything that waits would survive this tab. */
export const isSafe = () => !unsafe.size;

/** Those of another day's minutes go out from here too, and change nothing on this page. */
export const isOfPage = ({ of }) => of === root.dataset.changes;
export const pageOf = ({ of }) => of.replace(/changes\/$/, "");

function write(letter) {
  try {
    localStorage.setItem(keyOf(letter), JSON.stringify(letter));
    unsafe.delete(letter.id);
  } catch {
    unsafe.add(letter.id);
  }
}

function storedLetters() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(own));
    const found = keys.map((key) => ({ ...JSON.parse(localStorage.getItem(key)), of: key.slice(own.length).split(":")[0] }));
    return found.filter(({ id }) => id);
  } catch {
    return [];
  }
}

export const letters = () => [...kept.values()].sort((one, other) => one.at - other.at);
export const letterFor = (row) => letters().find((letter) => letter.row === row) ?? null;
export const isKnown = ({ id }) => kept.has(id);

/** Letters in the browser that no living tab looks after are taken over. `tab`: ours, `alive`: all there are. */
export function adopt(tab, alive) {
  const found = storedLetters().filter((letter) => !isKnown(letter) && !alive.includes(letter.tab));
  for (const letter of found) {
    const adopted = { ...letter, tab, state: letter.state === "conflict" ? "waiting" : letter.state };
    kept.set(letter.id, adopted);
    write(adopted);
  }
  if (found.length) ring("outbox");
}

/** A new letter, stored; `parts` are its url, fields and what the page wants to know of it. */
export function post(parts) {
  last = Math.max(Date.now(), last + 1);
  const letter = { id: newId(), of: root.dataset.changes, method: "POST", at: last, state: "waiting", ...parts };
  keep(letter);
  return letter;
}

export function keep(letter) {
  kept.set(letter.id, letter);
  write(letter);
  ring("outbox");
}

/** Not of one that is gone by now: it would come back. */
export function change(letter, more) {
  Object.assign(letter, more);
  if (isKnown(letter)) keep(letter);
}

export function drop(letter) {
  kept.delete(letter.id);
  unsafe.delete(letter.id);
  try {
    localStorage.removeItem(keyOf(letter));
  } catch {
    // then it was never stored
  }
  for (const id of unsafe) write(kept.get(id)); // there may be room now
  ring("outbox");
}
