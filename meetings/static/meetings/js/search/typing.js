// Results as one types. Only what was found is replaced: the box, its caret and the focus stay.
import { askWhileTyping } from "./asking.js";
import { showRecent } from "./recent.js";

const form = document.getElementById("search");
const box = form.elements.q;
const found = document.getElementById("found");
const said = document.getElementById("search-said");
const wait = document.getElementById("search-wait");
const failure = document.getElementById("search-failed");

function addressOf(text) {
  const named = [...new FormData(form)].map(([name, value]) => [name, name === "q" ? text : value]);
  const query = new URLSearchParams(named.filter(([, value]) => value)).toString();
  return query ? `${form.action}?${query}` : form.action;
}

function say(element) {
  said.textContent = element?.textContent.replace(/\s+/g, " ").trim() ?? "";
}

function show({ html, title }, text) {
  found.innerHTML = html;
  showRecent();
  history.replaceState(history.state, "", addressOf(text));
  document.title = document.title.replace(/^.*(?= · )/s, () => title);
  say(found.querySelector("[data-said]"));
}

function tell(state) {
  wait.hidden = state !== "slow";
  failure.hidden = state !== "failed";
  if (state === "failed") say(failure);
}

askWhileTyping(box, { asked: box.value.trim(), addressOf, show, tell });
