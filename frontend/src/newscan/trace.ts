/* The path a plan takes through one or two axes, thinned to what a small picture can show. */
import { axisOf } from "./bench.ts";
import { isObject, isStep, type Offer, type Plan, type Step, type StepOf } from "./model.ts";
import * as positions from "./positions.ts";
import * as tree from "./tree.ts";

const DOTS = 240; // positions shown along one axis
const LINES = 41; // lines shown of a grid, and positions in each

export interface TracedAxis {
  column: string;
  unit: string;
  limits: [number, number] | null;
  relative: boolean;
}

/** What to draw. */
export type Trace = Nothing<"none"> | Nothing<"unclear"> | Timed | Drawn;

interface Nothing<Kind> {
  kind: Kind;
  axes: [];
  points: [];
}

interface Timed extends Nothing<"time"> {
  total: number | null;
  every: number;
}

/** A path through positions of one axis or two: `points` are [x] or [x, y] in the order they are visited, `axes` across first,
 *  `around` the sweeps around them. */
export interface Drawn {
  kind: "line" | "grid";
  axes: TracedAxis[];
  points: number[][];
  total: number;
  around: { column: string; count: number }[];
}

/** Steps around the first reading, that reading included; the one at or below `focus` when there is one. */
function chain(plan: Plan, focus: string): Step[] {
  let first: Step[] = [];
  let near: Step[] = [];
  tree.walk(plan, (step, path, around) => {
    if (near.length || !isStep(step) || (step.kind !== "measure" && step.kind !== "procedure")) return;
    const found = [...around, step].filter(isStep);
    if (!first.length) first = found;
    if (focus && (path === focus || path.startsWith(`${focus}.`))) near = found;
  });
  return near.length ? near : first;
}

export function trace(plan: Plan, bench: Offer, focus = ""): Trace {
  const steps = chain(plan, focus);
  const sweeps = steps.filter((step): step is StepOf<"sweep"> => step.kind === "sweep").map(single);
  const counts = sweeps.map((step) => positions.count(step.positions) ?? 0);
  if (counts.includes(0)) return { kind: "unclear", axes: [], points: [] };
  const inner = sweeps.at(-1);
  if (!inner) return time(steps);
  const outer = sweeps.at(-2);
  const around = sweeps.slice(0, -2).map((step, at) => ({ column: String(step.axis), count: counts[at] }));
  const total = counts[counts.length - 1];
  if (outer && outer.axis !== inner.axis) return { ...grid(outer, inner, bench), total: total * counts[counts.length - 2], around };
  const points = positions.sample(inner.positions, DOTS).map((x) => [x]);
  return { kind: "line", axes: [axis(inner, bench)], points, total, around };
}

/** Axes that move together are drawn along the first of them. */
function single(step: StepOf<"sweep">): StepOf<"sweep"> {
  const [first] = Object.entries("axes" in step && isObject(step.axes) ? step.axes : {});
  return first ? { ...step, axis: first[0], positions: first[1] } : step;
}

function time(steps: Step[]): Trace {
  const repeat = steps.find((step) => step.kind === "repeat");
  if (!repeat) return { kind: "none", axes: [], points: [] };
  const total = Number.isInteger(repeat.times) ? Number(repeat.times) : null;
  return { kind: "time", axes: [], points: [], total, every: typeof repeat.every === "number" ? repeat.every : 0 };
}

function axis(step: StepOf<"sweep">, bench: Offer): TracedAxis {
  const known = axisOf(bench, step.axis);
  const limits = step.relative ? null : (known?.limits ?? null);
  return { column: String(step.axis), unit: known?.unit ?? "", limits, relative: Boolean(step.relative) };
}

function grid(outer: StepOf<"sweep">, inner: StepOf<"sweep">, bench: Offer): { kind: "grid"; axes: TracedAxis[]; points: number[][] } {
  const along = positions.sample(inner.positions, LINES);
  const swap = upright(String(outer.axis), String(inner.axis));
  const points = positions.sample(outer.positions, LINES).flatMap((slow, at) => {
    const order = inner.snake && at % 2 ? along.toReversed() : along;
    return order.map((fast) => (swap ? [slow, fast] : [fast, slow]));
  });
  const axes = [axis(inner, bench), axis(outer, bench)];
  return { kind: "grid", axes: swap ? axes.reverse() : axes, points };
}

/** The fast axis goes across, unless both are axes of one instrument and it is the later one (x across, y up). */
function upright(outer: string, inner: string): boolean {
  return outer.split(".")[0] === inner.split(".")[0] && outer < inner;
}
