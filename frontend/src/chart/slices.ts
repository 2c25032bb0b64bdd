// @ts-nocheck
/* The slab that a map shows of a scan over more than two axes: at which position of each further axis its readings were taken. */
import * as format from "../core/format.ts";
import { Grid } from "../core/grid.ts";
import * as runs from "../core/series_run.ts";

const REST = 2000; // ms that the latest slab is shown at least, so that a map does not flicker over a fast axis
const CLOCK = {
  now: () => globalThis.performance.now(),
  setTimeout: (work, ms) => globalThis.setTimeout(work, ms),
  clearTimeout: (timer) => globalThis.clearTimeout(timer),
};

/** The axes of a map's view beside x and y, outermost first. */
export function furtherAxes({ axes, series }, { x, y }) {
  return axes.filter(({ name }) => name !== x && name !== y[0] && series && series.has(name) && series.size(name) === 1);
}

export class Slices {
  /** `changed()` when the latest slab has been shown for long enough and there is a newer one. */
  constructor(changed = () => {}, clock = CLOCK) {
    this._changed = changed;
    this._clock = clock;
    this._series = null;
    this._axes = new Map(); // name -> {axis, from, to, latest}
    this._timer = 0;
  }

  /** [{name, unit, positions, at, latest}] for each further axis: `at` is the place of the slab among the positions known so far (-1
   *  while there is none), `latest` whether it is the newest one because nobody has chosen. */
  of(view, choices) {
    const { series } = view;
    if (series !== this._series) this._start(series);
    return furtherAxes(view, choices).map((axis) => {
      const known = this._learn(series, axis);
      const { positions } = known.axis;
      const chosen = choices.slices[axis.name];
      const latest = typeof chosen !== "number";
      const wanted = latest ? this._latest(series, axis.name, known) : chosen;
      const at = positions.length && wanted === wanted ? known.axis.nearest(wanted) : -1;
      return { name: axis.name, unit: series.unit(axis.name), positions, at, latest, axis: known.axis };
    });
  }

  stop() {
    this._clock.clearTimeout(this._timer);
    this._timer = 0;
  }

  _start(series) {
    this.stop();
    this._series = series;
    this._axes.clear();
  }

  /** An axis with the positions that are known of it: those planned, else those of all rows so far. */
  _learn(series, { name, positions, tolerance }) {
    let known = this._axes.get(name);
    if (!known || known.planned !== positions || known.tolerance !== tolerance) {
      const axis = new Grid.Axis(positions, tolerance);
      known = { axis, planned: positions, tolerance, from: series.first, to: series.first, latest: NaN, since: -Infinity };
      this._axes.set(name, known);
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
  _latest(series, name, known) {
    let newest = NaN;
    for (let row = series.end - 1; newest !== newest && row >= Math.max(series.first, series.end - 100); row -= 1)
      newest = series.value(name, row);
    const same = known.latest === known.latest && known.axis.nearest(newest) === known.axis.nearest(known.latest);
    if (newest !== newest || same) return known.latest;
    const wait = known.since + REST - this._clock.now();
    if (wait > 0) this._timer = this._timer || this._clock.setTimeout(() => ((this._timer = 0), this._changed()), wait);
    else [known.latest, known.since] = [newest, this._clock.now()];
    return known.latest;
  }
}

/** Rows of cells of a map as far as it is measured, of the latest slab where there are further axes: `axes` are x, y and those,
 *  `columns` the values of x, of y, of what is measured, and of the further axes. */
export function latestCells([x, y, ...further], [xs, ys, values, ...others]) {
  const grid = new Grid(x, y);
  const slabs = further.map(({ positions, tolerance }, at) => {
    const axis = new Grid.Axis(positions, tolerance);
    const known = others[at].filter((value) => Number.isFinite(value));
    if (!axis.fixed) known.forEach((value) => axis.place(value));
    const latest = axis.nearest(known[known.length - 1]);
    return (row) => Number.isFinite(others[at][row]) && axis.nearest(others[at][row]) === latest;
  });
  values.forEach((value, row) => slabs.every((holds) => holds(row)) && grid.add(xs[row], ys[row], runs.numberOf(value)));
  return grid.z;
}

/** A slab in words: ["stage.z 2 mm"]. */
function words(slices) {
  return slices.filter(({ at }) => at >= 0).map(({ name, unit, positions, at }) => `${name} ${format.quantity(positions[at], unit, 6)}`);
}

export { words as sliceWords };
