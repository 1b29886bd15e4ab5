// After a long absence more has changed than is worth sending piece by piece: the page loads itself again, as soon as
// nothing that is typed here would be under way.
import { hear } from "./bell.js";
import { editors, isWriting } from "./editors.js";
import { letters } from "./outbox.js";

let isDue = false;

function reload() {
  if (isDue && !editors().length && !isWriting() && !letters().length) location.reload();
}

hear("reload", () => {
  isDue = true;
  reload();
});
for (const name of ["editor", "outbox"]) hear(name, reload);
