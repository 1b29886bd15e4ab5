// A text grows with what is written and never scrolls inside: CSS does it (field-sizing); this is for browsers without.
import { isArea } from "./field.js";

function grow(area) {
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}

if (!CSS.supports("field-sizing", "content")) {
  document.addEventListener("input", ({ target }) => isArea(target) && grow(target));
  document.addEventListener("focusin", ({ target }) => isArea(target) && grow(target));
  for (const area of document.querySelectorAll(".markdownx-editor")) grow(area);
}
