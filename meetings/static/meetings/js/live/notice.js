// One sentence above the page when sending does not work: why, how much is only here, and what happens next.
import { hear } from "./bell.js";
import { areDraftsSafe } from "../drafts.js";
import { fill } from "../field.js";
import { conflicts, goToConflict } from "./conflicts.js";
import { isWriting } from "./editors.js";
import { troubleNow, troubleSince, tryAgain } from "./line.js";
import { isSafe, letters } from "./outbox.js";
import { clock, copyOf, noticeAt as place, words } from "./page.js";

let [shown, hadWaiting, isOver] = ["", 0, false];

function sentence() {
  const values = { time: clock(troubleSince()), count: letters().length };
  if (isOver) return words.over;
  if (!isSafe() || !areDraftsSafe()) return words.notStored;
  const trouble = troubleNow();
  if (trouble === "offline") return fill(values.count ? words.offlineCount : words.offline, values);
  if (trouble === "server") return values.count || isWriting() ? words.server : words.behind;
  return { out: words.out, other: words.other }[trouble] ?? "";
}

function show() {
  const text = sentence() + (conflicts().length && troubleNow() ? ` ${words.conflictToo}` : "");
  if (text === shown || (!text && shown === "sent")) return; // which goes by itself
  shown = text;
  if (!text) return place.replaceChildren();
  const line = copyOf("trouble");
  place.replaceChildren(line); // in the page first, so that it is read out
  line.querySelector("span").textContent = text;
  const names = { out: ["sign-in"], other: ["sign-out"], offline: ["again"], server: ["again"] }[troubleNow()] ?? [];
  if (conflicts().length) names.push("to-conflict");
  line.querySelector("p").append(...names.flatMap((name) => [" ", offer(name)]));
}

function offer(name) {
  const element = copyOf(name);
  if (name === "again") element.addEventListener("click", tryAgain);
  if (name === "to-conflict") element.addEventListener("click", () => goToConflict());
  return element;
}

/** What was kept here went out: say how much, once. */
function tellSent() {
  const line = copyOf("sent");
  place.replaceChildren(line);
  line.querySelector("span").textContent = fill(words.sent, { count: hadWaiting });
  shown = "sent";
  hadWaiting = 0;
  setTimeout(() => line.isConnected && place.replaceChildren(), 10_000);
}

function changed() {
  const left = letters().length;
  if (troubleNow()) hadWaiting = Math.max(hadWaiting, left);
  else if (hadWaiting && !left) return tellSent();
  return show();
}

for (const name of ["line", "outbox", "editor", "typed"]) hear(name, changed);
document.addEventListener("drafts", changed);
hear("over", (isNow) => {
  isOver = isNow;
  show();
});
