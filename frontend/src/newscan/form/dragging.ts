/* Dragging steps of the tree to another place, by mouse, pen or finger: a bar shows where the step would go; Escape cancels. */
import { el } from "../../dom/elements.ts";
import * as tree from "../tree.ts";

const EDGE = 60; // px from the window's edge in which it scrolls
const PACE = 12; // px a frame

/** Where a step would go, and where that is on the page. */
interface Spot {
  list: string;
  at: number;
  left: number;
  width: number;
  y: number;
}

/** Let the steps in `node` be dragged by their grips; `drop(path, list, at)` puts one into a list. */
export function dragging(node: HTMLElement, drop: (path: string, list: string, at: number) => void): void {
  let card: HTMLElement | null = null;
  let spot: Spot | null = null;
  let pointer = { x: 0, y: 0 };
  let frame = 0;
  const bar = el("div.ns-drop", { hidden: true, "aria-hidden": "true" });

  node.addEventListener("pointerdown", (event) => {
    const grip = (event.target as Element).closest(".ns-grip");
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    card = grip.closest<HTMLElement>(".ns-step");
    grip.setPointerCapture(event.pointerId);
    card?.classList.add("ns-dragged");
    node.append(bar);
    document.addEventListener("keydown", escape, true);
  });
  node.addEventListener("pointermove", ({ clientX: x, clientY: y }) => {
    if (!card) return;
    pointer = { x, y };
    frame ||= globalThis.requestAnimationFrame(follow);
  });
  node.addEventListener("pointerup", () => {
    if (!card) return;
    if (frame) look();
    const path = card.dataset.path ?? "";
    const found = spot;
    end();
    if (found) drop(path, found.list, found.at);
  });
  node.addEventListener("pointercancel", end);

  function escape(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    end();
  }
  function end(): void {
    globalThis.cancelAnimationFrame(frame);
    card?.classList.remove("ns-dragged");
    [card, spot, frame] = [null, null, 0];
    bar.hidden = true;
    bar.remove();
    document.removeEventListener("keydown", escape, true);
  }
  function follow(): void {
    frame = 0;
    look();
    const over = pointer.y < EDGE ? -PACE : pointer.y > globalThis.innerHeight - EDGE ? PACE : 0;
    if (!over || !card) return;
    globalThis.scrollBy(0, over);
    frame = globalThis.requestAnimationFrame(follow);
  }
  /** Find the place under the pointer and show it. */
  function look(): void {
    spot = spotAt();
    bar.hidden = !spot;
    if (spot) Object.assign(bar.style, { left: `${spot.left}px`, width: `${spot.width}px`, top: `${spot.y}px` });
  }
  function spotAt(): Spot | null {
    const under = document.elementFromPoint(pointer.x, pointer.y);
    if (!under || !node.contains(under) || card?.contains(under)) return null;
    const over = under.closest<HTMLElement>(".ns-step");
    const list = under.closest<HTMLElement>(".ns-list");
    if (list && (!over || over.contains(list))) return endOf(list, list.querySelectorAll(":scope > .ns-cards > .ns-step"));
    return over && beside(over);
  }
  /** Before or after a step, or the first inside it. */
  function beside(over: HTMLElement): Spot {
    const { list, at } = tree.place(over.dataset.path ?? "");
    const { left, width, top, bottom } = over.getBoundingClientRect();
    const inner = over.querySelector<HTMLElement>(":scope > .ns-list");
    const half = top + ((inner?.getBoundingClientRect().top ?? bottom) - top) / 2;
    if (pointer.y < half) return { list, at, left, width, y: top };
    return inner ? endOf(inner, []) : { list, at: at + 1, left, width, y: bottom };
  }
  /** Behind these steps of a list, else at its beginning. */
  function endOf(list: HTMLElement, steps: ArrayLike<Element>): Spot {
    const last = steps.length ? steps[steps.length - 1] : null;
    const { left, width, top, bottom } = (last ?? list).getBoundingClientRect();
    return { list: list.dataset.path ?? "", at: steps.length, left, width, y: last ? bottom : top };
  }
}
