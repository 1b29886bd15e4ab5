// The preview beside a Markdown field: after a pause, never while a syllable is being composed, and never in the way.
// It speaks django-markdownx's markup (.markdownx, .markdownx-editor, .markdownx-preview and their data attributes).

const PAUSE = 400; // ms
const waiting = new WeakMap(); // editor → timer
const running = new WeakMap(); // editor → AbortController

const isEditor = (element) => element instanceof HTMLTextAreaElement && element.matches(".markdownx-editor");

function schedule(editor) {
  clearTimeout(waiting.get(editor));
  waiting.set(editor, setTimeout(() => preview(editor), Number(editor.dataset.markdownxLatency) || PAUSE));
}

async function preview(editor) {
  const box = editor.closest(".markdownx");
  running.get(editor)?.abort();
  const request = new AbortController();
  running.set(editor, request);
  try {
    const response = await ask(editor, request.signal);
    if (response.redirected) say(box, box.dataset.signedOut);
    else if (response.ok) show(box, await response.text());
    else if (response.headers.get("Content-Type")?.startsWith("text/plain")) say(box, await response.text());
    else say(box, box.dataset.unreachable);
  } catch (error) {
    if (error.name !== "AbortError") say(box, box.dataset.unreachable);
  }
}

function ask(editor, signal) {
  return fetch(editor.dataset.markdownxUrlsPath, {
    method: "POST",
    headers: { "X-CSRFToken": editor.form.elements.csrfmiddlewaretoken.value },
    body: new URLSearchParams({ content: editor.value }),
    signal,
  });
}

// The server's HTML comes from the sanitiser that every page relies on. Only the pane changes: caret, selection and the
// scroll of page and pane stay where they are.
function show(box, html) {
  const pane = box.querySelector(".markdownx-preview");
  const { scrollTop, scrollLeft } = pane;
  pane.innerHTML = html;
  pane.scrollTo({ top: scrollTop, left: scrollLeft, behavior: "instant" });
  say(box, "");
}

function say(box, sentence) {
  box.querySelector(".markdownx-status").textContent = sentence;
}

// Delegated, so that rows which the admin adds later work too.
document.addEventListener("input", (event) => {
  if (isEditor(event.target) && !event.isComposing) schedule(event.target);
});
document.addEventListener("compositionstart", (event) => {
  if (isEditor(event.target)) clearTimeout(waiting.get(event.target));
});
document.addEventListener("compositionend", (event) => {
  if (isEditor(event.target)) schedule(event.target);
});

// Texts without a stored rendering (a refused form, an old version) get theirs one after the other.
async function previewTheRest() {
  for (const pane of document.querySelectorAll(".markdownx-preview:empty")) {
    const editor = pane.closest(".markdownx").querySelector(".markdownx-editor");
    if (editor.value.trim() && !editor.name.includes("__prefix__")) await preview(editor);
  }
}

previewTheRest();
