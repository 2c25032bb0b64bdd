/* Leaves that show one value of a room: text, numbers, ages, badges. Their Python side is dashboard/components/live_value.py. */
import * as format from "../core/format.ts";
import { at, drawWith } from "../dom/drawing.ts";
import { el, text } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { setBadge } from "../dom/status.ts";
import { moment } from "../dom/ticking.ts";
import { reading } from "./figures.ts";

/** The limits that an element carries. */
export function limitsOf({ low, high }: DOMStringMap): [number, number] | null {
  return low && high ? [Number(low), Number(high)] : null;
}

function written(value: unknown, data: DOMStringMap): string {
  if (value === undefined || value === null || value === "") return "";
  if (data.form === "position") return `${format.position(value, limitsOf(data))} ${data.unit}`.trim();
  if (data.form === "duration") return format.duration(value);
  if (data.form !== "reading") return String(value);
  const shown = reading(value, data.unit);
  return `${shown.value} ${shown.unit}`.trim();
}

island("live-value", (node: HTMLElement) => {
  const { room = "", path = "", form, before = "", after = "" } = node.dataset;
  return drawWith(node, room, (state) => {
    const value = at(state, path);
    if (form === "age") moment(node, value as string);
    else {
      const shown = written(value, node.dataset);
      text(node, shown && before + shown + after);
    }
  });
});

island("live-badge", (node: HTMLElement) => {
  const { room = "", path = "" } = node.dataset;
  if (!node.firstChild) node.append(el("span.pb-mark", { "aria-hidden": "true" }), el("span.pb-word", {}));
  return drawWith(node, room, (state) => setBadge(node, String(at(state, path))));
});
