// With one thumb: "+" in the bar below asks what to write.
import { openNew } from "./opening.js";
import { copyOf, isWritable } from "./page.js";

function ask() {
  const sheet = copyOf("sheet");
  for (const add of document.querySelectorAll("a[data-add]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = add.querySelector(".row-body").firstChild.textContent.trim();
    button.addEventListener("click", () => {
      sheet.close();
      openNew(add);
    });
    sheet.querySelector("div").append(button);
  }
  sheet.addEventListener("click", ({ target }) => target === sheet && sheet.close());
  sheet.addEventListener("close", () => sheet.remove());
  document.body.append(sheet);
  sheet.showModal();
}

const bar = document.querySelector(".thumbs");
if (bar && isWritable) {
  const plus = copyOf("plus");
  plus.addEventListener("click", ask);
  bar.children[Math.floor(bar.children.length / 2)].before(plus);
}

// The keyboard of a phone comes up after the focus does.
visualViewport?.addEventListener("resize", () => {
  const field = document.activeElement?.closest(".in-place") && document.activeElement;
  if (field && innerWidth <= 640) field.scrollIntoView({ block: "nearest", behavior: "instant" });
});
