/* Which array readings a waterfall draws: those of the view, evenly thinned to what a screen can show; and where they come from. A series
 * keeps only the newest arrays: of a zoomed window with few readings the others are read from the server. */
import type { Arrays, Choices, EarlyView, LoadRun, View } from "./model.ts";
import { extent, values } from "./points.ts";
import { CLOCK, type Timers } from "./timers.ts";
import type { PackedRun } from "../core/rooms.ts";
import type { Series } from "../core/series.ts";

/** The rows to draw, of how many in view, and the array of a column at a row. */
export interface ArrayRows {
  rows: number[];
  of: number;
  row(column: string, at: number): Float64Array | null;
}

const MOST = 400; // readings that are drawn
const NUMBERS = 1000000; // of one answer
const REST = 150; // ms that a zoom has to stand before the server is asked
const AGAIN = 5000;

export function arrayRows(view: View, choices: Choices): ArrayRows {
  const { series } = view;
  const name = choices.y[0];
  const extra: Arrays = view.arrays ?? new Map();
  const row = (column: string, at: number): Float64Array | null => series.row(column, at) ?? extra.get(at)?.[column] ?? null;
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
export function rowsInView(view: View, choices: Choices): number[] {
  const [from, to] = extent(view, choices);
  const rows = view.series.rows(from, to);
  const { y: zoom } = view.zoom;
  if (!zoom || !choices.over) return rows;
  const places = values(view, choices.over, rows);
  return rows.filter((_, at) => places[at] >= zoom[0] && places[at] <= zoom[1]);
}

/** Reads the arrays of a zoomed window that the series holds no more. */
export class ArrayWindow {
  /** Why they could not be read, "" when all is well. */
  trouble = "";
  private readonly loadRun: LoadRun;
  private readonly changed: () => void;
  private readonly clock: Timers;
  private timer: unknown;
  private key: string | null = null;
  private arrays: Arrays = new Map();

  constructor(loadRun: LoadRun, changed: () => void, { clock = CLOCK }: { clock?: Timers } = {}) {
    this.loadRun = loadRun;
    this.changed = changed;
    this.clock = clock;
  }

  stop(): void {
    this.clock.clearTimeout(this.timer as never);
    this.key = null;
    this.arrays = new Map();
    this.trouble = "";
  }

  /** The arrays as far as they are known; asks for those of the view that are missing. */
  at(early: EarlyView, choices: Choices): Arrays | null {
    const { series } = early;
    if (choices.kind !== "waterfall" || !series || !early.zoom.y) {
      if (this.key) this.stop();
      return null;
    }
    const view: View = { ...early, series };
    const names = arrayColumns(series, choices);
    const rows = rowsInView(view, choices);
    const kept = series.firstOf(choices.y[0]);
    const wanted = rows.length > MOST ? [] : rows.filter((row) => row < kept);
    for (const row of this.arrays.keys()) if (!wanted.includes(row)) this.arrays.delete(row);
    const missing = wanted.filter((row) => !this.arrays.has(row));
    const key = JSON.stringify([view.scanId, view.measurement, names, missing]);
    if (missing.length && key !== this.key) {
      this.key = key;
      this.clock.clearTimeout(this.timer as never);
      this.timer = this.clock.setTimeout(() => void this.read(key, view, names, missing), REST);
    }
    return this.arrays;
  }

  private async read(key: string, view: View, names: readonly string[], missing: readonly number[]): Promise<void> {
    try {
      const found = await readArrays(this.loadRun, view, names, missing);
      if (this.key !== key) return;
      for (const [row, arrays] of found) this.arrays.set(row, arrays);
      this.trouble = "";
    } catch (error) {
      if (this.key !== key) return;
      this.trouble = `The readings of this window cannot be read: ${(error as Error).message}`;
      this.timer = this.clock.setTimeout(() => ((this.key = null), this.changed()), AGAIN);
    }
    this.changed();
  }
}

/** The arrays of `rows`, in order, read from the server in pieces. */
export async function readArrays(
  loadRun: LoadRun,
  { scanId, measurement, series }: View,
  names: readonly string[],
  rows: readonly number[],
): Promise<Arrays> {
  const found: Arrays = new Map();
  const most = rowsAtOnce(series, names);
  for (let at = 0; at < rows.length;) {
    const first = rows[at];
    const run = await loadRun(scanId, measurement, first, Math.min(rows[rows.length - 1], first + most - 1), names);
    for (; at < rows.length && rows[at] < first + most; at += 1) found.set(rows[at], arraysOf(run, names, rows[at]));
  }
  return found;
}

/** How many rows of so many numbers are asked for at a time. */
export function rowsAtOnce(series: Series, names: readonly string[]): number {
  return Math.max(1, Math.floor(NUMBERS / names.reduce((sum, name) => sum + series.size(name), 1)));
}

/** The array columns that a view is made of. */
export function arrayColumns(series: Series, { x, y }: Choices): string[] {
  return [...new Set([y[0], x])].filter((name) => series.has(name) && series.size(name) > 1);
}

/** The arrays of one row of a run. */
export function arraysOf(run: PackedRun, names: readonly string[], row: number): Record<string, Float64Array> {
  const at = row - run.first_index;
  return Object.fromEntries(
    names.map((name) => {
      const size = run.columns[name].length / run.count;
      return [name, run.columns[name].slice(at * size, (at + 1) * size)];
    }),
  );
}
