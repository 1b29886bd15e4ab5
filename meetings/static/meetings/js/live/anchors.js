// Headings inside a text that comes by itself: an id that another text of the page has gets a number, as in a whole page
// (views/contents.py), so that each link leads into its own text.

/** `instead`: the row that it replaces. */
export function setApart(element, instead) {
  const isTaken = (id) => {
    const there = document.getElementById(id);
    return there !== null && !instead?.contains(there);
  };
  for (const named of element.querySelectorAll('[id^="md-"]')) {
    const { id } = named;
    if (!isTaken(id)) continue;
    let number = 2;
    while (isTaken(`${id}~${number}`)) number += 1;
    named.id = `${id}~${number}`;
    for (const link of element.querySelectorAll('a[href^="#md-"]')) {
      if (decodeURIComponent(link.hash) === `#${id}`) link.hash = named.id;
    }
  }
}
