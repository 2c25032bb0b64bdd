// @ts-nocheck
/* Dragging steps of the tree to another place, by mouse, pen or finger: a bar shows where the step would go; Escape leaves it. */
import { el } from "../../dom/elements.ts";
import * as tree from "../tree.ts";

const EDGE = 60; // px from the window's edge in which it scrolls
const PACE = 12; // px a frame

/** Let the steps in `node` be dragged by their grips; `drop(path, list, at)` puts one into a list. */
export function dragging(node, drop) {
  let held = null; // {card, path, grip, spot}
  let pointer = null;
  let frame = 0;
  const bar = el("div.ns-drop", { hidden: true, "aria-hidden": "true" });

  node.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".ns-grip");
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    const card = grip.closest(".ns-step");
    held = { grip, card, path: card.dataset.path, spot: null };
    grip.setPointerCapture(event.pointerId);
    card.classList.add("ns-dragged");
    node.append(bar);
    document.addEventListener("keydown", escape, true);
  });
  node.addEventListener("pointermove", (event) => {
    if (!held) return;
    pointer = event;
    frame = frame || globalThis.requestAnimationFrame(follow);
  });
  node.addEventListener("pointerup", () => {
    if (!held) return;
    if (pointer) look();
    const { path, spot } = held;
    end();
    if (spot) drop(path, spot.list, spot.at);
  });
  node.addEventListener("pointercancel", end);

  function escape(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    end();
  }
  function end() {
    globalThis.cancelAnimationFrame(frame);
    frame = 0;
    pointer = null;
    if (held) held.card.classList.remove("ns-dragged");
    held = null;
    bar.remove();
    document.removeEventListener("keydown", escape, true);
  }
  function follow() {
    frame = 0;
    if (!held) return;
    look();
    const over = pointer.clientY < EDGE ? -PACE : pointer.clientY > globalThis.innerHeight - EDGE ? PACE : 0;
    if (!over) return;
    globalThis.scrollBy(0, over);
    frame = globalThis.requestAnimationFrame(follow);
  }
  /** Find the place under the pointer and show it. */
  function look() {
    held.spot = spotAt(pointer.clientX, pointer.clientY);
    bar.hidden = !held.spot;
    if (!held.spot) return;
    const { left, width, y } = held.spot;
    Object.assign(bar.style, { left: `${left}px`, width: `${width}px`, top: `${y}px` });
  }
  function spotAt(x, y) {
    const under = document.elementFromPoint(x, y);
    if (!under || !node.contains(under) || held.card.contains(under)) return null;
    const card = under.closest(".ns-step");
    const list = under.closest(".ns-list");
    if (list && (!card || card.contains(list))) return lastOf(list);
    return card ? besides(card, y) : null;
  }
  function besides(card, y) {
    const { list, at } = tree.place(card.dataset.path);
    const box = card.getBoundingClientRect();
    const inner = card.querySelector(":scope > .ns-list");
    const own = inner ? inner.getBoundingClientRect().top - box.top : box.height;
    const before = y < box.top + own / 2;
    if (inner && !before) return firstOf(inner);
    return { list, at: before ? at : at + 1, left: box.left, width: box.width, y: before ? box.top : box.bottom };
  }
  function firstOf(list) {
    const { left, width, top } = list.getBoundingClientRect();
    return { list: list.dataset.path, at: 0, left, width, y: top };
  }
  function lastOf(list) {
    const cards = list.querySelectorAll(":scope > .ns-cards > .ns-step");
    if (!cards.length) return firstOf(list);
    const { left, width, bottom } = cards[cards.length - 1].getBoundingClientRect();
    return { list: list.dataset.path, at: cards.length, left, width, y: bottom };
  }
}
