// Whoever signs out leaves nobody what they looked for: a computer may have many people before it.
const isSearch = (key) => key.startsWith("searches:");

function forget() {
  try {
    for (const key of Object.keys(localStorage).filter(isSearch)) localStorage.removeItem(key);
  } catch {
    // where nothing can be kept there is nothing
  }
}

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && event.target.matches('[action$="/logout/"]')) forget();
});
