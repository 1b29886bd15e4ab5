// Reads a large import on until nothing is left. Whoever closes the page goes on from there by the button.

const form = document.querySelector("form.reading");

async function readOn() {
  const bar = form.querySelector("progress");
  const status = form.querySelector("[role=status]");
  for (;;) {
    const headers = { Accept: "application/json" };
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers });
    if (!response.ok || response.redirected) return;
    const { left, all } = await response.json();
    bar.value = all - left;
    status.textContent = form.dataset.word.replace("%(read)s", all - left).replace("%(all)s", all);
    if (!left) {
      window.location.reload();
      return;
    }
  }
}

if (form) readOn();
