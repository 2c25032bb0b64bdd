/* The path of a plan drawn small: positions on one axis, or the way through two, the limits around them. */
import * as format from "../../core/format.ts";
import type { Drawn, Trace, TracedAxis } from "../trace.ts";

const WIDTH = 360;
const EDGE = { left: 46, right: 12, top: 12, bottom: 38 };
const SIDE = 16; // px left and right of a line

type Attributes = Record<string, string | number>;

/** The span to show of an axis: its limits and every position, never empty. */
function span({ limits }: TracedAxis, values: number[]): [number, number] {
  const [low, high] = [...values, ...(limits ?? [])].reduce(
    ([low, high], each) => [Math.min(low, each), Math.max(high, each)],
    [Infinity, -Infinity],
  );
  if (!(high > low)) return [low - 0.5, low + 0.5];
  const pad = limits ? 0 : (high - low) * 0.05;
  return [low - pad, high + pad];
}

/** A sentence about the path, for below the picture and for those who cannot see it. */
export function caption(trace: Trace): string {
  const { counted, number } = format;
  if (trace.kind === "unclear") return "The path appears once the positions make sense.";
  if (trace.kind === "none") return "Nothing is swept.";
  if (!("around" in trace)) {
    const pace = trace.every ? `, one every ${number(trace.every)} s` : ", one right after the other";
    return trace.total === null ? `Readings until the end is reached${pace}` : `${counted(trace.total, "reading")}${pace}`;
  }
  return pathText(trace);
}

function pathText({ kind, axes, points, total, around }: Drawn): string {
  const again = around.map((each) => `, again at each of ${format.count(each.count)} positions of ${each.column}`).join("");
  const thinned = kind === "grid" && points.length < total ? `, ${format.count(points.length)} of them drawn` : "";
  return `${format.counted(total, "position")} of ${axes.map((axis) => axis.column).join(" and ")}${thinned}${again}`;
}

function svg(name: string, attributes: Attributes, ...children: (Node | string)[]): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

function label(x: number, y: number, words: string, anchor = "middle", more: Attributes = {}): SVGElement {
  return svg("text", { x, y, "text-anchor": anchor, class: "ns-pic-text", ...more }, words);
}

function title(x: number, y: number, axis: TracedAxis, more: Attributes = {}): SVGElement {
  const words = format.titled(axis.column, axis.unit) + (axis.relative ? ", from the position now" : "");
  return label(x, y, words, "middle", { class: "ns-pic-text ns-pic-title", ...more });
}

function frame(trace: Trace, height: number, ...children: Node[]): SVGElement {
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": caption(trace), class: "ns-pic" }, ...children);
}

/** An SVG of `trace`, or null when there is nothing to draw. */
export function draw(trace: Trace): SVGElement | null {
  if (!("around" in trace)) return null;
  return trace.kind === "line" ? line(trace) : grid(trace);
}

function dot(cx: number, cy: number, r: number, kind = "dot"): SVGElement {
  return svg("circle", { cx, cy, r, class: `ns-pic-${kind}` });
}

function line(trace: Drawn): SVGElement {
  const values = trace.points.map(([x]) => x);
  const [low, high] = span(trace.axes[0], values);
  const x = (value: number): number => SIDE + ((value - low) / (high - low)) * (WIDTH - 2 * SIDE);
  const mark = (at: number): SVGElement =>
    values.length > 80 ? svg("line", { x1: at, x2: at, y1: 17, y2: 31, class: "ns-pic-tick" }) : dot(at, 24, values.length > 30 ? 2 : 3);
  return frame(
    trace,
    74,
    svg("line", { x1: SIDE, x2: WIDTH - SIDE, y1: 24, y2: 24, class: "ns-pic-track" }),
    ...values.map((value) => mark(x(value))),
    dot(x(values[0]), 24, 5, "start"),
    label(SIDE, 50, format.number(low), "start"),
    label(WIDTH - SIDE, 50, format.number(high), "end"),
    title(WIDTH / 2, 66, trace.axes[0]),
  );
}

function grid(trace: Drawn): SVGElement {
  const [across, up] = trace.axes;
  const [[left, right], [bottom, top]] = trace.axes.map((axis, at) =>
    span(
      axis,
      trace.points.map((point) => point[at]),
    ),
  );
  const width = WIDTH - EDGE.left - EDGE.right;
  const ratio = across.unit === up.unit ? (top - bottom) / (right - left) : 0.62;
  const height = width * Math.min(0.8, Math.max(0.3, ratio));
  const foot = EDGE.top + height;
  const x = (value: number): number => EDGE.left + ((value - left) / (right - left)) * width;
  const y = (value: number): number => foot - ((value - bottom) / (top - bottom)) * height;
  const [first, last] = [trace.points[0], trace.points[trace.points.length - 1]];
  const middle = EDGE.top + height / 2;
  const { number } = format;
  return frame(
    trace,
    foot + EDGE.bottom,
    svg("rect", { x: EDGE.left, y: EDGE.top, width, height, class: "ns-pic-box" }),
    svg("polyline", { points: trace.points.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(" "), class: "ns-pic-path" }),
    ...(trace.points.length <= 625 ? trace.points.map(([a, b]) => dot(x(a), y(b), 1.6)) : []),
    dot(x(first[0]), y(first[1]), 5, "start"),
    svg("rect", { x: x(last[0]) - 4, y: y(last[1]) - 4, width: 8, height: 8, class: "ns-pic-end" }),
    label(EDGE.left, foot + 17, number(left)),
    label(WIDTH - EDGE.right, foot + 17, number(right), "end"),
    title(EDGE.left + width / 2, foot + 32, across),
    label(EDGE.left - 9, EDGE.top + 4, number(top), "end"),
    label(EDGE.left - 9, foot + 4, number(bottom), "end"),
    title(11, middle, up, { transform: `rotate(-90 11 ${middle})` }),
  );
}
