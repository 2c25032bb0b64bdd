// @ts-nocheck
/* The path of a plan drawn small: positions on one axis, or the way through two, the limits around them. */
import * as format from "../../core/format.ts";

const WIDTH = 360;
const EDGE = { left: 46, right: 12, top: 12, bottom: 38 };

/** The span to show of an axis: its limits and every position, never empty. */
export function span(limits, values) {
  let [low, high] = limits || [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!(high > low)) return [low - 0.5, low + 0.5];
  const pad = limits ? 0 : (high - low) * 0.05;
  return [low - pad, high + pad];
}

/** A sentence about the path, for below the picture and for those who cannot see it. */
export function caption(trace) {
  const { count, counted, number } = format;
  const around = (trace.around || []).map((each) => `, again at each of ${count(each.count)} positions of ${each.column}`).join("");
  if (trace.kind === "line") return `${counted(trace.total, "position")} of ${trace.axes[0].column}${around}`;
  if (trace.kind === "grid") {
    const thinned = trace.shown < trace.total ? `, ${count(trace.shown)} of them drawn` : "";
    return `${counted(trace.total, "position")} of ${trace.axes[0].column} and ${trace.axes[1].column}${thinned}${around}`;
  }
  if (trace.kind === "unclear") return "The path appears once the positions make sense.";
  if (trace.kind !== "time") return "Nothing is swept.";
  const pace = trace.every ? `, one every ${number(trace.every)} s` : ", one right after the other";
  return trace.endless ? `Readings until the end is reached${pace}` : `${counted(trace.total, "reading")}${pace}`;
}

function svg(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function label(x, y, words, anchor = "middle", kind = "") {
  return svg("text", { x, y, "text-anchor": anchor, class: `ns-pic-text ${kind}`.trim() }, words);
}

const titled = (axis) => format.titled(axis.column, axis.unit) + (axis.relative ? ", from where it stands" : "");

/** An SVG of `trace`, or null when there is no way to draw. */
export function draw(trace) {
  if (!trace.points.length) return null;
  return trace.kind === "grid" ? grid(trace) : line(trace);
}

function frame(height, title) {
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": title, class: "ns-pic" });
}

function line(trace) {
  const [axis] = trace.axes;
  const values = trace.points.map(([x]) => x);
  const [low, high] = span(axis.limits, values);
  const left = 16;
  const x = (value) => left + ((value - low) / (high - low)) * (WIDTH - 2 * left);
  const made = frame(74, caption(trace));
  const { number } = format;
  made.append(svg("line", { x1: left, x2: WIDTH - left, y1: 24, y2: 24, class: "ns-pic-track" }));
  for (const value of values) {
    made.append(
      values.length > 80
        ? svg("line", { x1: x(value), x2: x(value), y1: 17, y2: 31, class: "ns-pic-tick" })
        : svg("circle", { cx: x(value), cy: 24, r: values.length > 30 ? 2 : 3, class: "ns-pic-dot" }),
    );
  }
  made.append(svg("circle", { cx: x(values[0]), cy: 24, r: 5, class: "ns-pic-start" }));
  made.append(
    label(left, 50, number(low), "start"),
    label(WIDTH - left, 50, number(high), "end"),
    label(WIDTH / 2, 66, titled(axis), "middle", "ns-pic-title"),
  );
  return made;
}

function grid(trace) {
  const [across, up] = trace.axes;
  const horizontal = span(
    across.limits,
    trace.points.map(([x]) => x),
  );
  const vertical = span(
    up.limits,
    trace.points.map(([, y]) => y),
  );
  const wide = WIDTH - EDGE.left - EDGE.right;
  const ratio = across.unit === up.unit ? (vertical[1] - vertical[0]) / (horizontal[1] - horizontal[0]) : 0.62;
  const high = wide * Math.min(0.8, Math.max(0.3, ratio));
  const x = (value) => EDGE.left + ((value - horizontal[0]) / (horizontal[1] - horizontal[0])) * wide;
  const y = (value) => EDGE.top + high - ((value - vertical[0]) / (vertical[1] - vertical[0])) * high;
  const made = frame(EDGE.top + high + EDGE.bottom, caption(trace));
  const { number } = format;
  made.append(svg("rect", { x: EDGE.left, y: EDGE.top, width: wide, height: high, class: "ns-pic-box" }));
  made.append(
    svg("polyline", { points: trace.points.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(" "), class: "ns-pic-path" }),
  );
  if (trace.points.length <= 625)
    for (const [a, b] of trace.points) made.append(svg("circle", { cx: x(a), cy: y(b), r: 1.6, class: "ns-pic-dot" }));
  const [first, last] = [trace.points[0], trace.points[trace.points.length - 1]];
  made.append(svg("circle", { cx: x(first[0]), cy: y(first[1]), r: 5, class: "ns-pic-start" }));
  made.append(svg("rect", { x: x(last[0]) - 4, y: y(last[1]) - 4, width: 8, height: 8, class: "ns-pic-end" }));
  const bottom = EDGE.top + high;
  made.append(
    label(EDGE.left, bottom + 17, number(horizontal[0])),
    label(WIDTH - EDGE.right, bottom + 17, number(horizontal[1]), "end"),
    label(EDGE.left + wide / 2, bottom + 32, titled(across), "middle", "ns-pic-title"),
    label(EDGE.left - 9, EDGE.top + 4, number(vertical[1]), "end"),
    label(EDGE.left - 9, bottom + 4, number(vertical[0]), "end"),
  );
  const side = label(11, EDGE.top + high / 2, titled(up), "middle", "ns-pic-title");
  side.setAttribute("transform", `rotate(-90 11 ${EDGE.top + high / 2})`);
  made.append(side);
  return made;
}
