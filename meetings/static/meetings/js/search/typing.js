// Results as one types. Nothing is asked or replaced while a syllable is being composed, and what was asked before is
// given up. Only what was found is replaced: the box, its caret and the focus stay.
import { settled } from "../hangul.js";
import { showRecent } from "./recent.js";

const PAUSE = 150; // ms after the last letter
const PATIENCE = 400; // ms, after which a word says that it takes long
const form = document.getElementById("search");
const box = form.elements.q;
const found = document.getElementById("found");
const said = document.getElementById("search-said");
const note = document.getElementById("search-wait");
let asked = box.value.trim(); // what the page shows, or waits for
let request = null;
let timer = 0;

function addressOf(text) {
  const named = [...new FormData(form)].map(([name, value]) => [name, name === "q" ? text : value]);
  const query = new URLSearchParams(named.filter(([, value]) => value)).toString();
  return query ? `${form.action}?${query}` : form.action;
}

function tell(sentence, hasFailed = false) {
  note.textContent = sentence;
  note.hidden = !sentence;
  note.classList.toggle("error", hasFailed);
}

function show(address, { html, title }) {
  found.innerHTML = html;
  showRecent();
  history.replaceState(history.state, "", address);
  document.title = document.title.replace(/^.*(?= · )/s, () => title);
  said.textContent = found.querySelector("[data-said]")?.textContent.replace(/\s+/g, " ").trim() ?? "";
}

async function fetched(address, signal) {
  const response = await fetch(address, { headers: { Accept: "application/json" }, signal });
  if (!response.ok || response.redirected) throw new Error(response.statusText);
  return response.json();
}

async function look() {
  await settled();
  const text = box.value.trim();
  if (text === asked) return;
  asked = text;
  request?.abort();
  request = new AbortController();
  const { signal } = request;
  const slow = setTimeout(() => signal.aborted || tell(form.dataset.searching), PATIENCE);
  try {
    const answer = await fetched(addressOf(text), signal);
    await settled();
    if (signal.aborted || box.value.trim() !== text) return; // what was typed since is asked for soon
    tell("");
    show(addressOf(text), answer);
  } catch {
    if (signal.aborted) return;
    asked = null;
    tell(form.dataset.failed, true);
    said.textContent = form.dataset.failed;
  } finally {
    clearTimeout(slow);
  }
}

box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
});
form.addEventListener("submit", () => {
  clearTimeout(timer);
  request?.abort(); // the page itself comes anew
});
addEventListener("pagehide", () => request?.abort());
