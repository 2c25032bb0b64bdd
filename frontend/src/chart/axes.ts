/* Which axes a plan sweeps for a measurement, outermost first, and at which positions. */
import type { SweptAxis } from "./model.ts";
import type { Series } from "../core/series.ts";

/** A step of a plan, as far as its axes are concerned. */
interface Step {
  kind: string;
  instruments?: string[];
  steps?: Step[];
  else?: Step[];
  axis?: string;
  axes?: Record<string, Positions>;
  positions?: Positions;
  relative?: boolean;
}

type Positions = number[] | Span;
interface Span {
  start: number;
  stop: number;
  num?: number;
  step?: number;
  spacing?: string;
}

const MOST_POSITIONS = 20000;

/** The axes for `measurement` of `plan`. Without a plan the columns named `instrument.axis` are taken. Positions of relative sweeps
 *  are not known beforehand: null, with a tolerance. */
export function sweptAxes(plan: { steps?: unknown } | null | undefined, measurement: string, series: Series | null): SweptAxis[] {
  const found = plan && plan.steps ? pathTo(plan.steps as Step[], measurement, []) : null;
  if (found) return unique(found.map(axis));
  const columns = series ? series.columns : [];
  return columns.filter((c) => c.size === 1 && c.name.includes(".")).map(({ name }) => ({ name, positions: null, tolerance: 0 }));
}

/** The sweeps around the first step that measures `measurement`. */
function pathTo(steps: readonly Step[], measurement: string, sweeps: readonly Step[]): readonly Step[] | null {
  for (const step of steps) {
    if (step.kind === "measure" && (!step.instruments || step.instruments.includes(measurement))) return sweeps;
    if (!step.steps) continue;
    const inner = step.kind === "sweep" ? [...sweeps, single(step)] : sweeps;
    const found = pathTo([...step.steps, ...(step.else ?? [])], measurement, inner);
    if (found) return found;
  }
  return null;
}

/** Axes that move together are one axis of a chart: the first of them. */
function single(step: Step): Step {
  const [first] = Object.entries(step.axes ?? {});
  return first ? { ...step, axis: first[0], positions: first[1] } : step;
}

function axis({ axis: name = "", positions, relative }: Step): SweptAxis {
  const all = expand(positions);
  const log = !relative && !Array.isArray(positions) && positions?.spacing === "log";
  if (!all) return { name, positions: null, tolerance: 0, log };
  return relative ? { name, positions: null, tolerance: leastStep(all) / 4, log } : { name, positions: all, tolerance: 0, log };
}

/** The positions of a sweep as numbers, or null when they are too many or not understood. */
function expand(positions: Positions | null | undefined): number[] | null {
  if (Array.isArray(positions)) return positions.every((each) => typeof each === "number") ? positions : null;
  if (!positions || Object.values(positions).some((each) => String(each).startsWith("="))) return null;
  const { start, stop, num, step, spacing } = positions;
  if (step)
    return spread(Math.floor(Math.abs((stop - start) / step) + 1e-9) + 1, (i) => start + i * Math.sign(stop - start || 1) * Math.abs(step));
  if (num === undefined || !(num >= 1)) return null;
  const share = (i: number): number => (num === 1 ? 0 : i / (num - 1));
  if (spacing === "log") return spread(num, (i) => start * (stop / start) ** share(i));
  return spread(num, (i) => start + (stop - start) * share(i));
}

function spread(count: number, position: (place: number) => number): number[] | null {
  return count <= MOST_POSITIONS ? Array.from({ length: count }, (_, i) => position(i)) : null;
}

function leastStep(positions: readonly number[]): number {
  const sorted = [...positions].sort((a, b) => a - b);
  let least = Infinity;
  for (let i = 1; i < sorted.length; i += 1) if (sorted[i] > sorted[i - 1]) least = Math.min(least, sorted[i] - sorted[i - 1]);
  return Number.isFinite(least) ? least : 0;
}

function unique(axes: readonly SweptAxis[]): SweptAxis[] {
  return axes.filter((a, at) => axes.findIndex((b) => b.name === a.name) === at);
}

export { expand as expandPositions };
