// A choice from a list over the page closes it. What was chosen goes the way of all changes (acts.js); closing first
// gives the keyboard back to the name, where it finds itself again when the head comes new.
document.addEventListener("click", ({ target }) => {
  const list = target.closest("[popover]");
  if (list && target.closest("[data-act]")) list.hidePopover();
});
