// Where things are on a page of minutes. Sentences and small pieces of markup come from the server, in `#live`
// (templates/minutes/_live.html).
export const root = document.getElementById("minutes");
export const words = document.getElementById("live")?.dataset ?? {};
export const reader = document.querySelector('meta[name="reader"]')?.content ?? "";
export const isWritable = Boolean(root && "writable" in root.dataset);

/** A copy of one of the templates in `#live`. */
export const copyOf = (name) => document.getElementById(`live-${name}`).content.firstElementChild.cloneNode(true);

/** Places of ours come where they are looked for, before anything is in them. */
export const noticeAt = document.getElementById("live-notice");
export const unsentAt = document.getElementById("live-unsent");
if (noticeAt) root.querySelector(":scope > .with-rail").before(noticeAt);
if (unsentAt) document.getElementById("actions")?.after(unsentAt);

export const rowOf = (element) => element?.closest?.("[data-noun]:not(form)") ?? null;
export const rowsIn = (part) => part?.querySelector("[data-rows]") ?? null;

/** Rows that stand on the thread on their own. */
export const rowOnThread = (element) => element?.closest?.("[data-rows] > *") ?? null;

export const isField = (element) =>
  Boolean(element?.closest?.("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]"));

/** Elements of a fragment of the server's HTML, which comes out of the same sanitiser as the page. */
export function elementOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

/** An id nobody else has, also where the browser lends no `randomUUID`: over plain HTTP in a local network. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export function clock(at) {
  const format = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat(document.documentElement.lang, format).format(at);
}
