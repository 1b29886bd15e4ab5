// What was looked for lately: kept in this browser, for each account apart, until its reader forgets it.
const MOST = 8;
const key = `searches:${document.querySelector('meta[name="reader"]')?.content}`;
const box = document.getElementById("search-text");

/** A browser may refuse storage, or hold there what is none of ours: then nothing was looked for. */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return Array.isArray(kept) ? kept.filter((text) => typeof text === "string") : [];
  } catch {
    return [];
  }
}

function write(texts) {
  try {
    if (texts.length) localStorage.setItem(key, JSON.stringify(texts.slice(0, MOST)));
    else localStorage.removeItem(key);
  } catch {
    // no room: the search works without
  }
}

const without = (text) => read().filter((other) => other !== text);

/** What was found, and not every half word on the way there. */
function remember() {
  const text = box.value.trim();
  if (text && document.querySelector("#found [data-hits]")) write([text, ...without(text)]);
}

/** Put them into the page's place for them, which comes anew with what was found. */
export function showRecent() {
  const section = document.getElementById("recent");
  const { content } = section.querySelector("template");
  const lines = read().map((text) => {
    const line = content.firstElementChild.cloneNode(true);
    const [link, button] = [line.querySelector("a"), line.querySelector("button")];
    link.textContent = text;
    link.href = `?${new URLSearchParams({ q: text })}`;
    button.value = text;
    button.setAttribute("aria-label", section.dataset.forget.replace("{text}", () => text));
    return line;
  });
  section.querySelector("ul").replaceChildren(...lines);
  section.hidden = !lines.length;
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("#found .row-open")) return remember();
  const button = target.closest("#recent button");
  if (!button) return;
  write(button.value ? without(button.value) : []);
  showRecent();
  box.focus();
});

remember();
showRecent();
