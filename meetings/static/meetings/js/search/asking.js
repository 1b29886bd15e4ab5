// Asks the server as one types. Nothing is asked or shown while a syllable is being composed, and what was asked before
// is given up.
import { settled } from "../hangul.js";

const PAUSE = 150; // ms after the last letter
const PATIENCE = 400; // ms, after which it is slow

export async function fetched(address, signal, more = {}) {
  const response = await fetch(address, { ...more, headers: { Accept: "application/json", ...more.headers }, signal });
  if (!response.ok || response.redirected) throw new Error(response.statusText);
  return response.json();
}

/**
 * `asked`: what is there already; `answerTo(text, signal)`: the answer to it; `show(answer, text)` puts it into the page;
 * `tell(state)` says that it is "slow" or has "failed", or "" for neither. Returns what asks for the text of the box soon.
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
    } catch {
      if (signal.aborted) return;
      asked = null;
      tell("failed");
    } finally {
      clearTimeout(slow);
    }
  }

  function lookSoon() {
    clearTimeout(timer);
    timer = setTimeout(look, pause);
  }

  function giveUp() {
    clearTimeout(timer);
    request?.abort();
    asked = request ? null : asked;
    tell("");
  }

  box.addEventListener("input", lookSoon);
  box.form.addEventListener("submit", giveUp); // a page comes anew, unless somebody holds the form back
  addEventListener("pagehide", giveUp);
  addEventListener("pageshow", ({ persisted }) => persisted && lookSoon());
  return lookSoon;
}
