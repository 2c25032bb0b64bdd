// @ts-nocheck
/* Text that is cut off with an ellipsis tells the whole of itself on hover. */
let told = null;

/** Begin to listen to the page. */
export function start() {
  document.addEventListener("pointerover", ({ target }) => {
    if (told) told.removeAttribute("title");
    told = null;
    if (target.nodeType !== 1 || target.title || target.children.length || target.scrollWidth <= target.clientWidth) return;
    if (getComputedStyle(target).textOverflow !== "ellipsis") return;
    told = target;
    told.title = target.textContent;
  });
}
