// Keys while writing. Letters are known by their place on the keyboard: in Hangul mode B says ㅠ. Tab is nobody's.
import { boxOf, isArea } from "./field.js";
import { keepDraft } from "./drafts.js";

const BUTTONS = { KeyB: "bold", KeyK: "link", KeyE: "code" };
const SHIFTED = { Period: "quote", Digit8: "unordered-list" };

function press(area, name) {
  const button = boxOf(area).querySelector(`markdown-toolbar [data-md-button="${name}"]`);
  button?.click();
  return Boolean(button);
}

function save(form) {
  const buttons = [...form.elements].filter((element) => element.type === "submit");
  form.requestSubmit(buttons.find((button) => button.matches(".button-main")) ?? buttons[0]);
}

function close(area) {
  keepDraft(area);
  area.form.querySelector(".edit-foot :is(a, [data-close])")?.click();
}

/** Fields beside a text, and forms without one, are saved like it. */
const isBeside = (element) => element.matches?.(".edit-form :is(input, select)");

function act(event, area) {
  const held = event.ctrlKey || event.metaKey;
  if (held && event.key === "Enter") return save(area.form) ?? true;
  if (isBeside(area)) return false;
  if (event.ctrlKey && event.code === "KeyM") return press(area, "formula"); // ⌘M puts a Mac's window away
  if (held && !event.altKey) return press(area, (event.shiftKey ? SHIFTED : BUTTONS)[event.code]);
  if (event.key === "Escape") return close(area) ?? true;
  return false;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented || !(isArea(event.target) || isBeside(event.target))) return;
  if (act(event, event.target)) event.preventDefault();
});
