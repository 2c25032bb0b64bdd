/* What dash-bootstrap-components lacks for the keyboard and the hand. A menu that is opened by a key has the focus on its first entry; Home
 * and End go to the first and last; Tab closes it and goes on from its button; it stays where it has opened, whatever comes or goes around
 * its button. A dialog whose input takes the focus gives it back. A popover that a callback opens closes at a press elsewhere and at Escape. */
const ENTRIES = ".dropdown-item:not(.disabled):not(:disabled)";

const MODAL = ".modal";

const POPOVER = '.popover[id^="{"]'; // of a component whose id is a dictionary: the element has it as JSON
const OPENER = "[data-opens-popover]";

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

/** Close the open popovers that `kept` is not in; true when there was one. */
function closePopovers(kept: Element | null): boolean {
  const open = [...document.querySelectorAll(POPOVER)].filter((popover) => !kept || !popover.contains(kept));
  for (const popover of open) globalThis.dash_clientside.set_props(JSON.parse(popover.id), { is_open: false });
  return open.length > 0;
}

function pressedElsewhere({ target }: MouseEvent): void {
  if (target instanceof Element && !target.closest(OPENER)) closePopovers(target);
}

function escaped({ key }: KeyboardEvent): void {
  if (key === "Escape" && closePopovers(null)) document.querySelector<HTMLElement>(OPENER)?.focus();
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
  document.addEventListener("click", pressedElsewhere);
  document.addEventListener("keydown", pressed, true);
  document.addEventListener("keydown", escaped);
}
