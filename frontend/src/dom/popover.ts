/* Small panels that open from a button: menus of actions, and details. Escape, a click elsewhere or a choice closes them. */
import { el, icon, show } from "./elements.ts";
import { MOVED } from "./navigate.ts";

const MARGIN = 8; // px kept between a panel and the window's edge
const GAP = 6; // px between a panel and its button

export interface Popover {
  open(): void;
  close(): void;
}

/** An entry of a menu: a line between groups, entries under a heading, or something to choose. */
export type MenuItem = { separator: true } | { group: string; items: readonly MenuItem[] } | MenuChoice;

export interface MenuChoice {
  label: string;
  detail?: string;
  hint?: string;
  icon?: string;
  kind?: string;
  title?: string;
  href?: string;
  download?: string;
  target?: string;
  disabled?: boolean;
  /** Given where one of several is chosen. */
  checked?: boolean;
  act?(event: Event): unknown;
}

let floating = 0;

/** Let `button` open `panel` below itself; returns {open, close}. One that `floats` is in the page only while it is open, over
 *  everything: nothing cuts it off, and it stays where it is when the page around its button changes. */
export function popover(
  button: HTMLElement,
  panel: HTMLElement,
  { opened = () => {}, floats = false }: { opened?: () => void; floats?: boolean } = {},
): Popover {
  show(panel, false);
  if (floats) button.setAttribute("aria-controls", (panel.id = `pb-floating-${(floating += 1)}`)); // it is not beside its button
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-haspopup", panel.getAttribute("role") === "menu" ? "menu" : "dialog");
  let place: DOMRect | null = null; // of the button, when the panel was put beside it
  const within = (node: Node, event: Event) => event.target instanceof Node && node.contains(event.target);
  const outside = (event: Event) => {
    if (!within(panel, event) && !within(button, event)) close();
  };
  const scrolled = (event: Event) => {
    const around = event.target instanceof Node && event.target.contains(button);
    if (around && place && far(place, button.getBoundingClientRect())) close();
  };
  const put = () => {
    place = float(panel, button);
  };

  function keys(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    close();
    event.stopPropagation();
    button.focus();
  }
  function open(): void {
    if (floats) (button.closest("[data-page]") ?? document.body).append(panel);
    show(panel, true);
    button.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", outside, true);
    globalThis.addEventListener(MOVED, close); // its page is on the way out: the next key is meant for another
    document.addEventListener("keydown", keys, true); // wherever the focus is, and ahead of what else Escape does
    opened();
    if (!floats) {
      keepInside(panel);
      return;
    }
    globalThis.addEventListener("resize", put);
    document.addEventListener("scroll", scrolled, true);
    put();
  }
  function close(): void {
    show(panel, false);
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("keydown", keys, true);
    globalThis.removeEventListener(MOVED, close);
    document.removeEventListener("scroll", scrolled, true);
    globalThis.removeEventListener("resize", put);
    if (floats) panel.remove();
  }
  button.addEventListener("click", () => (panel.hidden ? open() : close()));
  return { open, close };
}

/** Shift a panel that would stick out of the window. */
function keepInside(panel: HTMLElement): void {
  panel.style.transform = "";
  const { left, right } = panel.getBoundingClientRect();
  const over = Math.max(0, MARGIN - left) - Math.max(0, right - (document.documentElement.clientWidth - MARGIN));
  if (over) panel.style.transform = `translateX(${over}px)`;
}

function far(a: DOMRect, b: DOMRect): boolean {
  return Math.abs(a.top - b.top) > MARGIN || Math.abs(a.left - b.left) > MARGIN;
}

/** Put a panel below its button, or above where there is more room; the button's place. */
function float(panel: HTMLElement, button: HTMLElement): DOMRect {
  const place = button.getBoundingClientRect();
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const within = (wanted: number, room: number, size: number) => `${Math.max(MARGIN, Math.min(wanted, room - MARGIN - size))}px`;
  const above = place.bottom + GAP + panel.offsetHeight + MARGIN > height && place.top > height - place.bottom;
  const top = above ? place.top - GAP - panel.offsetHeight : place.bottom + GAP;
  const left = place.right < width / 2 ? place.left : place.right - panel.offsetWidth; // towards the middle
  panel.style.setProperty("--pb-place", `${within(top, height, panel.offsetHeight)} auto auto ${within(left, width, panel.offsetWidth)}`);
  return place;
}

/** Give `button` a menu; `items()` gives its entries each time it opens. */
export function menu(button: HTMLElement, items: () => readonly MenuItem[]): Popover {
  const panel = el("div.pb-menu", { role: "menu", "aria-label": button.getAttribute("aria-label") ?? button.textContent });
  const handle = popover(button, panel, { opened: fill, floats: true });

  function fill(): void {
    panel.replaceChildren(...items().map((item) => entry(item)));
    panel.querySelector<HTMLElement>("[role^=menuitem]")?.focus({ preventScroll: true });
  }
  function entry(item: MenuItem): HTMLElement {
    if ("separator" in item) return el("hr");
    if ("group" in item)
      return el(
        "div.pb-menu-group",
        { role: "group", "aria-label": item.group },
        el("div.pb-menu-heading", { "aria-hidden": "true" }, item.group),
        item.items.map(entry),
      );
    const choice = "checked" in item;
    const made: HTMLElement = el(item.href ? "a.pb-menu-item" : "button.pb-menu-item", {
      role: choice ? "menuitemradio" : "menuitem",
      "aria-checked": choice ? String(Boolean(item.checked)) : null,
      "aria-disabled": item.disabled ? "true" : null,
      href: item.href,
      type: item.href ? null : "button",
      download: item.download,
      target: item.target,
      tabindex: -1,
      title: item.title,
      data: item.kind ? { kind: item.kind } : {},
    });
    made.append(
      icon(item.icon ?? (choice && item.checked ? "check" : "none")),
      el("span", {}, item.label, item.detail && el("small.pb-menu-detail", {}, item.detail)),
    );
    if (item.hint) made.append(el("kbd", {}, item.hint));
    made.addEventListener("click", (event) => {
      if (item.disabled) return;
      item.act?.(event);
      handle.close();
      if (!item.href) button.focus();
    });
    return made;
  }
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Tab") {
      handle.close();
      button.focus(); // from where Tab goes on
    }
    const all = [...panel.querySelectorAll<HTMLElement>("[role^=menuitem]")];
    const at = all.findIndex((each) => each === document.activeElement);
    const places: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 };
    const next = places[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all[next % all.length].focus();
  });
  return handle;
}
