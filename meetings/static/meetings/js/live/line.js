// Whether the server is reached. After a failure everything tries again together: after 1, 2, 4 … 30 s, and at once when
// the browser says that it is online or somebody looks at the page again.
import { ring } from "./bell.js";

const LONGEST = 30_000; // ms

let [trouble, since, tries, timer, answeredAt] = [null, 0, 0, 0, 0];

/** null, "offline", "server", "out" (signed out) or "other" (somebody else is signed in). */
export const troubleNow = () => trouble;
export const troubleSince = () => since;

/** When the server last took or told something, whatever else it fails at. */
export const lastAnswer = () => answeredAt;
export const answered = () => (answeredAt = Date.now());

export function reached() {
  const before = trouble;
  answered();
  clearTimeout(timer);
  [trouble, tries, timer] = [null, 0, 0];
  if (before) ring("line", before);
}

export function lost(reason) {
  const before = trouble;
  trouble = reason;
  since = before ? since : Date.now();
  if (!timer) timer = setTimeout(tryAgain, Math.min(1000 * 2 ** tries++, LONGEST));
  if (before !== reason) ring("line", before);
}

export function tryAgain() {
  clearTimeout(timer);
  timer = 0;
  ring("try");
}

function tryAtOnce() {
  if (!trouble) return;
  tries = 0;
  tryAgain();
}

addEventListener("online", tryAtOnce);
addEventListener("offline", () => lost("offline"));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && tryAtOnce());
