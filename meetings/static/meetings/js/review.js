// The review of a note by keys, and saved as it is decided. Without this the form works by its buttons.

const form = document.getElementById("review");
const KINDS = ["Digit1", "Digit2", "Digit3", "Digit4", "Digit5", "Digit6"];
let saving = null;

for (const element of document.querySelectorAll(".only-script")) element.hidden = false;

const rows = () => [...form.querySelectorAll(".review-row[tabindex]")];
const current = () => document.activeElement.closest?.(".review-row[tabindex]") ?? form.querySelector(".is-current");

function goTo(row) {
  if (!row) return;
  form.querySelector(".is-current")?.classList.remove("is-current");
  row.classList.add("is-current");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = rows();
  const place = all.indexOf(current());
  goTo(all[place < 0 ? (step > 0 ? 0 : all.length - 1) : place + step]);
}

// After a decision on to the next one that asks, as far as there is one below.
function decide(value) {
  const row = current();
  const choice = row?.querySelector(`input[value="${value}"]`);
  if (!choice) return;
  choice.checked = true;
  const all = rows();
  const next = all.slice(all.indexOf(row) + 1).find((other) => other.classList.contains("asks"));
  save(next?.id ?? row.id);
}

function choose(index) {
  const select = current()?.querySelector('select[name^="kind-"]');
  if (!select || index >= select.options.length) return;
  select.selectedIndex = index;
  save(current().id);
}

// The page comes back with everything that follows from the decision; focus stays where it was.
async function save(focused) {
  saving?.abort();
  const request = (saving = new AbortController());
  const field = document.activeElement?.name;
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), signal: request.signal });
    if (!response.ok || response.redirected) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("review");
    if (!page) throw new Error("no review");
    form.replaceChildren(...page.childNodes);
    for (const element of form.querySelectorAll(".only-script")) element.hidden = false;
    const there = field && !focused ? form.elements[field] : null;
    if (there?.focus) there.focus({ preventScroll: true });
    else if (focused) goTo(document.getElementById(focused));
  } catch (error) {
    if (error.name !== "AbortError") form.querySelector("[role=status]").textContent = form.dataset.unsaved;
  }
}

form.addEventListener("change", (event) => {
  const row = event.target.closest(".review-row[tabindex]");
  save(event.target.type === "radio" ? row?.id : undefined);
});

form.addEventListener("focusin", (event) => {
  const row = event.target.closest(".review-row[tabindex]");
  form.querySelector(".is-current")?.classList.remove("is-current");
  row?.classList.add("is-current");
});

// By position, since the Hangul layout sends ㅓ for J. Never in a field, where letters are letters.
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches?.("select, textarea, input:not([type=radio], [type=checkbox])");
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing) return;
  if (event.code === "KeyJ") move(1);
  else if (event.code === "KeyK") move(-1);
  else if (event.code === "KeyY") decide("yes");
  else if (event.code === "KeyN") decide("no");
  else if (KINDS.includes(event.code)) choose(KINDS.indexOf(event.code));
  else return;
  event.preventDefault();
});
