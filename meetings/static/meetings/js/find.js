// The box of every page: `/` goes there, Escape leaves it and what is in it. Enter is the form's own.
import "./leaving.js";
import "./hangul.js"; // which has to see the first syllable begin, before finding.js is there

export const isField = (element) =>
  Boolean(element?.closest?.("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]"));

function enter() {
  const boxes = [...document.querySelectorAll("[data-find]")];
  const box = boxes.find((one) => one.offsetParent !== null);
  if (box) box.select();
  box?.focus();
  if (!box && boxes.length) location.assign(boxes[0].form.action); // a narrow page has no room for it
  return boxes.length > 0;
}

document.addEventListener("keydown", (event) => {
  const { key, target, isComposing, ctrlKey, metaKey, altKey, defaultPrevented } = event;
  if (isComposing || defaultPrevented || ctrlKey || metaKey || altKey) return;
  const isLeft = key === "Escape" && target.matches?.("[data-find]");
  if (isLeft) target.blur();
  else if (key !== "/" || isField(target) || document.querySelector("dialog[open]") || !enter()) return;
  event.preventDefault(); // browsers would empty the box, or write the slash into it
});

const find = document.querySelector(".find");

async function begin() {
  find.removeEventListener("input", begin);
  await import("./finding.js").catch(() => find.addEventListener("input", begin)); // the network was away
}

find?.addEventListener("input", begin);
