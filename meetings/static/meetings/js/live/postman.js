// Takes letters to the server, one after the other: what was refused holds up its own row only, no connection holds up
// all. The same letter twice does no harm: a new row is known by its `sent_as`, and the same text again changes nothing.
import { hear, ring } from "./bell.js";
import { settled } from "../hangul.js";
import { lost, reached, troubleNow } from "./line.js";
import { ask, renewToken } from "./network.js";
import { adopt, change, drop, letters } from "./outbox.js";
import { words } from "./page.js";
import { alone, livingTabs, tab } from "./tabs.js";

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
  for (let letter = next(); letter; letter = next()) {
    await settled();
    let answer = await send(letter);
    if (answer.status === 403 && !["final", "right"].includes(answer.body.reason)) answer = await sendAnew(letter);
    await settled();
    if (!take(letter, answer)) return;
  }
}

/** The oldest that waits, unless an older one of the same row is still to be decided. */
function next() {
  const held = new Set();
  for (const letter of letters()) {
    if (letter.state === "waiting" && !held.has(letter.row)) return letter;
    held.add(letter.row);
  }
  return null;
}

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
  if (status === 0) return lost("offline") ?? false;
  if (status === 429 || status >= 500) return lost("server") ?? false;
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

function refuse(letter, { form, sentence }, otherwise) {
  if (letter.isAct) return drop(letter) ?? ring("declined", { letter, sentence: sentence || otherwise }); // no text is lost
  change(letter, { state: "refused", reason: sentence || otherwise });
  return ring("refused", { letter, form });
}

/** What a tab left behind that was closed or killed. */
export async function takeOver() {
  let found = [];
  try {
    found = await alone(async () => adopt(tab, await livingTabs()));
  } finally {
    ring("read");
  }
  if (found.length) ring("adopted", found);
  deliver();
}

hear("try", deliver);
hear("line", () => troubleNow() || deliver());
