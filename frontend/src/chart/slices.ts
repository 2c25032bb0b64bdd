/* The slab that a map shows of a scan over more than two axes: at which position of each further axis its readings were taken. */
import type { Choices, SweptAxis } from "./model.ts";
import * as format from "../core/format.ts";
import { Grid } from "../core/grid.ts";
import type { Series } from "../core/series.ts";
import * as runs from "../core/series_run.ts";
import { CLOCK as TIMERS, type Timers } from "./timers.ts";

/** Values as events have them. */
type Values = readonly unknown[];

const REST = 2000; // ms that the latest slab is shown at least, so that a map does not flicker over a fast axis

interface Clock extends Timers {
  now(): number;
}

/** A further axis of a map, and the slice of it that is shown. */
export interface Slice {
  name: string;
  unit: string;
  /** Those known so far. */
  positions: number[];
  /** The place of the slice among them; -1 while there is none. */
  at: number;
  /** Whether it is the newest one, because nobody has chosen. */
  latest: boolean;
  axis: Axis;
}

type Axis = InstanceType<typeof Grid.Axis>;

/** What is known of an axis: the rows [from, to) were looked at. */
interface Known {
  axis: Axis;
  planned: number[] | null;
  tolerance: number;
  from: number;
  to: number;
  /** Where it stood last, and since when that is shown. */
  latest: number;
  since: number;
}

const CLOCK: Clock = { ...TIMERS, now: () => globalThis.performance.now() };

/** The axes of a map's view beside x and y, outermost first. */
export function furtherAxes(
  { axes, series }: { axes: readonly SweptAxis[]; series: Series | null },
  { x, y }: Pick<Choices, "x" | "y">,
): SweptAxis[] {
  return axes.filter(({ name }) => name !== x && name !== y[0] && series?.has(name) && series.size(name) === 1);
}

export class Slices {
  private readonly changed: () => void;
  private readonly clock: Clock;
  private series: Series | null = null;
  private readonly axes = new Map<string, Known>();
  private timer: unknown = null;

  /** `changed()` when the latest slab has been shown for long enough and there is a newer one. */
  constructor(changed: () => void = () => {}, clock: Clock = CLOCK) {
    this.changed = changed;
    this.clock = clock;
  }

  /** The slice of each further axis. */
  of(view: { axes: readonly SweptAxis[]; series: Series }, choices: Choices): Slice[] {
    const { series } = view;
    if (series !== this.series) this.start(series);
    return furtherAxes(view, choices).map((axis) => {
      const known = this.learn(series, axis);
      const { positions } = known.axis;
      const chosen = choices.slices[axis.name];
      const latest = typeof chosen !== "number";
      const wanted = typeof chosen === "number" ? chosen : this.latest(series, axis.name, known);
      const at = positions.length && wanted === wanted ? known.axis.nearest(wanted) : -1;
      return { name: axis.name, unit: series.unit(axis.name), positions, at, latest, axis: known.axis };
    });
  }

  stop(): void {
    this.clock.clearTimeout(this.timer as never);
    this.timer = null;
  }

  private start(series: Series): void {
    this.stop();
    this.series = series;
    this.axes.clear();
  }

  /** An axis with the positions that are known of it: those planned, else those of all rows so far. */
  private learn(series: Series, { name, positions, tolerance }: SweptAxis): Known {
    let known = this.axes.get(name);
    if (!known || known.planned !== positions || known.tolerance !== tolerance) {
      const axis = new Grid.Axis(positions, tolerance);
      known = { axis, planned: positions, tolerance, from: series.first, to: series.first, latest: NaN, since: -Infinity };
      this.axes.set(name, known);
    }
    if (known.axis.fixed) return known;
    for (const [from, to] of [
      [series.first, Math.min(known.from, series.end)],
      [Math.max(known.to, series.first), series.end],
    ]) {
      if (to > from) for (const value of series.slice(name, from, to)) if (value - value === 0) known.axis.place(value);
    }
    known.from = Math.min(known.from, series.first);
    known.to = series.end;
    return known;
  }

  /** Where the axis stood last, followed every two seconds. */
  private latest(series: Series, name: string, known: Known): number {
    let newest = NaN;
    for (let row = series.end - 1; newest !== newest && row >= Math.max(series.first, series.end - 100); row -= 1)
      newest = series.value(name, row);
    const same = known.latest === known.latest && known.axis.nearest(newest) === known.axis.nearest(known.latest);
    if (newest !== newest || same) return known.latest;
    const wait = known.since + REST - this.clock.now();
    if (wait > 0) this.timer ??= this.clock.setTimeout(() => ((this.timer = null), this.changed()), wait);
    else [known.latest, known.since] = [newest, this.clock.now()];
    return known.latest;
  }
}

/** Rows of cells of a map as far as it is measured, of the latest slab where there are further axes: `axes` are x, y and those,
 *  `columns` the values of x, of y, of what is measured, and of the further axes. */
export function latestCells([x, y, ...further]: readonly SweptAxis[], [xs, ys, values, ...others]: readonly Values[]): number[][] {
  const grid = new Grid(x, y);
  const slabs = further.map(({ positions, tolerance }, at) => {
    const axis = new Grid.Axis(positions, tolerance);
    const known = others[at].filter((value): value is number => Number.isFinite(value));
    if (!axis.fixed) known.forEach((value) => axis.place(value));
    const latest = axis.nearest(known[known.length - 1]);
    return (row: number): boolean => {
      const value = others[at][row];
      return typeof value === "number" && Number.isFinite(value) && axis.nearest(value) === latest;
    };
  });
  values.forEach(
    (value, row) => slabs.every((holds) => holds(row)) && grid.add(runs.numberOf(xs[row]), runs.numberOf(ys[row]), runs.numberOf(value)),
  );
  return grid.z;
}

/** A slab in words: ["stage.z 2 mm"]. */
function words(slices: readonly Slice[]): string[] {
  return slices.filter(({ at }) => at >= 0).map(({ name, unit, positions, at }) => `${name} ${format.quantity(positions[at], unit, 6)}`);
}

export { words as sliceWords };
