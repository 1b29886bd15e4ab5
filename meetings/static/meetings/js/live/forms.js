// Forms of rows as the server makes them. Blank ones are fetched once, soon (readiness.js), so that adding works without a
// connection; those of stored rows when somebody opens one. Ids are made unique, for several may be open at once.
import { ask, carryToken } from "./network.js";
import { elementOf, newId, root } from "./page.js";

const NAMING = ["id", "for", "list", "aria-labelledby", "aria-describedby", "aria-controls"];

let blank = null; // noun → html
let asked = null; // the request for them
let count = 0;
const opened = new Map(); // address → { html, revision }, of rows that were open before

export async function fetchBlanks() {
  if (blank || !root.dataset.forms) return;
  asked ??= ask(root.dataset.forms);
  const { status, body } = await asked;
  asked = null;
  if (status === 200) blank = body;
}

/** An empty form to add one with, or null while there was never a connection. */
export async function blankForm(noun, fields = {}) {
  if (!blank) await fetchBlanks();
  if (!blank?.[noun]) return null;
  const form = made(blank[noun]);
  if (fields.question) form.setAttribute("action", form.getAttribute("action").replace(/\{question\}|%7Bquestion%7D/, fields.question));
  if (fields.review) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "review", value: fields.review }));
  if (form.elements.sent_as) form.elements.sent_as.value = newId();
  return form;
}

/** The form of a stored row: { form } or { status, sentence }. Without a connection the one it had a moment ago. */
export async function storedForm(address, revision) {
  const { status, body } = await ask(address);
  if (status === 200) opened.set(address, { html: body.form, revision: body.revision });
  const known = opened.get(address);
  if (status === 200 || (status === 0 && known && String(known.revision) === revision)) return { form: made(known.html) };
  return { status, sentence: body.sentence };
}

export function made(html) {
  const form = elementOf(html);
  carryToken(form);
  count += 1;
  for (const name of NAMING) {
    for (const element of [form, ...form.querySelectorAll(`[${name}]`)]) {
      const ids = element.getAttribute(name);
      if (ids) element.setAttribute(name, ids.replace(/\S+/g, `$&_${count}`));
    }
  }
  return form;
}

/** What a form would send, without what belongs to this page's visit: [[name, value], …]. */
export function fieldsOf(form, submitter) {
  const fields = [...new FormData(form, submitter)].filter(([, value]) => typeof value === "string");
  return fields.filter(([name]) => !["csrfmiddlewaretoken", "next"].includes(name));
}

/** What of it was typed or chosen, to know whether anything was. */
export const typedIn = (form) =>
  JSON.stringify(fieldsOf(form).filter(([name]) => !name.startsWith("initial-") && name !== "sent_as"));
