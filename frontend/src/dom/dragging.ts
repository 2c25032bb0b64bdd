/* Putting rows of a list in order by dragging, with mouse, pen or finger. The list itself does not change during the drag: a copy of the
 * row follows the pointer and a line shows where it would land. Near its edges the list scrolls. */
import * as order from "../core/order.ts";
import { el } from "./elements.ts";

const SLACK = 4; // px a pointer may move before it drags

interface Ways {
  /** Selector of what a row is dragged by. */
  grip: string;
  /** The rows that can be moved, in their order. */
  rows(): HTMLElement[];
  begun?(row: HTMLElement): void;
  /** A row was let go before the row at `gap`; `rows().length` is after the last. */
  dropped(row: HTMLElement, gap: number): void;
  /** Nothing is dragged any more; comes before `dropped`. */
  ended?(): void;
}

export interface Dragging {
  /** The row that is dragged. */
  readonly active: HTMLElement | null;
  cancel(): void;
}

/** A row that is held; heights in px of the window. */
interface Held {
  row: HTMLElement;
  handle: Element;
  pointer: number;
  /** Where the pointer was put down, and where it is. */
  from: number;
  y: number;
}

/** A row that is dragged. */
interface Lifted extends Held {
  copy: HTMLElement;
  /** From the top of the row to the pointer. */
  above: number;
  frame: number;
}

export function dragging(list: HTMLElement, { grip, rows, begun = () => {}, dropped, ended = () => {} }: Ways): Dragging {
  const line = el("div.pb-drop-line", { "aria-hidden": "true" });
  let held: Held | null = null;
  let lifted: Lifted | null = null;
  const handleOf = ({ target }: Event) => (target instanceof Element ? target.closest(grip) : null);

  list.addEventListener("pointerdown", (event) => {
    const handle = handleOf(event);
    const row = handle && !held && event.button === 0 && rows().find((each) => each.contains(handle));
    if (!row) return;
    held = { row, handle, pointer: event.pointerId, from: event.clientY, y: event.clientY };
    handle.setPointerCapture(event.pointerId);
  });
  list.addEventListener("pointermove", (event) => {
    if (event.pointerId !== held?.pointer) return;
    (lifted ?? held).y = event.clientY;
    if (!lifted && Math.abs(event.clientY - held.from) >= SLACK) lift(held);
  });
  list.addEventListener("pointerup", (event) => event.pointerId === held?.pointer && end(event.clientY));
  list.addEventListener("pointercancel", (event) => event.pointerId === held?.pointer && end());
  list.addEventListener("contextmenu", (event) => handleOf(event) && event.preventDefault()); // a long touch drags

  function lift(from: Held): void {
    const { row } = from;
    const place = row.getBoundingClientRect();
    const copy = row.cloneNode(true) as HTMLElement;
    delete copy.dataset.scan;
    const carried = el("div.pb-drag-copy", { "aria-hidden": "true", inert: true }, copy);
    carried.style.width = `${place.width}px`;
    carried.style.left = `${place.left}px`;
    (list.closest("[data-page]") ?? document.body).append(carried);
    row.classList.add("pb-lifted");
    list.append(line);
    list.classList.add("pb-dragging");
    globalThis.addEventListener("keydown", keys, true);
    lifted = { ...from, copy: carried, above: from.from - place.top, frame: 0 };
    begun(row);
    draw(lifted);
  }
  function draw(drag: Lifted): void {
    const view = list.getBoundingClientRect();
    list.scrollTop += order.pull(drag.y, Math.max(0, view.top), Math.min(globalThis.innerHeight, view.bottom));
    drag.copy.style.transform = `translateY(${drag.y - drag.above}px)`;
    const { gap, at } = landing(drag.y);
    line.hidden = gap === null;
    line.style.transform = `translateY(${at - view.top + list.scrollTop}px)`;
    drag.frame = globalThis.requestAnimationFrame(() => draw(drag));
  }
  /** Before which row something let go at `y` lands, and where that is; null when there is no row. */
  function landing(y: number): { gap: number | null; at: number } {
    const all = rows();
    if (!all.length) return { gap: null, at: 0 };
    const box = (i: number) => all[i].getBoundingClientRect();
    const gap = order.gap(all.length, (i) => box(i).top + box(i).height / 2, y);
    return { gap, at: gap < all.length ? box(gap).top : box(all.length - 1).bottom };
  }
  /** Escape puts the row back, and does nothing else. */
  function keys(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    end();
  }
  /** Let go at height `y`, or put the row back. */
  function end(y: number | null = null): void {
    const [from, drag] = [held, lifted];
    const gap = drag && y !== null ? landing(y).gap : null;
    held = lifted = null;
    if (from?.handle.hasPointerCapture(from.pointer)) from.handle.releasePointerCapture(from.pointer);
    if (!drag) return;
    globalThis.cancelAnimationFrame(drag.frame);
    globalThis.removeEventListener("keydown", keys, true);
    drag.copy.remove();
    line.remove();
    drag.row.classList.remove("pb-lifted");
    list.classList.remove("pb-dragging");
    ended();
    if (gap !== null) dropped(drag.row, gap);
  }
  return {
    get active() {
      return lifted?.row ?? null;
    },
    cancel: () => end(),
  };
}
