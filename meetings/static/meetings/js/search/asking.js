// Asks the server as one types. Nothing is asked or shown while a syllable is being composed, and what was asked before
// is given up.
import { settled } from "../hangul.js";

const PAUSE = 150; // ms after the last letter
const PATIENCE = 400; // ms, after which it is slow

async function fetched(address, signal) {
  const response = await fetch(address, { headers: { Accept: "application/json" }, signal });
  if (!response.ok || response.redirected) throw new Error(response.statusText);
  return response.json();
}

/**
 * `asked`: what is there already; `addressOf(text)`: where the answer to it is; `show(answer, text)` puts it into the page;
 * `tell(state)` says that it is "slow" or has "failed", or "" for neither. Returns what asks for the text of the box soon.
 */
export function askWhileTyping(box, { asked, addressOf, show, tell }) {
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
      const answer = await fetched(addressOf(text), signal);
      await settled();
      if (signal.aborted || box.value.trim() !== text) return; // what was typed since is asked for soon
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
    timer = setTimeout(look, PAUSE);
  }

  function giveUp() {
    clearTimeout(timer);
    request?.abort();
  }

  box.addEventListener("input", lookSoon);
  box.form.addEventListener("submit", giveUp); // a page comes anew
  addEventListener("pagehide", giveUp);
  return lookSoon;
}
