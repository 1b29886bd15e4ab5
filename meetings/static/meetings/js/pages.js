// Formulas and keys stand on pages of their own, which open without JavaScript too. The editor borrows what it needs.

const loaded = new Map(); // address → the element, or the request for it

/** A copy of the part of a page that `selector` names; null when it can't be had. */
export async function borrow(address, selector) {
  if (!loaded.has(address)) loaded.set(address, load(address, selector));
  const element = await loaded.get(address);
  if (!element) loaded.delete(address);
  return element?.cloneNode(true) ?? null;
}

async function load(address, selector) {
  const response = await fetch(address).catch(() => null);
  if (!response?.ok || response.redirected) return null;
  return document.adoptNode(new DOMParser().parseFromString(await response.text(), "text/html").querySelector(selector));
}
