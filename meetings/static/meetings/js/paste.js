// Cells of a sheet, a data frame or a page become a Markdown table, with row headings and escaped pipes. Links are
// GitHub's part: an address over a selection, and text whose HTML holds links.
import { subscribe } from "../vendor/paste-markdown/bundle.js";
import { insertBlock, isArea, isInFence } from "./field.js";

const known = new WeakSet();

const cell = (text) => text.replace(/\s+/g, " ").trim().replace(/\\?\|/g, "\\|");

/** Rows of cells as a table; "" when they are none. */
function table(rows) {
  const width = Math.max(...rows.map((row) => row.length));
  if (rows.length < 2 || width < 2) return "";
  const line = (row) => `| ${Array.from({ length: width }, (_, at) => cell(row[at] ?? "")).join(" | ")} |`;
  const [head, ...body] = rows.map(line);
  return [head, `|${" --- |".repeat(width)}`, ...body].join("\n");
}

function rowsOf(element) {
  return [...element.rows].map((row) =>
    [...row.cells].flatMap((one) => [one.textContent, ...Array(Math.min(one.colSpan, 50) - 1).fill("")]),
  );
}

/** A table that is all there is; one among paragraphs is pasted as plain text. */
function fromHtml(html) {
  const bare = html.replace(/<style\b[\s\S]*?<\/style>/gi, ""); // which the policy would complain of
  const { body } = new DOMParser().parseFromString(bare, "text/html");
  const element = body.querySelector("table");
  for (const other of body.querySelectorAll("script, caption")) other.remove();
  return element && body.textContent.trim() === element.textContent.trim() ? table(rowsOf(element)) : "";
}

/** Lines of equally many tabs are cells, unless all are indented: then they are code. */
function fromText(text) {
  const rows = text.replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
  const isTable = rows.every((row) => row.length === rows[0].length) && rows.some((row) => row[0]);
  return isTable ? table(rows) : "";
}

function know(target) {
  if (!isArea(target) || known.has(target)) return;
  known.add(target);
  subscribe(target);
}

document.addEventListener("focusin", ({ target }) => know(target));
know(document.activeElement); // somebody may write already

// Before GitHub's own tables, which lose headings of rows and keep the HTML around.
document.addEventListener(
  "paste",
  (event) => {
    const area = event.target;
    if (!isArea(area) || !event.clipboardData || isInFence(area.value.slice(0, area.selectionStart))) return;
    const html = event.clipboardData.getData("text/html");
    const hasTable = /<table/i.test(html);
    const text = hasTable ? fromHtml(html) : fromText(event.clipboardData.getData("text/plain"));
    if (hasTable || text) event.stopImmediatePropagation();
    if (!text) return;
    event.preventDefault();
    insertBlock(area, text);
  },
  true,
);
