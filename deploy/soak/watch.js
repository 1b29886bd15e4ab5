// Stands in every page of the soak before the page's own scripts, and tells what only the page can see: what the light
// says, which words were typed, which the server took. One thread tells it all, so the order is that of what happened.
(() => {
  const WORD = /가[각-힣]{3}/g;
  const words = (text) => text.match(WORD) ?? [];
  const tell = (...event) => globalThis.soakTell(event);

  let shown = null;
  const look = () => {
    const now = document.getElementById("save-light")?.dataset.state;
    if (!now || now === shown) return;
    shown = now;
    tell("light", now);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributeFilter: ["data-state"] });

  let isComposing = false;
  addEventListener("compositionstart", () => (isComposing = true), true);
  addEventListener("compositionend", () => (isComposing = false), true);

  const { fetch } = globalThis;
  globalThis.fetch = async (address, options = {}) => {
    if (isComposing) tell("interrupted", String(address));
    const began = performance.now();
    const answer = await fetch(address, options);
    const { body } = options;
    const isSave = body instanceof URLSearchParams && (body.has("revision") || body.has("sent_as"));
    if (isSave) {
      const text = [...body].filter(([name]) => !name.startsWith("initial-")).map(([, value]) => value).join("\n");
      tell(answer.ok ? "taken" : "refused", words(text), performance.now() - began, answer.status);
    }
    return answer;
  };

  /** Ids and texts of all rows, as a reader sees them; what is only here stands there too, without an id. */
  const rows = () =>
    [...document.querySelectorAll("[data-part] :is([data-noun], .row-new)")].map((row) => {
      const own = [...row.querySelectorAll(".prose, .row-heading")].filter((text) => text.closest("[data-noun], .row-new") === row);
      return [row.id, ...own.map((text) => text.textContent.trim())].join(" ").replace(/\s+/g, " ");
    });

  let toldAt = 0; // ms, since a sentence stands there
  globalThis.soak = {
    rows,
    light: () => shown,
    notice: () => document.getElementById("live-notice")?.textContent.trim(),
    /** Called once a word stands in the field; says what the field holds. */
    typed(word) {
      tell("typed", word);
      return document.activeElement.value;
    },
    /** Whether the browser would have it after a crash. A draft is stored a moment after it was typed. */
    isKept: (word) => Object.values(localStorage).some((kept) => kept.includes(word)),
    forget: (word) => tell("forgotten", word),
    /** Any row that holds one of the words in its own text and may be changed now. */
    rowWith(words) {
      const own = (row) =>
        [...row.querySelectorAll(".prose, .row-heading")].filter((text) => text.closest("[data-noun]") === row);
      const all = [...document.querySelectorAll("[data-edit]:not(:has(.in-place, .pending))")].filter((row) =>
        own(row).some((text) => words.some((word) => text.textContent.includes(word))),
      );
      return all[Math.floor(Math.random() * all.length)]?.id ?? null;
    },
    anyQuestion() {
      const all = [...document.querySelectorAll('[data-noun="question"]:not(:has(.in-place)):has([data-act="answer"])')];
      return all[Math.floor(Math.random() * all.length)]?.id ?? null;
    },
    press(id, kind) {
      const row = document.getElementById(id);
      const controls = row?.querySelectorAll(`[data-act="${kind === "answer" ? "answer" : "edit"}"]`) ?? [];
      const control = [...controls].find((one) => one.closest("[data-noun]") === row);
      control?.click();
      return Boolean(control);
    },
    /** What holds rows back from what others write: editors, texts on their way, the focus. */
    held: () =>
      [...document.querySelectorAll(".in-place, .pending"), document.activeElement]
        .filter((one) => one && one !== document.body)
        .map((one) => `${one.className || one.tagName} ${one.closest("[id]")?.id ?? ""} ${one.dataset.place ?? ""}`.trim()),
    /** Give the focus to an editor that stands open, other than one that asks which text stays. */
    anyEditor() {
      const field = document.querySelector('.in-place:not(:has(button[name="keep"])) textarea.markdownx-editor');
      field?.focus();
      return field !== null;
    },
    /** Throw away what is listed as unfinished. Says what was written there, and over what: [[text, base], …]. */
    throwAway: () =>
      [...document.querySelectorAll('#live-unsent [data-key^="draft:"]:has(button:nth-of-type(3))')].flatMap((item) => {
        const { text, base = "" } = JSON.parse(localStorage.getItem(item.dataset.key)) ?? {}; // saved since it was listed
        item.querySelector("button:last-of-type").click();
        return text === undefined ? [] : [[text, base]];
      }),
    clear() {
      document.querySelector(".row-note")?.remove();
      toldAt = 0;
    },
    /** "open" once the field is there and has the focus, "told" when the page says why it doesn't open: a sentence may
        also be about something else that was saved meanwhile. */
    begun(selector) {
      if (document.activeElement?.matches(selector)) return "open";
      if (!document.querySelector(".row-note")) return null;
      toldAt ||= performance.now();
      return performance.now() - toldAt > 1000 ? "told" : null;
    },
    /** Put the caret behind a paragraph that begins so, else at the end. Says where it is. */
    caretBehind(start) {
      const area = document.activeElement;
      const from = start ? area.value.indexOf(start) : -1;
      const end = from < 0 ? area.value.length : `${area.value}\n`.indexOf("\n", from);
      area.setSelectionRange(end, end);
      return [area.value, end];
    },
  };
  tell("opened");
})();
