// New results in place of others: whoever stands on one of them stays there, and what was unfolded stays unfolded.
export function renew(element, html, otherwise) {
  const here = element.contains(document.activeElement) ? document.activeElement : null;
  const href = here?.closest("a")?.getAttribute("href");
  const unfolded = [...element.querySelectorAll("details")].map((details) => details.open);
  element.innerHTML = html;
  [...element.querySelectorAll("details")].forEach((details, at) => (details.open = unfolded[at] ?? false));
  if (!here) return;
  const again = [...element.querySelectorAll("a")].find((link) => link.getAttribute("href") === href);
  (again ?? otherwise).focus({ preventScroll: true });
}
