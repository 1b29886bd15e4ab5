// Results as one types. Only what was found is replaced: the box, its caret and the focus stay.
import { askWhileTyping, fetched } from "./asking.js";
import { showRecent } from "./recent.js";
import { renew } from "./renewing.js";

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

/** Safari lets a page do so a hundred times in half a minute. */
function remain(address) {
  try {
    history.replaceState(history.state, "", address);
  } catch {
    // the next one will
  }
}

function show({ html, title }, text) {
  renew(found, html, box, showRecent);
  remain(addressOf(text));
  document.title = document.title.replace(/^.*(?= · )/s, () => title);
  say(found.querySelector("[data-said]"));
}

function tell(state, sentence = failure.dataset.said) {
  wait.hidden = state !== "slow";
  failure.hidden = state !== "failed";
  failure.textContent = sentence;
  if (state === "failed") say(failure);
}

const answerTo = (text, signal) => fetched(addressOf(text), signal);
const again = found.querySelector("[data-again]")?.dataset.again; // the seconds after which the page may ask
const lookSoon = askWhileTyping(box, { asked: again ? null : box.value.trim(), answerTo, show, tell });
if (again) lookSoon(again * 1000);
