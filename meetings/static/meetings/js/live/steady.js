// The page may change above what somebody reads or writes; that stays where it is on the screen.

/** What must not move: where one writes, else the first row in sight. */
function fixedPoint() {
  const { activeElement: active } = document;
  const writing = active?.closest?.(".in-place, [data-noun]");
  if (writing && isInSight(writing)) return active.matches("textarea, input") ? active : writing;
  const rows = [...document.querySelectorAll("[data-rows] > *")];
  const { top } = document.body.getBoundingClientRect();
  return top < 0 ? rows.find(isInSight) : null;
}

function isInSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

export function steady(change) {
  const point = fixedPoint();
  const before = point?.getBoundingClientRect().top;
  change();
  if (!point?.isConnected) return;
  const moved = point.getBoundingClientRect().top - before;
  if (moved) scrollBy({ top: moved, behavior: "instant" });
}
