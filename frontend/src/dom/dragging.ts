// @ts-nocheck
/* Putting rows of a list in order by dragging, with mouse, pen or finger. The list itself does not change while something is dragged:
 * a copy of the row follows the pointer and a line shows where it would land. Near its edges the list scrolls. */
import * as order from "../core/order.ts";
import { el } from "./elements.ts";

const SLACK = 4; // px a pointer may move before it drags

/** Let the rows of `list` be dragged by what fits `grip`. `rows()` are the rows that can be moved, in their order;
 *  `dropped(row, gap)` tells before which of them a row was let go (`rows().length` is after the last), `ended()` that nothing is
 *  dragged any more, before that. The handle has `active` (the row that is dragged, or null) and `cancel()`. */
export function dragging(list, { grip, rows, begun = () => {}, dropped, ended = () => {} }) {
  const line = el("div.pb-drop-line", { "aria-hidden": "true" });
  let held = null; // {row, handle, pointer, from, y, above, copy, frame}: heights in px of the window

  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest(grip);
    if (!handle || held || event.button !== 0) return;
    const row = rows().find((each) => each.contains(handle));
    if (!row) return;
    held = { row, handle, pointer: event.pointerId, from: event.clientY, y: event.clientY, above: 0, copy: null, frame: 0 };
    handle.setPointerCapture(event.pointerId);
  });
  list.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.pointer) return;
    held.y = event.clientY;
    if (!held.copy && Math.abs(held.y - held.from) >= SLACK) lift();
  });
  for (const [name, drops] of [
    ["pointerup", true],
    ["pointercancel", false],
  ]) {
    list.addEventListener(name, (event) => held && event.pointerId === held.pointer && end(drops, event.clientY));
  }
  list.addEventListener("contextmenu", (event) => event.target.closest(grip) && event.preventDefault()); // a long touch drags

  function lift() {
    const { row } = held;
    const place = row.getBoundingClientRect();
    held.copy = el("div.pb-drag-copy", { "aria-hidden": "true", inert: true });
    const copy = row.cloneNode(true);
    delete copy.dataset.scan;
    held.copy.append(copy);
    held.copy.style.width = `${place.width}px`;
    held.copy.style.left = `${place.left}px`;
    held.above = held.from - place.top;
    (list.closest("[data-page]") || document.body).append(held.copy);
    row.classList.add("pb-lifted");
    list.append(line);
    list.classList.add("pb-dragging");
    globalThis.addEventListener("keydown", keys, true);
    begun(row);
    draw();
  }
  function draw() {
    const view = list.getBoundingClientRect();
    const { copy, y, above } = held;
    list.scrollTop += order.pull(y, Math.max(0, view.top), Math.min(globalThis.innerHeight, view.bottom));
    copy.style.transform = `translateY(${y - above}px)`;
    const { gap, at } = landing(y);
    line.hidden = gap === null;
    line.style.transform = `translateY(${at - view.top + list.scrollTop}px)`;
    held.frame = globalThis.requestAnimationFrame(draw);
  }
  /** Before which row something let go at `y` lands, and where that is; null when there is no row. */
  function landing(y) {
    const all = rows();
    if (!all.length) return { gap: null, at: 0 };
    const box = (i) => all[i].getBoundingClientRect();
    const gap = order.gap(all.length, (i) => box(i).top + box(i).height / 2, y);
    return { gap, at: gap < all.length ? box(gap).top : box(all.length - 1).bottom };
  }
  /** Escape puts the row back; it is not half of an emergency stop then. */
  function keys(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    end(false);
  }
  function end(drops, y = 0) {
    const { row, handle, pointer, copy, frame } = held;
    const { gap } = copy && drops ? landing(y) : { gap: null };
    held = null;
    if (handle.hasPointerCapture(pointer)) handle.releasePointerCapture(pointer);
    if (!copy) return;
    globalThis.cancelAnimationFrame(frame);
    globalThis.removeEventListener("keydown", keys, true);
    copy.remove();
    line.remove();
    row.classList.remove("pb-lifted");
    list.classList.remove("pb-dragging");
    ended();
    if (gap !== null) dropped(row, gap);
  }
  return {
    get active() {
      return held && held.copy ? held.row : null;
    },
    cancel: () => held && end(false),
  };
}
