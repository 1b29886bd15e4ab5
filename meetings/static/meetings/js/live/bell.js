// What happens in one module and matters to others: `ring` says it, `hear` listens.
const bell = new EventTarget();

export const ring = (name, detail) => bell.dispatchEvent(new CustomEvent(name, { detail }));
export const hear = (name, act) => bell.addEventListener(name, ({ detail }) => act(detail));
