// Takes letters to the server, one after the other: what was refused or fails holds up its own row only, no connection
// holds up all. The same letter twice does no harm: a new row is known by its `sent_as`, and the same text again changes
// nothing.
import { hear, ring } from "./bell.js";
import { settled } from "../hangul.js";
import { lastAnswer, lost, reached, troubleNow } from "./line.js";
import { ask, renewToken } from "./network.js";
import { adopt, change, drop, isKnown, letters } from "./outbox.js";
import { words } from "./page.js";
import { alone, livingTabs, tab } from "./tabs.js";

const MOST_FAILURES = 5; // of one letter, while the server takes others

let [isRunning, isWanted] = [false, false];

export async function deliver() {
  isWanted = true;
  if (isRunning) return;
  isRunning = true;
  while (isWanted) {
    isWanted = false;
    await round();
  }
  isRunning = false;
  ring("outbox");
}

async function round() {
  const failed = new Set();
  for (let letter = next(failed); letter; letter = next(failed)) {
    await settled();
    let answer = await send(letter);
    if (answer.status === 403 && !["final", "right"].includes(answer.body.reason)) answer = await sendAnew(letter);
    await settled();
    if (answer.status === 500) failed.add(letter);
    if (isKnown(letter) && !take(letter, answer)) return;
  }
}

/** The oldest that waits, of each row, since what comes later goes on from it. Who failed last comes last. */
function next(failed = new Set()) {
  const [held, ready] = [new Set(), []];
  for (const letter of letters()) {
    const place = letter.row ?? letter.id; // of a new row there is nothing older
    if (letter.state === "waiting" && !held.has(place) && !failed.has(letter)) ready.push(letter);
    held.add(place);
  }
  return ready.sort((one, other) => (one.failedAt ?? 0) - (other.failedAt ?? 0))[0] ?? null;
}

/** Whether something is to be sent, be it under way. */
export const isWaiting = () => next() !== null;

function send(letter) {
  const fields = letter.method === "POST" ? letter.fields : [...letter.fields, ["_method", letter.method]];
  return ask(letter.url, { method: "POST", fields });
}

/** A sign-in since the page was opened makes its token worthless. */
async function sendAnew(letter) {
  const who = await renewToken();
  if (who === "out") return { status: 401, body: {} };
  if (who === "other") return { status: 401, body: {}, isOther: true };
  if (who === "none") return { status: 0, body: {} };
  await settled();
  return send(letter);
}

/** Whether the round goes on. */
function take(letter, { status, body, isOther }) {
  if (status === 401) return lost(isOther ? "other" : "out") ?? false;
  if (status === 0 || status === 429 || status >= 500) return failed(letter, status);
  reached();
  if (status === 200 || status === 201) {
    drop(letter);
    ring("acknowledged", { letter, body });
  } else if ([409, 410].includes(status) && body.form) {
    change(letter, { state: "conflict" });
    ring("conflict", { letter, body });
  } else refuse(letter, body, { 404: words.rowGone, 413: words.tooLong }[status] ?? words.notTaken);
  return true;
}

/** Of an error of ours the others know nothing; whatever else it is would meet them too, and passes. */
function failed(letter, status) {
  const isItsOwn = status === 500 && lastAnswer() > (letter.failedAt ?? 0);
  const failures = (letter.failures ?? 0) + isItsOwn;
  change(letter, { failures, failedAt: Date.now() });
  if (failures >= MOST_FAILURES) return refuse(letter, {}, words.notTaken) ?? true;
  lost(status ? "server" : "offline");
  return status === 500;
}

function refuse(letter, { form, sentence }, otherwise) {
  if (letter.isAct) return drop(letter) ?? ring("declined", { letter, sentence: sentence || otherwise }); // no text is lost
  change(letter, { state: "refused", reason: sentence || otherwise });
  return ring("refused", { letter, form });
}

/** What a tab left behind that was closed or killed. */
export async function takeOver() {
  try {
    await alone(async () => adopt(tab, await livingTabs()));
  } finally {
    ring("read");
  }
  deliver();
}

hear("try", deliver);
hear("line", () => troubleNow() || takeOver());
document.addEventListener("visibilitychange", () => document.hidden || takeOver());
