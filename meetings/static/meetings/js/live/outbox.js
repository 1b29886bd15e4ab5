// What was saved here and not yet there. A letter is stored before it is sent and stays until the server has it; each
// stands under a key of its own, so that two tabs of one reader don't write over each other.
import { ring } from "./bell.js";
import { newId, reader, root } from "./page.js";

const prefix = `outbox:${reader}:${root.dataset.changes}:`;
const kept = new Map(); // id → letter: those of this tab, also where the browser refuses to store
let [last, isStored] = [0, true];

/** Whether everything that waits would survive this tab. */
export const isSafe = () => isStored;

function write(letter) {
  try {
    localStorage.setItem(prefix + letter.id, JSON.stringify(letter));
    return true;
  } catch {
    return false;
  }
}

function storedLetters() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    return keys.map((key) => JSON.parse(localStorage.getItem(key))).filter(Boolean);
  } catch {
    return [];
  }
}

export const letters = () => [...kept.values()].sort((one, other) => one.at - other.at);
export const letterFor = (row) => letters().find((letter) => letter.row === row) ?? null;
export const isKnown = (id) => kept.has(id);

/** Letters in the browser that no living tab looks after are taken over. `tab`: ours, `alive`: all there are. */
export function adopt(tab, alive) {
  const found = storedLetters().filter(({ id, tab: of }) => !kept.has(id) && (of === tab || !alive.includes(of)));
  for (const letter of found) {
    const adopted = { ...letter, tab, state: letter.state === "conflict" ? "waiting" : letter.state };
    kept.set(letter.id, adopted);
    write(adopted);
  }
  if (found.length) ring("outbox");
  return found.map(({ id }) => kept.get(id));
}

/** A new letter, stored; `parts` are its url, fields and what the page wants to know of it. */
export function post(parts) {
  last = Math.max(Date.now(), last + 1);
  const letter = { id: newId(), method: "POST", at: last, state: "waiting", ...parts };
  change(letter, {});
  return letter;
}

export function change(letter, more) {
  Object.assign(letter, more);
  kept.set(letter.id, letter);
  isStored = write(letter);
  ring("outbox");
}

export function drop({ id }) {
  kept.delete(id);
  try {
    localStorage.removeItem(prefix + id);
  } catch {
    // then it was never stored
  }
  isStored ||= [...kept.values()].every(write);
  ring("outbox");
}
