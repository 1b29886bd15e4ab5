// Asks the server as one types. Nothing is asked or shown while a syllable is being composed, and what was asked before
// is given up.
import { settled } from "../hangul.js";

const PAUSE = 150; // ms after the last letter
const PATIENCE = 400; // ms, after which it is slow

export async function fetched(address, signal, more = {}) {
  const response = await fetch(address, { ...more, headers: { Accept: "application/json", ...more.headers }, signal });
  if (!response.ok || response.redirected) throw await refusal(response);
  return response.json();
}

/** With the server's own sentence where it has one, and the seconds after which it may be asked again. */
async function refusal(response) {
  const { sentence } = await response.json().catch(() => ({}));
  return Object.assign(new Error(response.statusText), { sentence, wait: Number(response.headers.get("Retry-After")) });
}

// Of the boxes that are in the page by then: editors come and go.
const asking = new WeakMap();
const all = () => [...document.querySelectorAll("input, textarea")].flatMap((box) => asking.get(box) ?? []);
addEventListener("pagehide", () => all().forEach(({ giveUp }) => giveUp()));
addEventListener("pageshow", ({ persisted }) => persisted && all().forEach(({ lookSoon }) => lookSoon()));

/**
 * `asked`: what is there already; `answerTo(text, signal)`: the answer to it; `show(answer, text)` puts it into the page;
 * `tell(state, sentence)` says that it is "slow" or has "failed", or "" for neither. Whoever asked too often asks again by
 * itself. Returns what asks for the text of the box soon, or after so many milliseconds.
 */
export function askWhileTyping(box, { asked, answerTo, show, tell, pause = PAUSE }) {
  let request = null;
  let timer = 0;

  async function look() {
    await settled();
    const text = box.value.trim();
    if (text === asked) return;
    asked = text;
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    const slow = setTimeout(() => signal.aborted || tell("slow"), PATIENCE);
    try {
      const answer = await answerTo(text, signal);
      await settled();
      if (signal.aborted) return;
      if (box.value.trim() !== text) {
        asked = null; // what was typed since is asked for soon, also when it is what stood there before
        return lookSoon();
      }
      tell("");
      show(answer, text);
    } catch ({ sentence, wait }) {
      if (signal.aborted) return;
      asked = null;
      tell("failed", sentence);
      if (wait) lookSoon(wait * 1000);
    } finally {
      clearTimeout(slow);
    }
  }

  function lookSoon(wait = pause) {
    clearTimeout(timer);
    timer = setTimeout(look, wait);
  }

  function giveUp() {
    clearTimeout(timer);
    request?.abort();
    asked = request ? null : asked;
    tell("");
  }

  box.addEventListener("input", () => lookSoon());
  box.form.addEventListener("submit", giveUp); // a page comes anew, unless somebody holds the form back
  asking.set(box, { giveUp, lookSoon });
  return lookSoon;
}
