// Whoever signs out leaves nobody what they looked for: a computer may have many people before it. What they wrote and
// nobody has yet stays for them alone; who sits before a computer of others should know.
const reader = document.querySelector('meta[name="reader"]')?.content;
const isSearch = (key) => key.startsWith("searches:");
const isUnsent = (key) => ["draft", "outbox"].some((kind) => key.startsWith(`${kind}:${reader}:`));

function stored(isMeant) {
  try {
    return Object.keys(localStorage).filter(isMeant);
  } catch {
    return []; // where nothing can be kept there is nothing
  }
}

document.addEventListener("submit", (event) => {
  const { leaving } = event.target.dataset;
  if (!leaving || event.defaultPrevented) return;
  const count = stored(isUnsent).length;
  if (count && !confirm(leaving.replace("{count}", count))) event.preventDefault();
  else for (const key of stored(isSearch)) localStorage.removeItem(key);
});
