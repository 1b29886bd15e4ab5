// New results in place of others: whoever stands on one of them stays there, and what was unfolded stays unfolded.
const STATIONS = "a, button, summary";
const named = (station) => [station.localName, station.getAttribute("href") ?? station.value ?? station.textContent.trim()].join();

/** `complete` puts into the new ones what the server doesn't know. */
export function renew(element, html, otherwise, complete = () => {}) {
  const here = element.contains(document.activeElement) ? document.activeElement : null;
  const name = here && named(here.closest(STATIONS) ?? here);
  const unfolded = [...element.querySelectorAll("details")].map((details) => details.open);
  element.innerHTML = html;
  [...element.querySelectorAll("details")].forEach((details, at) => (details.open = unfolded[at] ?? false));
  complete();
  if (!here) return;
  const again = [...element.querySelectorAll(STATIONS)].find((station) => named(station) === name);
  (again ?? otherwise).focus({ preventScroll: true });
}
