// Steps through a large import: reads until nothing is left, or makes records of what is certain. Whoever closes the
// page, or loses the connection, goes on from there by the button.
import "./find.js";

const reading = document.querySelector("form.reading");
const making = document.querySelector("form.making");

// One step of two seconds after the other, until `goesOn` says that it was the last one.
async function stepThrough(form, goesOn) {
  const status = form.querySelector("[role=status]");
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    for (let told = {}; goesOn(told, status); ) {
      const headers = { Accept: "application/json" };
      const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers });
      if (!response.ok || response.redirected) throw new Error(response.statusText);
      told = await response.json();
    }
    window.location.assign(window.location.pathname);
  } catch {
    status.textContent = form.dataset.failed;
    button.disabled = false;
  }
}

function readOn({ left, all }, status) {
  if (left === undefined) return true;
  reading.querySelector("progress").value = all - left;
  status.textContent = reading.dataset.word.replace("%(read)s", all - left).replace("%(all)s", all);
  return left > 0;
}

function makeOn() {
  let count = 0;
  return ({ made, from }, status) => {
    if (made === undefined) return true;
    count += made;
    making.elements.from.value = from ?? "";
    status.textContent = making.dataset.word.replace("%(made)s", count);
    return from !== null;
  };
}

if (reading) {
  reading.addEventListener("submit", (event) => {
    event.preventDefault();
    stepThrough(reading, readOn);
  });
  stepThrough(reading, readOn);
}
making?.addEventListener("submit", (event) => {
  event.preventDefault();
  stepThrough(making, makeOn());
});
