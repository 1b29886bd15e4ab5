// The light that never lies: saved when the server has everything that was typed here, writing while something is not
// sent, not saved when sending does not work.
import { areDraftsSafe } from "../drafts.js";
import { hear } from "./bell.js";
import { editors, isWriting } from "./editors.js";
import { troubleNow } from "./line.js";
import { isSafe, letters } from "./outbox.js";
import { words } from "./page.js";
import { isAnyUnfinished } from "./unsent.js";

const light = document.getElementById("save-light");
let [shown, isRead] = ["", false]; // what an earlier page left behind has to be looked through first

function stateNow() {
  const waiting = letters();
  const isWaiting = waiting.length > 0 || isWriting() || isAnyUnfinished();
  const isStored = isSafe() && areDraftsSafe();
  const isRefused = waiting.some(({ state }) => state !== "waiting") || editors().some((editor) => editor.isRefused);
  if (isRefused || !isStored || (isWaiting && troubleNow())) return "unsaved";
  return isWaiting ? "writing" : "saved";
}

/** Said once a change: the words are set anew only when they are others. */
function show() {
  const now = stateNow();
  if (!isRead || now === shown || !light) return;
  shown = now;
  light.dataset.state = now;
  light.querySelector("span").textContent = words[now];
}

for (const name of ["typed", "editor", "outbox", "line", "unfinished"]) hear(name, show);
hear("read", () => {
  isRead = true;
  show();
});
document.addEventListener("input", show);
addEventListener("beforeunload", (event) => {
  if (!isSafe() || !areDraftsSafe()) event.preventDefault();
});
