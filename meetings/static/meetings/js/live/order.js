// Brings rows into the order of the server. A row that somebody writes in stays where it is in the page, and its
// neighbours go around it: an element that is moved loses the focus, and a syllable that is being composed with it.

const isHeld = (row) => row.contains(document.activeElement) || Boolean(row.querySelector(".in-place"));

/** Whether all rows are there and in order now. */
export function arrange(container, ids) {
  const rows = ids.map((id) => document.getElementById(id)).filter((row) => row?.parentElement === container);
  const known = new Set(rows);
  let before = null;
  for (const row of rows) {
    if (following(container, before, known) !== row && !bring(container, row, before)) return false;
    before = row;
  }
  return true;
}

/** The next row; what else stands there, an editor or a note, is passed over. */
function following(container, before, known) {
  let next = before ? before.nextElementSibling : container.firstElementChild;
  while (next && known && !known.has(next)) next = next.nextElementSibling;
  return next;
}

function bring(container, row, before) {
  if (!isHeld(row)) {
    if (before) before.after(row);
    else container.prepend(row);
    return true;
  }
  const others = [];
  for (let other = following(container, before); other !== row; other = other.nextElementSibling) {
    if (!other || isHeld(other)) return false; // two that must not move: later
    others.push(other);
  }
  row.after(...others);
  return true;
}
