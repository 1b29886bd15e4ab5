// Asks every two seconds what changed, more rarely when nobody looks or nothing was done for five minutes. One request
// at a time, and none while a syllable is being composed.
import { hear, ring } from "./bell.js";
import { apply } from "./fragments.js";
import { writtenAt } from "./editors.js";
import { settled } from "../hangul.js";
import { answered, lost, reached, troubleNow } from "./line.js";
import { ask, renewToken } from "./network.js";
import { isWritable, reader, root } from "./page.js";
import { isWaiting } from "./postman.js";

const [LOOKED_AT, IDLE, HIDDEN] = [2000, 8000, 15_000]; // ms; who looks, even idly, asks before they count as gone
const OVER = 60_000; // ms until minutes that are gone, or no more the reader's, are asked for again
const IDLE_AFTER = 5 * 60 * 1000;
const tab = Math.floor(Math.random() * 1000); // one person may have the minutes open in several

let [since, here, timer, isAsking, isWanted, isOver] = [root.dataset.revision, "", 0, false, false, false];
let active = Date.now();

const isAway = () => document.visibilityState === "hidden";

function pause() {
  if (isOver) return OVER;
  if (isAway()) return HIDDEN;
  return Date.now() - active > IDLE_AFTER ? IDLE : LOOKED_AT;
}

export async function poll() {
  clearTimeout(timer);
  isWanted = isAsking;
  if (isAsking) return;
  isAsking = true;
  await settled();
  const address = new URL(root.dataset.changes, location.href);
  const editing = isAway() ? "" : (writtenAt()?.place ?? "");
  const away = isAway() ? 1 : "";
  address.search = new URLSearchParams({ since, here, reader, tab, editing, away, next: location.pathname });
  const { status, body } = await ask(address);
  await settled();
  isAsking = false;
  const isAnswered = take(status, body);
  if (isWanted) poll();
  else if (isAnswered) timer = setTimeout(poll, pause());
}

/** Whether to ask again after a while; after trouble all try again together (line.js). */
function take(status, body) {
  if (status === 401) return lost(body.reason === "other" ? "other" : "out") ?? false;
  if (![200, 204, 403, 404].includes(status)) return lost(status ? "server" : "offline") ?? false;
  if (["out", "other"].includes(troubleNow())) {
    returned();
    return false;
  }
  answered();
  if (!isWaiting()) reached(); // else it is the letters that are not taken
  end(status >= 400);
  if (status === 200) show(body);
  return true;
}

function end(isNow) {
  if (isNow === isOver) return;
  isOver = isNow;
  if (isOver) ring("people", []);
  ring("over", isOver);
}

/** Signed in again: as the same person? What waits here is of one of them only. */
async function returned() {
  const who = await renewToken();
  if (who === "same") reached();
  else lost({ other: "other", out: "out" }[who] ?? "offline");
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
document.addEventListener("visibilitychange", () => isAway() || poll());
addEventListener("pageshow", ({ persisted }) => persisted && poll());
hear("try", poll);
hear("line", () => !troubleNow() && poll());
hear("acknowledged", poll);
