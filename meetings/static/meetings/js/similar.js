// While somebody asks: the questions of others that ask the same, below the text. They come by themselves and take nothing
// away, so a question can be handed in all the same. Alt and ↓ lead to them, Escape leads back.
import { areaOf, fill, onArrival } from "./field.js";
import { askWhileTyping, fetched } from "./search/asking.js";
import { renew } from "./search/renewing.js";

const PAUSE = 500; // ms after the last letter: nobody waits for them
const SHORTEST = 3; // letters
const LONGEST = 1_000;
const attended = new WeakSet();

const send = (form, address, fields, signal) =>
  fetched(address, signal, {
    method: "POST",
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    body: new URLSearchParams(fields),
  });

function attend(place) {
  const form = place.closest("form");
  const area = form && areaOf(form);
  if (!area || attended.has(place)) return;
  attended.add(place);
  const [list, said] = [place.querySelector(".similar-list"), place.querySelector("[role=status]")];
  const shown = place.querySelector("section");

  async function answerTo(text, signal) {
    if (text.length < SHORTEST) return { html: "" };
    return send(form, place.dataset.similar, { body: text.slice(0, LONGEST) }, signal);
  }

  function show({ html }) {
    const before = links().length;
    renew(list, html, area);
    const count = links().length;
    shown.hidden = !count;
    if (count !== before) said.textContent = count ? fill(place.dataset.found, { count }) : "";
  }

  const links = () => [...list.querySelectorAll("a")];

  function step(event) {
    const { key, altKey, isComposing, target } = event;
    const all = links();
    const here = all.indexOf(target);
    if (isComposing || !all.length) return;
    if (target === area && altKey && key === "ArrowDown") all[0].focus();
    else if (here >= 0 && key === "ArrowDown") all[here + 1]?.focus();
    else if (here >= 0 && key === "ArrowUp") (all[here - 1] ?? area).focus();
    else if (list.contains(target) && key === "Escape") area.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  async function count(button) {
    const isIn = button.getAttribute("aria-pressed") === "true";
    button.disabled = true;
    try {
      await send(form, button.value, isIn ? { _method: "DELETE" } : {});
      button.setAttribute("aria-pressed", String(!isIn));
      const number = button.querySelector("span");
      number.textContent = Number(number.textContent) + (isIn ? -1 : 1) || "";
      said.textContent = isIn ? "" : place.dataset.counted;
    } catch {
      said.textContent = place.dataset.failed;
    }
    place.querySelector(".similar-said").textContent = said.textContent;
    button.disabled = false;
    const now = [...list.querySelectorAll("button")].find(({ value }) => value === button.value); // the list may be new
    now?.focus();
  }

  form.addEventListener("keydown", step, true);
  list.addEventListener("click", ({ target }) => target.closest("button") && count(target.closest("button")));
  const lookSoon = askWhileTyping(area, { asked: "", answerTo, show, tell: () => {}, pause: PAUSE });
  if (area.value.trim()) lookSoon();
}

onArrival((root) => root.querySelectorAll("[data-similar]").forEach(attend));
