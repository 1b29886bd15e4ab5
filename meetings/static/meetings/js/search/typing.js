// Results as one types. Only what was found is replaced: the box, its caret and the focus stay.
import { askWhileTyping } from "./asking.js";
import { showRecent } from "./recent.js";

const form = document.getElementById("search");
const box = form.elements.q;
const found = document.getElementById("found");
const said = document.getElementById("search-said");
const note = document.getElementById("search-wait");

function addressOf(text) {
  const named = [...new FormData(form)].map(([name, value]) => [name, name === "q" ? text : value]);
  const query = new URLSearchParams(named.filter(([, value]) => value)).toString();
  return query ? `${form.action}?${query}` : form.action;
}

function show({ html, title }, text) {
  found.innerHTML = html;
  showRecent();
  history.replaceState(history.state, "", addressOf(text));
  document.title = document.title.replace(/^.*(?= · )/s, () => title);
  said.textContent = found.querySelector("[data-said]")?.textContent.replace(/\s+/g, " ").trim() ?? "";
}

function tell(state) {
  note.textContent = { slow: form.dataset.searching, failed: form.dataset.failed }[state] ?? "";
  note.hidden = !state;
  note.classList.toggle("error", state === "failed");
  if (state === "failed") said.textContent = note.textContent;
}

askWhileTyping(box, { asked: box.value.trim(), addressOf, show, tell });
