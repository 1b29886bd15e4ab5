// A text grows with what is written and never scrolls inside: CSS does it (field-sizing); this is for browsers without.
import { isArea, onArrival } from "./field.js";

function grow(area) {
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}

if (!CSS.supports("field-sizing", "content")) {
  document.addEventListener("input", ({ target }) => isArea(target) && grow(target));
  document.addEventListener("focusin", ({ target }) => isArea(target) && grow(target));
  onArrival((root) => root.querySelectorAll(".markdownx-editor").forEach(grow));
}
