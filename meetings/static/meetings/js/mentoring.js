// Answers are typed in the list itself. What plain links and forms bring as a whole page comes in its place here: a row
// with its form, then the list as it is by now. Nothing moves under the eyes, and answers begun in other rows stay.
import { forgetDrafts } from "./drafts.js";
import { arrive } from "./field.js";
import "./find.js";
import "./keys.js";
import { hearStrokes } from "./live/rowstrokes.js";
import { rowInHand } from "./steps.js";

const lists = () => document.querySelector(".asked-lists");
const rowOf = (element) => element.closest("article");

async function pageFrom(response) {
  if (!response.ok) throw new Error(response.statusText);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/** Do what changes the page. What has this id, be it another element afterwards, stays where it is on the screen. */
function steadily(id, change) {
  const top = () => document.getElementById(id)?.getBoundingClientRect().top ?? 0;
  const before = top();
  change();
  window.scrollBy({ top: top() - before, behavior: "instant" });
}

/** The row as it is on the page to which a link leads: with its form, or without. */
async function bring(link) {
  const { id } = rowOf(link);
  const page = await fetch(link.href).then(pageFrom);
  const row = page.getElementById(id);
  await import("./editor.js");
  steadily(id, () => document.getElementById(id).replaceWith(row));
  arrive(row);
  row.querySelector("textarea, [data-answer]").focus({ preventScroll: true });
}

async function send(form) {
  const { id } = rowOf(form);
  const next = form.elements.next.value.split("#")[1];
  const button = form.querySelector(".button-main");
  button.disabled = true;
  try {
    const page = await fetch(form.action, { method: "POST", body: new FormData(form) }).then(pageFrom);
    if (!page.querySelector(".asked-lists")) return form.submit(); // that page says what is wrong
    forgetDrafts(form);
    steadily(next, () => renew(page, id));
    const following = document.getElementById(next)?.querySelector("[data-answer]");
    const answered = document.getElementById(id)?.querySelector(".row-number"); // in a class it stays, with its answers
    (following ?? answered ?? document.getElementById("main")).focus({ preventScroll: true });
  } catch {
    button.disabled = false;
    tell(form, lists().dataset.failed);
  }
}

/** The lists as they are in the other page, but for forms that are open here. */
function renew(page, sent) {
  for (const form of lists().querySelectorAll(".edit-form")) {
    const row = rowOf(form);
    if (row.id !== sent) page.getElementById(row.id)?.replaceWith(row);
  }
  lists().replaceWith(page.querySelector(".asked-lists"));
  document.querySelector("h1").replaceWith(page.querySelector("h1"));
  document.getElementById("notices").replaceChildren(...page.getElementById("notices").children);
}

function tell(form, sentence) {
  const said = form.querySelector(".error[role=alert]") ?? document.createElement("p");
  said.className = "error";
  said.setAttribute("role", "alert");
  form.append(said);
  said.textContent = sentence;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-answer], .asked-lists .edit-foot a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  bring(link).catch(() => window.location.assign(link.href));
});

const ACTS = { KeyR: "answer", KeyX: "tick" }; // as in the minutes

hearStrokes(({ code, altKey }) => {
  const word = altKey ? null : rowInHand()?.querySelector(`[data-act="${ACTS[code]}"]`);
  word?.click();
  return Boolean(word);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".asked-lists .edit-form")) return;
  event.preventDefault();
  send(event.target);
});
