// All keys at `?`, outside fields, and behind the word at the editor's foot. Without JavaScript the word leads to a page.
import { onArrival } from "./field.js";
import { borrow } from "./pages.js";

const isField = (element) => element.closest?.("input, textarea, select, [contenteditable]");

async function show(link) {
  const list = await borrow(link.href, ".strokes");
  if (!list) return location.assign(link.href);
  const dialog = document.createElement("dialog");
  dialog.className = "keys-dialog";
  dialog.setAttribute("aria-label", link.textContent.trim());
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button";
  close.textContent = link.dataset.close;
  dialog.append(list, close);
  dialog.addEventListener("click", ({ target }) => [dialog, close].includes(target) && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".editor-keys");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link);
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
  const isQuestionMark = event.key === "?" || (event.code === "Slash" && event.shiftKey);
  const link = document.querySelector(".editor-keys");
  if (isQuestionMark && link && !document.querySelector("dialog[open]")) show(link);
});

if (/Mac|iP(hone|ad)/.test(navigator.platform)) {
  onArrival((root) => {
    for (const button of root.querySelectorAll("markdown-toolbar [title]")) button.title = button.title.replace("Ctrl+", "⌘");
  });
}
