// @ts-nocheck
/* The path a plan takes through one or two axes, thinned to what a small picture can show. */
import { axisOf } from "./bench.ts";
import * as positions from "./positions.ts";
import * as tree from "./tree.ts";

const DOTS = 240; // positions shown along one axis
const LINES = 41; // lines shown of a grid, and positions in each

/** Steps around the first reading, that reading included; the one at or below `focus` when there is one. */
export function chain(plan, focus = "") {
  let first = null;
  let near = null;
  tree.walk(plan, (step, path, around) => {
    if (!step || (step.kind !== "measure" && step.kind !== "procedure")) return;
    const found = [...around, step];
    first = first || found;
    if (focus && !near && (path === focus || path.startsWith(`${focus}.`))) near = found;
  });
  return near || first || [];
}

/** What to draw: {kind: "none" | "line" | "grid" | "time" | "unclear", axes, points, total, shown, around, every}.
 *  `points` are [x] or [x, y] in the order they are visited; `axes` are {column, unit, limits, relative}, across first. */
export function trace(plan, bench, focus = "") {
  const steps = chain(plan, focus);
  const sweeps = steps.filter((step) => step.kind === "sweep");
  if (sweeps.some((step) => !positions.count(step.positions))) return { kind: "unclear", axes: [], points: [] };
  if (!steps.length) return { kind: "none", axes: [], points: [] };
  if (!sweeps.length) return time(steps);
  const [outer, inner] = sweeps.length > 1 ? sweeps.slice(-2) : [null, sweeps[0]];
  const around = sweeps.slice(0, -2).map((step) => ({ column: step.axis, count: positions.count(step.positions) }));
  if (!outer || outer.axis === inner.axis) return line(inner, bench, around);
  return grid(outer, inner, bench, around);
}

function time(steps) {
  const repeat = steps.find((step) => step.kind === "repeat");
  const times = repeat && Number.isInteger(repeat.times) ? repeat.times : null;
  return {
    kind: repeat ? "time" : "none",
    axes: [],
    points: [],
    total: times,
    every: repeat ? repeat.every || 0 : 0,
    endless: Boolean(repeat) && times === null,
  };
}

function axis(step, bench) {
  const known = axisOf(bench, step.axis);
  return {
    column: step.axis,
    unit: known ? known.unit : "",
    limits: known && !step.relative ? known.limits : null,
    relative: Boolean(step.relative),
  };
}

function line(step, bench, around) {
  const points = positions.sample(step.positions, DOTS).map((x) => [x]);
  return { kind: "line", axes: [axis(step, bench)], points, total: positions.count(step.positions), shown: points.length, around };
}

function grid(outer, inner, bench, around) {
  const lines = positions.sample(outer.positions, LINES);
  const along = positions.sample(inner.positions, LINES);
  const swap = upright(outer.axis, inner.axis);
  const points = lines.flatMap((slow, at) => {
    const order = inner.snake && at % 2 ? [...along].reverse() : along;
    return order.map((fast) => (swap ? [slow, fast] : [fast, slow]));
  });
  const axes = swap ? [axis(outer, bench), axis(inner, bench)] : [axis(inner, bench), axis(outer, bench)];
  const counts = [outer, inner].map((step) => positions.count(step.positions));
  return { kind: "grid", axes, points, total: counts[0] * counts[1], shown: points.length, around, lines: counts[0], along: along.length };
}

/** The fast axis goes across, unless both are axes of one instrument and it is the later one (x across, y up). */
function upright(outer, inner) {
  return outer.split(".")[0] === inner.split(".")[0] && outer < inner;
}
