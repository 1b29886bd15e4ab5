// Who is here, and who writes where: names in the bar, a caret at the row. A name never covers a text.
import { fill } from "../field.js";
import { hear } from "./bell.js";
import { troubleNow } from "./line.js";
import { copyOf, words } from "./page.js";

const place = document.getElementById("presence");
let people = [];

function showNames() {
  if (!place) return;
  const names = people.map(({ name, writes }) => {
    const one = copyOf(writes ? "writer" : "person");
    one.prepend(name);
    return one;
  });
  place.querySelector(".presence-names").replaceChildren(...names);
  place.querySelector(".presence-count").textContent = people.length > 1 ? fill(words.together, { count: people.length }) : "";
  place.classList.toggle("is-unknown", Boolean(troubleNow()));
  place.querySelector(".presence-unknown").textContent = troubleNow() ? words.unknownPeople : "";
}

/** Where a caret goes for what somebody writes: the row, or the part that gets a new one. */
function placeOf(writes) {
  const answered = writes.match(/^answers-(\d+)$/);
  const element = document.getElementById(answered ? `question-${answered[1]}` : writes);
  return { element, sentence: answered ? words.writesAnswer : words.writes };
}

function showCarets() {
  for (const line of document.querySelectorAll(".is-writing-here")) line.remove();
  for (const row of document.querySelectorAll(".is-written")) row.classList.remove("is-written");
  for (const { name, writes, me } of people) {
    const { element, sentence } = !me && writes ? placeOf(writes) : {};
    if (!element) continue;
    const line = copyOf("caret");
    line.textContent = fill(sentence, { name });
    if (element.dataset.part !== undefined && !element.dataset.noun) element.querySelector("[data-rows]").after(line);
    else (element.querySelector(":scope > .row-body") ?? element).append(line);
    element.classList.add("is-written");
  }
}

function show() {
  if (troubleNow()) people = [];
  showNames();
  showCarets();
}

hear("people", (now) => {
  people = now;
  show();
});
hear("applied", showCarets); // a new row lacks the caret of the old one
hear("line", show);
