/* Where a queue's list is scrolled to: it follows the running scan until somebody scrolls elsewhere. */
import { flash } from "../dom/elements.ts";

export interface Sight {
  has(scanId: string): boolean;
  /** Take which scans run; returns those for which that changed. */
  current(ids: string[]): string[];
  /** Bring the running scan into view when another one runs than before, unless the list is in use. */
  follow(inUse: () => boolean): void;
  /** Show the running scan because somebody pressed the button for it. */
  reveal(): void;
  /** Whether the list has yet to follow. */
  readonly due: boolean;
  /** Whether a button that reveals the running scan helps. */
  readonly useful: boolean;
}

/** `row(scanId)` is the row of a scan, if there is one. */
export function queueSight(list: HTMLElement, row: (scanId: string) => HTMLElement | undefined): Sight {
  let current = new Set<string>();
  let scrolledTo = 0; // by this script
  let due = false;
  let untouched = true; // nobody can have got hold of a row yet
  const first = (): HTMLElement | undefined => row([...current][0]);

  function scrollTo(made: HTMLElement): void {
    list.scrollTop += made.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
    scrolledTo = list.scrollTop;
  }
  return {
    has: (scanId) => current.has(scanId),
    current(ids) {
      const before = current;
      current = new Set(ids);
      due ||= ids[0] !== [...before][0];
      return [...before, ...ids].filter((each) => before.has(each) !== current.has(each));
    },
    follow(inUse) {
      const made = first();
      if (due && made && (untouched || !inUse())) {
        due = false;
        const [box, { top, bottom }] = [list.getBoundingClientRect(), made.getBoundingClientRect()];
        if (Math.abs(list.scrollTop - scrolledTo) <= 1 && (top < box.top || bottom > box.bottom)) scrollTo(made);
      }
      if (list.childElementCount) untouched = false;
    },
    reveal() {
      const made = first();
      if (!made) return;
      made.scrollIntoView({ block: "nearest" });
      scrollTo(made);
      flash(made);
    },
    get due() {
      return due;
    },
    get useful() {
      return current.size > 0 && list.scrollHeight > list.clientHeight + 1;
    },
  };
}
