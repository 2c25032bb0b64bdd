/* How far apart readbacks of one position lie, where no plan tells the positions: the noise of an axis is far smaller than its steps. */
import type { SweptAxis } from "./model.ts";
import type { Series } from "../core/series.ts";

const APART = 10; // times as large as the noise a step is at least
const LONELY = 0.2; // of the positions that have been read once only
const MOST = 20000; // values that are looked at
const DUST = 1e-9; // of the span: what counting in twos makes of equal values
const known = new WeakMap<Series, Record<string, { rows: number; tolerance: number }>>(); // by axis

/** The tolerance within which `values` are the same position: 0 where they cannot be told to be noisy. */
function tolerance(values: Float64Array): number {
  const sorted = Float64Array.from(new Set(values.filter((value) => value - value === 0))).sort();
  const span = sorted[sorted.length - 1] - sorted[0];
  if (!(span > 0)) return 0;
  const gaps = Float64Array.from({ length: sorted.length - 1 }, (_, i) => sorted[i + 1] - sorted[i]).sort();
  let best = { ratio: APART, tolerance: DUST * span };
  for (let i = 0; i + 1 < gaps.length; i += 1) {
    const ratio = gaps[i + 1] / gaps[i];
    if (ratio < best.ratio || gaps[i] <= DUST * span) continue;
    const between = Math.sqrt(gaps[i] * gaps[i + 1]);
    if (mostlyCrowds(sorted, between)) best = { ratio, tolerance: between };
  }
  return best.tolerance;
}

/** Whether most values have another one within `tolerance`: positions on a logarithmic scale, measured exactly, have none. */
function mostlyCrowds(sorted: Float64Array, tolerance: number): boolean {
  let groups = 0;
  let lonely = 0;
  let size = 0;
  for (let i = 0; i < sorted.length; i += 1) {
    size += 1;
    if (i + 1 < sorted.length && sorted[i + 1] - sorted[i] <= tolerance) continue;
    groups += 1;
    if (size === 1) lonely += 1;
    size = 0;
  }
  return lonely <= LONELY * groups;
}

/** `axes` of a view, those whose positions nobody knows with the tolerance that their values in `series` show. */
function learnt(axes: readonly SweptAxis[], series: Series | null): SweptAxis[] {
  return axes.map((axis) => {
    if (axis.positions || axis.tolerance > 0 || !series || !series.has(axis.name)) return axis;
    return { ...axis, tolerance: ofSeries(series, axis.name) };
  });
}

/** Looked at anew when there are twice as many rows. */
function ofSeries(series: Series, name: string): number {
  const all = known.get(series) || {};
  known.set(series, all);
  const found = all[name];
  if (found && series.length < 2 * found.rows) return found.tolerance;
  const from = Math.max(series.first, series.end - MOST);
  all[name] = { rows: Math.max(1, series.length), tolerance: tolerance(series.slice(name, from, series.end)) };
  return all[name].tolerance;
}

export { tolerance as positionTolerance, learnt as learntAxes };
