/* Keys, mouse and finger in a queue's list: Tab leads to one row of it, keys go from row to row, move a scan and remove it, a click
 * opens it. */
import { go, href } from "../dom/navigate.ts";
import { reach as reachRow } from "./queue_row.ts";

const KEYS_REST = 10000; // ms after the last key in which a list with the focus is in use

interface Does {
  /** Rows that are shown, in order. */
  rows(): HTMLElement[];
  row(scanId: string | null): HTMLElement | undefined;
  /** Move a scan by one place, up (-1) or down (1). */
  step(scanId: string, by: number): void;
  remove(scanId: string): void;
  /** The list may no longer be in use. */
  left(): void;
}
export interface Hands {
  /** Let Tab lead to a scan's row. */
  reach(scanId: string | null, focus?: boolean): void;
  readonly reachable: string | null;
  /** Whether somebody uses the list now. */
  readonly busy: boolean;
}

export function queueHands(list: HTMLElement, { rows, row, step, remove, left }: Does): Hands {
  let reachable: string | null = null;
  let lastKey = -Infinity;
  let over = false; // a mouse or pen is over the list; what a finger has touched stays marked as hovered

  function reach(scanId: string | null, focus = false): void {
    const [before, made] = [row(reachable), row(scanId)];
    if (before) reachRow(before, false);
    reachable = scanId;
    if (!made) return;
    reachRow(made, true);
    if (focus) made.focus();
  }
  const rowOf = (event: Event): HTMLElement | null => (event.target as Element).closest<HTMLElement>(".pb-scan-row");
  const scanOf = (made: HTMLElement): string => made.dataset.scan ?? "";

  list.addEventListener("focusin", (event) => {
    const made = rowOf(event);
    if (made && scanOf(made) !== reachable) reach(scanOf(made));
  });
  list.addEventListener("keydown", (event) => {
    lastKey = performance.now();
    const made = rowOf(event);
    if (!made || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const scanId = scanOf(made);
    const all = rows();
    const at = all.indexOf(made);
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const to = { Home: 0, End: all.length - 1 }[event.key] ?? (by && Math.max(0, Math.min(all.length - 1, at + by)));
    if (event.altKey && by) {
      step(scanId, by);
      requestAnimationFrame(() => row(scanId) && reach(scanId, true)); // an element that is moved loses the focus
    } else if (event.altKey) return;
    else if (to !== undefined) reach(scanOf(all[to]), true);
    else if (event.key === "Enter" && event.target === made) go(`/scans/${scanId}`);
    else if (event.key === "Delete" && made.classList.contains("pb-waits")) remove(scanId);
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    const made = rowOf(event);
    if (!made || (event.target as Element).closest("a, button") || String(getSelection())) return;
    if (event.ctrlKey || event.metaKey) window.open(href(`/scans/${scanOf(made)}`), "_blank");
    else go(`/scans/${scanOf(made)}`);
  });
  list.addEventListener("pointerenter", ({ pointerType }) => (over = pointerType !== "touch"));
  list.addEventListener("pointerleave", () => (over = false));
  for (const leaves of ["pointerleave", "focusout"]) list.addEventListener(leaves, () => setTimeout(left, 0));

  return {
    reach,
    get reachable() {
      return reachable;
    },
    get busy() {
      return over || (list.matches(":focus-within") && performance.now() - lastKey < KEYS_REST);
    },
  };
}
