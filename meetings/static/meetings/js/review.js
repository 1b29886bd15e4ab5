// The review of a note by keys, and saved as it is decided. Without this the form works by its buttons.
import "./find.js";
import { settled } from "./hangul.js";

const form = document.getElementById("review");
const KINDS = ["Digit1", "Digit2", "Digit3", "Digit4", "Digit5", "Digit6", "Digit7"];
const address = form.action;
let queue = Promise.resolve(true);
let isLeaving = false;

for (const element of document.querySelectorAll(".only-script")) element.hidden = false;

let shown = state(); // as the server told it last

const rows = () => [...form.querySelectorAll(".review-row[tabindex]")];
const current = () => document.activeElement?.closest(".review-row[tabindex]") ?? form.querySelector(".is-current");

function goTo(row) {
  if (!row) return;
  form.querySelector(".is-current")?.classList.remove("is-current");
  row.classList.add("is-current");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = rows();
  const place = all.indexOf(current());
  const next = all[place < 0 ? (step > 0 ? 0 : all.length - 1) : place + step];
  if (next) goTo(next);
  else form.querySelector(`.review-pages [data-step="${step}"]`)?.focus();
}

// After a decision on to the next one that asks, as far as there is one below.
function decide(value) {
  const row = current();
  const choice = row?.querySelector(`input[value="${value}"]`);
  if (!choice) return;
  choice.checked = true;
  const all = rows();
  const next = all.slice(all.indexOf(row) + 1).find((other) => other.classList.contains("asks"));
  save(next?.id ?? row.id);
}

function choose(index) {
  const select = current()?.querySelector('select[name^="kind-"]');
  if (!select || index >= select.options.length) return;
  select.selectedIndex = index;
  save(current().id);
}

// --- saving ----------------------------------------------------------------------------------------------------------
// What the form tells, by the names of its fields; what isn't ticked has no entry.
function state() {
  const told = new Map(new FormData(form));
  for (const name of ["csrfmiddlewaretoken", "sessions", "page", "seen"]) told.delete(name);
  return told;
}

function changedSince(before) {
  const now = state();
  const names = new Set([...before.keys(), ...now.keys()]);
  return new Map([...names].filter((name) => now.get(name) !== before.get(name)).map((name) => [name, now.get(name)]));
}

// Only what was changed here: somebody else may be deciding about other records of this note.
function bodyOf(changes) {
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "page", "seen"]) body.set(name, form.elements[name].value);
  for (const [name, value] of changes) {
    if (name.startsWith("session-")) body.append("sessions", name.slice("session-".length));
    if (value !== undefined) body.set(name, value);
  }
  return body;
}

const readerOf = (page) => page.querySelector('meta[name="reader"]')?.content;

/** Decisions of one reader are never told as those of somebody else, who may sit at the same computer by now. */
async function pageOf(response) {
  if (response.redirected) throw new Error("signed out");
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (readerOf(page) !== readerOf(document)) throw new Error("signed out");
  return page;
}

async function post(changes) {
  const response = await fetch(address, { method: "POST", body: bodyOf(changes) });
  if (response.status !== 403) return response;
  // Whoever signed in again in another tab has another token by now.
  const token = (await pageOf(await fetch(address))).querySelector("#review [name=csrfmiddlewaretoken]");
  if (!token) return response;
  form.elements.csrfmiddlewaretoken.value = token.value;
  return fetch(address, { method: "POST", body: bodyOf(changes) });
}

// The page comes back with everything that follows from the decision. What was typed meanwhile stays, and so does focus.
function showAgain(page, sent, focused) {
  const late = changedSince(sent);
  const { name, selectionStart } = document.activeElement;
  form.replaceChildren(...page.getElementById("review").childNodes);
  for (const element of form.querySelectorAll(".only-script")) element.hidden = false;
  shown = state();
  for (const [field, value] of late) {
    const there = form.elements[field];
    if (there?.type === "checkbox") there.checked = value !== undefined;
    else if (there && value !== undefined) there.value = value;
  }
  const there = name && !focused ? form.elements[name] : null;
  if (there?.focus) {
    there.focus({ preventScroll: true });
    if (there.type === "text") there.setSelectionRange(selectionStart, selectionStart);
  } else if (focused) goTo(document.getElementById(focused));
}

// One after the other, each with all that was not saved before. Says whether all of it is saved now.
function save(focused) {
  const from = placeOfFocus();
  queue = queue.then(() => saveNow(() => placeOfFocus() === from && focused));
  return queue;
}

const placeOfFocus = () => document.activeElement.name || document.activeElement.id;

async function saveNow(focused) {
  const changes = changedSince(shown);
  const sent = state();
  if (!changes.size) return true;
  try {
    const response = await post(changes);
    const isConflict = response.status === 409; // the page says so beside each choice
    if (!response.ok && !isConflict) throw new Error(response.statusText);
    const page = await pageOf(response);
    if (!page.getElementById("review")) {
      shown = state();
      window.location.assign(address); // somebody else has made its records
      return false;
    }
    await settled();
    showAgain(page, sent, focused());
    return !isConflict;
  } catch (error) {
    const why = error.message === "signed out" ? form.dataset.signedOut : form.dataset.unsaved;
    form.querySelector("[role=status]").textContent = why;
    return false;
  }
}

form.addEventListener("change", (event) => {
  const row = event.target.closest(".review-row[tabindex]");
  save(event.target.type === "radio" ? row?.id : undefined);
});
window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && changedSince(shown).size) event.preventDefault();
});

// First what was decided is saved, so that a lost connection or an ended session loses nothing; a second click waits.
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (isLeaving) return;
  isLeaving = true;
  const target = event.submitter?.getAttribute("formaction") ?? address;
  isLeaving = await save();
  if (!isLeaving) return;
  form.action = target;
  form.submit();
});
window.addEventListener("pageshow", () => (isLeaving = false)); // also after going back

form.addEventListener("focusin", (event) => {
  const row = event.target.closest(".review-row[tabindex]");
  form.querySelector(".is-current")?.classList.remove("is-current");
  row?.classList.add("is-current");
});

// By position, since the Hangul layout sends ㅓ for J. Never in a field, where letters are letters.
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches?.("select, textarea, input:not([type=radio], [type=checkbox])");
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing) return;
  if (event.code === "KeyJ") move(1);
  else if (event.code === "KeyK") move(-1);
  else if (event.code === "KeyY") decide("yes");
  else if (event.code === "KeyN") decide("no");
  else if (KINDS.includes(event.code)) choose(KINDS.indexOf(event.code));
  else return;
  event.preventDefault();
});
