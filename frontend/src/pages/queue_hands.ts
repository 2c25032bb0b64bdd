// @ts-nocheck
/* Keys, mouse and finger in a queue's list: Tab leads to one row of it, keys go from row to row, move a scan and take it away, a press
 * opens it. */
import { go as goModule, href } from "../dom/navigate.ts";
import * as queueRow from "./queue_row.ts";

const KEYS_REST = 10000; // ms after the last key in which a list with the focus is in use

/** `rows()` are the rows in order, `row(scanId)` that of a scan; `step(scanId, by)` moves a scan and `remove(scanId)` takes it away;
 *  `left()` is told when the list may no longer be in use. */
export function queueHands(list, { rows, row, step, remove, left }) {
  let reachable = null;
  let lastKey = -Infinity;
  let over = false; // a mouse or pen is over the list; what a finger has touched stays marked as hovered

  /** Let Tab lead to a scan's row, with its buttons. */
  function reach(scanId, focus = false) {
    if (row(reachable)) queueRow.reach(row(reachable), false);
    reachable = scanId;
    if (!row(scanId)) return;
    queueRow.reach(row(scanId), true);
    if (focus) row(scanId).focus();
  }
  function go(made, by) {
    const all = rows();
    const at = all.indexOf(made);
    const to = { Home: 0, End: all.length - 1 }[by] ?? Math.max(0, Math.min(all.length - 1, at + by));
    reach(all[to].dataset.scan, true);
  }
  list.addEventListener("focusin", (event) => {
    const made = event.target.closest(".pb-scan-row");
    if (made && made.dataset.scan !== reachable) reach(made.dataset.scan);
  });
  list.addEventListener("keydown", (event) => {
    lastKey = globalThis.performance.now();
    const made = event.target.closest(".pb-scan-row");
    if (!made || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const scanId = made.dataset.scan;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && by) {
      step(scanId, by);
      globalThis.requestAnimationFrame(() => row(scanId) && reach(scanId, true)); // what is put elsewhere loses the focus
    } else if (event.altKey) return;
    else if (by || event.key === "Home" || event.key === "End") go(made, by || event.key);
    else if (event.key === "Enter" && event.target === made) goModule(`/scans/${scanId}`);
    else if (event.key === "Delete" && made.classList.contains("pb-waits")) remove(scanId);
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    const made = event.target.closest(".pb-scan-row");
    if (!made || event.target.closest("a, button") || String(globalThis.getSelection())) return;
    if (event.ctrlKey || event.metaKey) globalThis.open(href(`/scans/${made.dataset.scan}`), "_blank");
    else goModule(`/scans/${made.dataset.scan}`);
  });
  list.addEventListener("pointerenter", ({ pointerType }) => (over = pointerType !== "touch"));
  list.addEventListener("pointerleave", () => (over = false));
  for (const leaves of ["pointerleave", "focusout"]) list.addEventListener(leaves, () => globalThis.setTimeout(left, 0));

  return {
    reach,
    get reachable() {
      return reachable;
    },
    get busy() {
      return over || (list.matches(":focus-within") && globalThis.performance.now() - lastKey < KEYS_REST);
    },
  };
}
