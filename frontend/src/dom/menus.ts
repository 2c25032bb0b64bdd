/* What the menus of dash-bootstrap-components lack. For the keyboard: opened by a key, the first entry has the focus; Home and End go to
 * the first and last; Tab closes and goes on from the button. For the hand: a menu stays where it has opened, whatever comes or goes
 * around its button. */
const ENTRIES = ".dropdown-item:not(.disabled):not(:disabled)";

function entries(menu: Element): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>(ENTRIES)].filter((entry) => entry.checkVisibility());
}

function opened({ detail, target }: MouseEvent): void {
  const menu = (target as Element).closest(".dropdown > button")?.parentElement;
  if (menu) requestAnimationFrame(() => pin(menu.querySelector<HTMLElement>(".dropdown-menu.show")));
  if (menu && detail === 0) requestAnimationFrame(() => menu.classList.contains("show") && entries(menu)[0]?.focus());
}

function pin(panel: HTMLElement | null): void {
  if (!panel) return;
  const { top, left } = panel.getBoundingClientRect();
  panel.style.setProperty("--pb-place", `${top}px auto auto ${left}px`);
  panel.classList.add("pb-pinned"); // taken away by Bootstrap when the menu closes
}

function pressed(event: KeyboardEvent): void {
  const menu = (event.target as Element).closest(".dropdown-menu.show");
  if (!menu) return;
  const button = menu.parentElement?.querySelector<HTMLElement>(":scope > button");
  if (event.key === "Tab") {
    button?.click();
    button?.focus();
  } else if (event.key === "Home" || event.key === "End") {
    event.preventDefault();
    entries(menu)
      .at(event.key === "Home" ? 0 : -1)
      ?.focus();
  }
}

/** Begin to listen to the page. */
export function start(): void {
  document.addEventListener("click", opened);
  document.addEventListener("keydown", pressed, true);
}
