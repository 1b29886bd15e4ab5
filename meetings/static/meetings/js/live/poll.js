// Asks every two seconds what changed, more rarely when nobody looks or nothing was done for five minutes. One request
// at a time, and none while a syllable is being composed.
import { hear, ring } from "./bell.js";
import { apply } from "./fragments.js";
import { writtenAt } from "./editors.js";
import { settled } from "../hangul.js";
import { lost, reached, troubleNow } from "./line.js";
import { ask, renewToken } from "./network.js";
import { letters } from "./outbox.js";
import { isWritable, root } from "./page.js";

const [LOOKED_AT, IDLE, HIDDEN] = [2000, 8000, 15_000]; // ms; who looks, even idly, asks before they count as gone
const IDLE_AFTER = 5 * 60 * 1000;

let [since, here, timer, isAsking, isWanted, isOver] = [root.dataset.revision, "", 0, false, false, false];
let active = Date.now();

function pause() {
  if (document.visibilityState === "hidden") return HIDDEN;
  return Date.now() - active > IDLE_AFTER ? IDLE : LOOKED_AT;
}

export async function poll() {
  clearTimeout(timer);
  isWanted = isAsking;
  if (isAsking || isOver) return;
  isAsking = true;
  await settled();
  const address = new URL(root.dataset.changes, location.href);
  address.search = new URLSearchParams({ since, here, editing: writtenAt()?.place ?? "" });
  const { status, body } = await ask(address);
  await settled();
  isAsking = false;
  take(status, body);
  if (isWanted) poll();
  else if (!isOver && !troubleNow()) timer = setTimeout(poll, pause());
}

function take(status, body) {
  if (status === 200 || status === 204) {
    if (["out", "other"].includes(troubleNow())) return returned();
    if (troubleNow() !== "server" || !letters().length) reached(); // else it is the letters that are not taken
    if (status === 200) show(body);
  } else if (status === 404 || status === 403) {
    isOver = true;
    ring("over");
  } else lost({ 0: "offline", 401: "out" }[status] ?? "server");
}

/** Signed in again: as the same person? What waits here is of one of them only. */
async function returned() {
  const who = await renewToken();
  if (who === "same") reached();
  else lost({ other: "other", out: "out" }[who] ?? "offline");
  poll();
}

function show({ revision, fragments = [], order, people, here: hash, reload, writable = isWritable }) {
  if (reload || writable !== isWritable) ring("reload"); // or finalised, or open again
  if (reload) return;
  since = revision ?? since;
  here = hash ?? here;
  apply(fragments, { order, revision });
  if (people) ring("people", people);
}

for (const type of ["keydown", "pointerdown", "pointermove", "input"]) {
  document.addEventListener(type, () => (active = Date.now()), { passive: true, capture: true });
}
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && poll());
addEventListener("pageshow", ({ persisted }) => persisted && poll());
hear("try", poll);
hear("line", () => !troubleNow() && poll());
hear("acknowledged", poll);
