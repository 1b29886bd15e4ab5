// Pictures that are dropped, pasted or chosen: each asks in a line under the toolbar what it shows, is uploaded, and
// stands as Markdown where the caret was. The page's form knows nothing of it: the line's field has no name.
import { areaOf, boxOf, fill, insertBlock, isArea, part, replaceQuietly, say } from "./field.js";

const queues = new WeakMap(); // box → files that wait, the first one being asked about
const asking = new WeakMap(); // box → the file that is being asked about
const described = new WeakMap(); // file → the words for it, when it could not be uploaded the first time
const onTheWay = new Map(); // upload → its form
const composing = new WeakSet();

const picturesIn = (list) => [...(list ?? [])].filter((file) => file.type.startsWith("image/"));

function add(box, files) {
  if (!box.dataset.pictures || !files.length) return;
  const queue = queues.get(box) ?? [];
  queues.set(box, [...queue, ...files]);
  ask(box);
}

function ask(box, { quietly = false } = {}) {
  const [file, ...others] = queues.get(box);
  const line = part(box, "picture");
  line.hidden = !file;
  if (!file) return areaOf(box).focus({ preventScroll: true });
  const left = others.length ? fill(box.dataset.left, { number: others.length }) : "";
  line.querySelector("output").textContent = [file.name, left].filter(Boolean).join(" · ");
  const field = line.querySelector("input");
  if (asking.get(box) !== file) field.value = described.get(file) ?? "";
  asking.set(box, file);
  if (!quietly) field.focus();
}

function next(box) {
  queues.set(box, queues.get(box).slice(1));
  asking.delete(box);
  part(box, "picture").querySelector("input").value = "";
  areaOf(box).focus({ preventScroll: true });
}

function accept(box) {
  const field = part(box, "picture").querySelector("input");
  const [file] = queues.get(box);
  const alt = field.value.trim();
  if (!alt) return say(box, box.dataset.describe);
  say(box, "");
  next(box);
  const area = areaOf(box);
  const place = `![${fill(box.dataset.uploading, { name: alt })}](${Date.now().toString(36)})`;
  insertBlock(area, place);
  const arrival = upload(box, file, alt).then(
    ({ markdown }) => settle(area, place, markdown),
    (error) => {
      settle(area, place, "");
      askAgain(box, file, alt);
      say(box, error.message);
      return error;
    },
  );
  onTheWay.set(arrival, area.form);
  arrival.finally(() => onTheWay.delete(arrival));
  ask(box);
}

// A save waits for its pictures, or what says where they come would be saved in their place.
document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  const arrivals = [...onTheWay.keys()].filter((arrival) => onTheWay.get(arrival) === form);
  if (!arrivals.length) return;
  event.preventDefault();
  const errors = await Promise.all(arrivals);
  if (!errors.some(Boolean) && form.isConnected) form.requestSubmit(submitter);
});

/** The last in the queue, with the words that are there already, and nobody who writes on is interrupted. */
function askAgain(box, file, alt) {
  described.set(file, alt);
  queues.set(box, [...queues.get(box), file]);
  ask(box, { quietly: true });
}

async function upload(box, file, alt) {
  const body = new FormData();
  body.append("picture", file);
  body.append("alt", alt);
  const headers = { Accept: "application/json", "X-CSRFToken": areaOf(box).form.elements.csrfmiddlewaretoken.value };
  const response = await fetch(box.dataset.pictures, { method: "POST", headers, body }).catch(() => null);
  if (response?.redirected || response?.status === 401) throw new Error(box.dataset.signedOut);
  if (response?.ok) return response.json();
  const isSentence = response?.headers.get("Content-Type")?.startsWith("text/plain");
  throw new Error(isSentence ? await response.text() : box.dataset.notUploaded);
}

/** Put what came back in the placeholder's place, but never into the middle of a syllable. */
function settle(area, place, markdown) {
  if (composing.has(area)) {
    area.addEventListener("compositionend", () => setTimeout(() => settle(area, place, markdown)), { once: true });
    return;
  }
  const start = area.value.indexOf(place);
  if (start >= 0) replaceQuietly(area, start, start + place.length, markdown);
}

for (const type of ["compositionstart", "compositionend"]) {
  document.addEventListener(type, ({ target }) => composing[type.endsWith("start") ? "add" : "delete"](target), true);
}

document.addEventListener("dragover", (event) => {
  if (isArea(event.target) && event.dataTransfer.types.includes("Files")) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const files = isArea(event.target) ? picturesIn(event.dataTransfer.files) : [];
  if (!files.length || !boxOf(event.target).dataset.pictures) return;
  event.preventDefault();
  add(boxOf(event.target), files);
});

// Office programs put a picture of the text beside the text: words come first.
document.addEventListener("paste", (event) => {
  if (!isArea(event.target) || event.defaultPrevented || event.clipboardData?.getData("text/plain")) return;
  const files = picturesIn(event.clipboardData?.files);
  if (!files.length) return;
  event.preventDefault();
  add(boxOf(event.target), files);
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches(".editor-file")) return;
  add(boxOf(target), picturesIn(target.files));
  target.value = "";
});

document.addEventListener("click", ({ target }) => {
  const chosen = target.closest('[data-md-button="picture"], .editor-picture button');
  if (!chosen) return;
  const box = boxOf(chosen);
  if (chosen.dataset.mdButton) part(box, "file").click();
  else if (chosen.value) accept(box);
  else cancel(box);
});

function cancel(box) {
  next(box);
  ask(box);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || !event.target.matches?.(".editor-picture input")) return;
  if (event.key !== "Enter" && event.key !== "Escape") return;
  event.preventDefault();
  (event.key === "Enter" ? accept : cancel)(boxOf(event.target));
});
