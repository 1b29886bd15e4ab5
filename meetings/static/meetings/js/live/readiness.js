// What only writing needs comes after what reading needs: at the first sign of somebody, and soon without one, so that
// an editor still opens where the connection is lost then. What did not come is asked for again when the server is reached
// or an editor opens; until then that is a plain field.
import { hear } from "./bell.js";
import { fetchBlanks } from "./forms.js";
import { troubleNow } from "./line.js";

const SIGNS = ["pointermove", "pointerdown", "keydown", "focusin", "scroll"];
const AT_LATEST = 3000; // ms
let elements = null;

function prepare() {
  for (const sign of SIGNS) document.removeEventListener(sign, prepare, true);
  clearTimeout(timer);
  fetchBlanks();
  elements ??= import("../elements.js").catch(() => (elements = null));
}

const timer = setTimeout(prepare, AT_LATEST);
for (const sign of SIGNS) document.addEventListener(sign, prepare, { capture: true, passive: true });
hear("line", () => troubleNow() || prepare());
hear("editor", (opened) => opened && prepare());
