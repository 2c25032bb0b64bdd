// @ts-nocheck
/* Which array readings a waterfall draws: those of the view, evenly thinned to what a screen can show; and where they come from. A series
 * keeps only the newest arrays: of a zoomed window with few readings the others are read from the server. */
import { extent, values } from "./points.ts";

const MOST = 400; // readings that are drawn
const NUMBERS = 1000000; // of one answer
const REST = 150; // ms that a zoom has to stand before the server is asked
const AGAIN = 5000;
const CLOCK = { setTimeout: (work, ms) => globalThis.setTimeout(work, ms), clearTimeout: (timer) => globalThis.clearTimeout(timer) };

/** {rows, of, row(name, at)}: the rows to draw, of how many in view, and their arrays. */
export function arrayRows(view, choices) {
  const { series } = view;
  const name = choices.y[0];
  const extra = view.arrays || new Map();
  const row = (column, at) => series.row(column, at) || (extra.get(at) || {})[column] || null;
  const every = rowsInView(view, choices);
  const most = view.most || MOST;
  const few = every.length <= most;
  const kept = series.firstOf(name);
  const held = every.filter((at) => at >= kept || extra.has(at));
  const step = Math.max(1, Math.ceil(held.length / most));
  // Rows at fixed numbers, so that what is drawn does not crawl while rows are added.
  const rows = few ? held : held.filter((at) => at % step === 0);
  return { rows: rows.filter((at) => row(name, at)), of: every.length, row };
}

/** The rows of a view whose place lies in the zoomed window. */
export function rowsInView(view, choices) {
  const [from, to] = extent(view, choices);
  const rows = view.series.rows(from, to);
  const { y: zoom } = view.zoom;
  if (!zoom) return rows;
  const places = values(view, choices.over, rows);
  return rows.filter((_, at) => places[at] >= zoom[0] && places[at] <= zoom[1]);
}

/** Reads the arrays of a zoomed window that the series holds no more. */
export class ArrayWindow {
  constructor(loadRun, changed, { clock = CLOCK } = {}) {
    this._loadRun = loadRun;
    this._changed = changed;
    this._clock = clock;
    this._timer = 0;
    this.stop();
  }

  stop() {
    this._clock.clearTimeout(this._timer);
    this._key = null;
    this._arrays = new Map(); // row -> {column: its array}
    this.trouble = "";
  }

  /** Map of row -> {column: array} as far as it is known; asks for those of the view that are missing. */
  at(view, choices) {
    if (choices.kind !== "waterfall" || !view.series || !view.zoom.y) {
      if (this._key) this.stop();
      return null;
    }
    const { series } = view;
    const names = arrayColumns(series, choices);
    const rows = rowsInView(view, choices);
    const kept = series.firstOf(choices.y[0]);
    const wanted = rows.length > MOST ? [] : rows.filter((row) => row < kept);
    for (const row of this._arrays.keys()) if (!wanted.includes(row)) this._arrays.delete(row);
    const missing = wanted.filter((row) => !this._arrays.has(row));
    const key = JSON.stringify([view.scanId, view.measurement, names, missing]);
    if (missing.length && key !== this._key) {
      this._key = key;
      this._clock.clearTimeout(this._timer);
      this._timer = this._clock.setTimeout(() => this._read(key, view, names, missing), REST);
    }
    return this._arrays;
  }

  async _read(key, view, names, missing) {
    try {
      const found = await readArrays(this._loadRun, view, names, missing);
      if (this._key !== key) return;
      for (const [row, arrays] of found) this._arrays.set(row, arrays);
      this.trouble = "";
    } catch (error) {
      if (this._key !== key) return;
      this.trouble = `The readings of this window cannot be read: ${error.message}`;
      this._timer = this._clock.setTimeout(() => ((this._key = null), this._changed()), AGAIN);
    }
    this._changed();
  }
}

/** Map of row -> {column: array} for `rows`, in order, read from the server in pieces. */
export async function readArrays(loadRun, { scanId, measurement, series }, names, rows) {
  const found = new Map();
  const most = rowsAtOnce(series, names);
  for (let at = 0; at < rows.length;) {
    const first = rows[at];
    const run = await loadRun(scanId, measurement, first, Math.min(rows[rows.length - 1], first + most - 1), names);
    for (; at < rows.length && rows[at] < first + most; at += 1) found.set(rows[at], arraysOf(run, names, rows[at]));
  }
  return found;
}

/** How many rows of so many numbers are asked for at a time. */
export function rowsAtOnce(series, names) {
  return Math.max(1, Math.floor(NUMBERS / names.reduce((sum, name) => sum + series.size(name), 1)));
}

/** The array columns that a view is made of. */
export function arrayColumns(series, { x, y }) {
  return [...new Set([y[0], x])].filter((name) => series.has(name) && series.size(name) > 1);
}

export function arraysOf(run, names, row) {
  const at = row - run.first_index;
  return Object.fromEntries(
    names.map((name) => {
      const size = run.columns[name].length / run.count;
      return [name, run.columns[name].slice(at * size, (at + 1) * size)];
    }),
  );
}
