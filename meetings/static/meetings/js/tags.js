// Several tags stand in one field, divided by commas, but a browser suggests for the field as a whole. So its list is kept
// in step: each suggestion begins with the tags that are there. Another word for a tag gives way to it when one leaves.
import { onArrival } from "./field.js";

const namesIn = (text) => text.split(",").map((name) => name.trim().replace(/^#/, "")).filter(Boolean);

function attend(field) {
  const words = [...field.list.options].map(({ value, label }) => ({ value, tag: label || value }));
  const tags = new Map(words.map(({ value, tag }) => [value.toLowerCase(), tag]));
  const meant = (text) => [...new Set(namesIn(text).map((name) => tags.get(name.toLowerCase()) ?? name))];
  let begun = "";

  function keepInStep() {
    const [start] = field.value.match(/^.*,\s*/) ?? [""];
    if (start === begun) return;
    begun = start;
    const there = new Set(meant(start));
    const left = words.filter(({ tag }) => !there.has(tag));
    field.list.replaceChildren(...left.map(({ value, tag }) => option(start + value, tag === value ? "" : tag)));
  }

  field.addEventListener("input", keepInStep);
  field.addEventListener("change", () => {
    field.value = meant(field.value).join(", ");
  });
}

function option(value, label) {
  const made = document.createElement("option");
  made.value = value;
  if (label) made.label = label;
  return made;
}

onArrival((root) => root.querySelectorAll("input[data-tags]").forEach(attend));
