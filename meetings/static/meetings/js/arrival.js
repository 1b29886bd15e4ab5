// Files, folders and zips dropped or chosen: sent with the path that each has inside of what was dropped.
import "./find.js";

const form = document.querySelector("form.arrival");
const area = form.querySelector(".drop");
const input = form.querySelector('input[type=file][name="files"]');
const folder = document.getElementById("id_folder");
const status = form.querySelector(".arrival-status");
const MOST = 90; // files in one request; Django's limit is 100

const LARGEST = 32 * 1024 * 1024; // bytes in one request
let isSending = false;

// A sentence of the server; what browsers say of a lost connection is nothing to read.
class Refusal extends Error {}

form.querySelector(".only-script").hidden = false;

const readEntries = (reader) => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
const fileOf = (entry) => new Promise((resolve, reject) => entry.file(resolve, reject));

async function filesIn(entry) {
  if (entry.isFile) return [{ file: await fileOf(entry), path: entry.fullPath.replace(/^\//, "") }];
  const reader = entry.createReader();
  const found = [];
  for (let some = await readEntries(reader); some.length; some = await readEntries(reader)) {
    for (const inner of some) found.push(...(await filesIn(inner)));
  }
  return found;
}

// Hidden files of systems and repositories are nobody's notes.
const isWanted = ({ path }) => !path.split("/").some((part) => part.startsWith(".") || part === "__MACOSX");

async function send(found) {
  const wanted = found.filter(isWanted);
  if (!wanted.length || isSending) return;
  isSending = true;
  status.textContent = form.dataset.reading;
  try {
    let url = form.action;
    let address;
    const parts = inParts(wanted);
    for (const [number, part] of parts.entries()) {
      ({ url, address } = await sendSome(part, url, number === parts.length - 1));
    }
    window.location.assign(address);
  } catch (error) {
    status.textContent = error instanceof Refusal ? error.message : form.dataset.failed;
    isSending = false;
  }
}

// As many files in one request as the server takes, by their number and by their size.
function inParts(files) {
  const parts = [];
  let size = 0;
  for (const one of files) {
    const last = parts.at(-1);
    if (!last || last.length >= MOST || size + one.file.size > LARGEST) {
      parts.push([one]);
      size = 0;
    } else last.push(one);
    size += one.file.size;
  }
  return parts;
}

async function sendSome(some, url, isLast) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("paths", JSON.stringify(some.map(({ path }) => path)));
  for (const { file } of some) body.append("files", file);
  if (!isLast) body.set("more", "yes");
  const response = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
  const isSentence = response.headers.get("Content-Type")?.startsWith("text/plain");
  if (isSentence && !response.ok) throw new Refusal(await response.text());
  if (!response.ok || response.redirected) throw new Error(response.statusText);
  const told = await response.json();
  return { url: told.more, address: told.url };
}

area.addEventListener("dragover", (event) => {
  event.preventDefault();
  area.classList.add("is-over");
});
area.addEventListener("dragleave", () => area.classList.remove("is-over"));
area.addEventListener("drop", async (event) => {
  event.preventDefault();
  area.classList.remove("is-over");
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  try {
    send((await Promise.all(entries.map(filesIn))).flat());
  } catch {
    status.textContent = form.dataset.failed; // a file that vanished, or may not be read
  }
});

const chosen = (files) => [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
folder.addEventListener("change", () => send(chosen(folder.files)));
form.addEventListener("submit", (event) => {
  if (isSending) event.preventDefault();
  else if (input.files.length > MOST) {
    event.preventDefault();
    send(chosen(input.files));
  } else {
    isSending = true; // by the browser itself; a second click would bring the same notes again
    status.textContent = form.dataset.reading;
  }
});
window.addEventListener("pageshow", () => (isSending = false)); // also after going back
