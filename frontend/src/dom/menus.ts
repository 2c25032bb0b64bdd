/* What dash-bootstrap-components lacks for the keyboard and the hand. A menu that is opened by a key has the focus on its first entry; Home
 * and End go to the first and last; Tab closes it and goes on from its button; it stays where it has opened, whatever comes or goes around
 * its button. A dialog whose input takes the focus gives it back. */
const ENTRIES = ".dropdown-item:not(.disabled):not(:disabled)";

const MODAL = ".modal";

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

/** Where the focus was before a dialog took it. */
let outside: HTMLElement | null = null;

function focused({ target }: FocusEvent): void {
  if (target instanceof HTMLElement && !target.closest(MODAL)) outside = target;
}

function closed(records: MutationRecord[]): void {
  const gone = records.some(({ removedNodes }) => [...removedNodes].some((node) => node instanceof HTMLElement && node.matches(MODAL)));
  if (gone && document.activeElement === document.body) outside?.focus();
}

/** Begin to listen to the page. */
export function start(): void {
  document.addEventListener("focusin", focused);
  new MutationObserver(closed).observe(document.body, { childList: true });
  document.addEventListener("click", opened);
  document.addEventListener("keydown", pressed, true);
}
