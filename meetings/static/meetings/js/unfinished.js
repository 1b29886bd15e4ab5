// Drafts as the minutes list them: the keys and the form in which drafts.js keeps them.
import { prefix, stored } from "./drafts.js";

const reader = document.querySelector('meta[name="reader"]')?.content;

/** Everything the reader left unfinished in this browser: [{ key, path, text, at }], also older ones below newer. */
export function unfinished() {
  const own = `${prefix}${reader}:`;
  const read = (store, key) => ({ key, path: key.slice(own.length).split(":")[0], ...JSON.parse(store.getItem(key)) });
  return stored((store) => Object.keys(store).filter((key) => key.startsWith(own)).map((key) => read(store, key))) ?? [];
}

/** Returns what brings it back; null if nothing is there any more: it was saved meanwhile, or another tab was faster. */
export function throwAway(key) {
  const draft = stored((store) => store.getItem(key));
  stored((store) => store.removeItem(key));
  return draft && (() => stored((store) => store.setItem(key, draft)));
}
