/* Text that is cut off with an ellipsis shows in full on hover. */
let shown: HTMLElement | null = null;

/** Begin to listen to the page. */
export function start(): void {
  document.addEventListener("pointerover", ({ target }) => {
    shown?.removeAttribute("title");
    shown = null;
    if (!(target instanceof HTMLElement) || target.title || target.children.length || target.scrollWidth <= target.clientWidth) return;
    if (getComputedStyle(target).textOverflow !== "ellipsis") return;
    shown = target;
    shown.title = target.textContent;
  });
}
