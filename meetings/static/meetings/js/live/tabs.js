// Two tabs of one reader: each sends its own letters. A lock tells who is alive, so that a closed tab's letters are
// taken over by one of the others and by no two. Without locks (plain HTTP) they may be sent twice, which does no harm.
import { newId } from "./page.js";

export const tab = newId();
const name = (id) => `tab:${id}`;

// Held for as long as this page lives.
navigator.locks?.request(name(tab), () => new Promise(() => {}));

export async function livingTabs() {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return held.filter((lock) => lock.name.startsWith("tab:")).map((lock) => lock.name.slice("tab:".length));
}

/** Run by one tab at a time. */
export function alone(act) {
  return navigator.locks ? navigator.locks.request("outbox", act) : act();
}
