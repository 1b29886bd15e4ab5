// A syllable that is being composed is sacred: until it stands nothing is sent, fetched or replaced.
let field = null; // where the composition is
let [waiting, timer] = [[], 0];

export const isComposing = () => Boolean(field?.isConnected);

/** Resolves once no syllable is being composed. What is done with it has to begin at once: the next may follow. */
export async function settled() {
  while (isComposing()) await new Promise((resolve) => waiting.push(resolve));
}

function release() {
  field = null;
  const released = waiting;
  waiting = [];
  for (const resolve of released) resolve();
}

/** What the composition was in has left the page; browsers need not say so. */
export function letGo() {
  if (field && !field.isConnected) release();
}

function releaseSoon() {
  clearTimeout(timer);
  timer = setTimeout(release);
}

// One keystroke ends a syllable and begins the next: then there was no moment in between.
document.addEventListener(
  "compositionstart",
  ({ target }) => {
    clearTimeout(timer);
    field = target;
  },
  true,
);
// What the composition made is in the field only after its last input event.
document.addEventListener("compositionend", releaseSoon, true);
document.addEventListener("focusout", ({ target }) => target === field && releaseSoon(), true);
