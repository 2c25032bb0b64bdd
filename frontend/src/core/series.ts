/* The rows [first, end) of one measurement by columns (series_column.ts), by the sequence index of the scan. A series that thins also
 * keeps some of the rows before `first`, from `start` on (thinned.ts). `Series.INDEX` and `Series.TIME` (epoch seconds) are columns of
 * every series. */
import type { Column as Described, PackedRun, Run } from "./rooms.ts";
import { Column } from "./series_column.ts";
import * as runs from "./series_run.ts";
import { Tally } from "./tally.ts";
import { Thinned } from "./thinned.ts";

const INDEX = "@index";
const TIME = "@time";

export class Series {
  static readonly INDEX = INDEX;
  static readonly TIME = TIME;

  first: number;
  /** The row after the last. */
  end: number;
  /** How many rows are kept. */
  retain: number;
  /** Why the server gave none of its newest rows, "" when all is well. */
  damage = "";
  private thinning = false;
  private thinned: Thinned | null = null;
  private thinnedStart: number;
  private readonly arrayNumbers: number;
  private readonly byName = new Map<string, Column>();

  /** Columns that are not in `columns` are added when rows have them. `arrayNumbers`: most numbers kept of an array column. */
  constructor(columns: readonly Described[] = [], { first = 0, retain = 200000, arrayNumbers = 8e6 } = {}) {
    this.first = first;
    this.end = first;
    this.retain = retain;
    this.thinnedStart = first;
    this.arrayNumbers = arrayNumbers;
    this.describe(columns);
  }

  get length(): number {
    return this.end - this.first;
  }

  /** Whether some of the rows that are let go are kept. */
  get thins(): boolean {
    return this.thinning;
  }

  set thins(on: boolean) {
    this.thinning = on;
    if (!on) this.thinned = null;
  }

  /** The first row of which anything is known. */
  get start(): number {
    return this.thinned ? this.thinnedStart : this.first;
  }

  /** The columns without the index and the time. */
  get columns(): { name: string; unit: string; size: number }[] {
    return [...this.byName.values()].filter((c) => c.name !== TIME).map(({ name, unit, size }) => ({ name, unit, size }));
  }

  /** Set units and coordinates where the columns came without (a run carries none). */
  describe(columns: readonly Described[]): void {
    for (const { name, unit = "", shape, x = null } of columns) Object.assign(this.columnOf(name, sizeOf(shape), unit), { unit, x });
  }

  /** The column with the coordinates of an array column; null where there is none. */
  coordinates(name: string): string | null {
    const x = this.byName.get(name)?.x ?? null;
    return x !== null && this.size(x) === this.size(name) ? x : null;
  }

  /** Add the rows of a run that follow the last; rows that are here already are skipped. Returns how many were new, or -1 when rows
   *  are missing between (nothing is added then). */
  append(run: Run): number {
    const count = runs.countOf(run);
    if (run.first_index > this.end) return -1;
    const skip = this.end - run.first_index;
    if (skip >= count) return 0;
    this.write(run, skip, count);
    this.end = run.first_index + count;
    this.trim();
    return count - skip;
  }

  /** Add rows that lead up to `start` (history loaded later), thinned where there is no room for all. Returns how many were new, or
   *  -1 when rows are missing between. */
  prepend(run: Run): number {
    const count = runs.countOf(run);
    const { start } = this;
    if (run.first_index + count < start) return -1;
    const fresh = start - run.first_index;
    if (fresh <= 0) return 0;
    if (this.thinned || (this.thins && this.length + fresh > this.retain)) {
      this.thin(run.first_index, start, (name, row) => valueOf(run, name, row - run.first_index));
      return fresh;
    }
    this.write(run, 0, fresh);
    this.first = run.first_index;
    return fresh;
  }

  /** Empty the series, to go on at row `first`. */
  reset(first: number): void {
    for (const column of this.byName.values()) column.clear();
    this.thinned = null;
    this.first = first;
    this.end = first;
  }

  /** Forget the rows before `index`. */
  forgetBefore(index: number): void {
    if (index > this.start) this.thinned = null;
    this.first = Math.max(this.first, Math.min(index, this.end));
    for (const column of this.byName.values()) column.dropBefore(this.first);
  }

  /** How many rows of a column are kept at most. */
  rowsOf(name: string): number {
    const size = this.size(name);
    return size === 1 ? this.retain : Math.min(this.retain, Math.floor(this.arrayNumbers / size));
  }

  has(name: string): boolean {
    return name === INDEX || this.byName.has(name);
  }

  /** Numbers in a row of a column. */
  size(name: string): number {
    return this.byName.get(name)?.size ?? 1;
  }

  unit(name: string): string {
    return name === TIME ? "s" : (this.byName.get(name)?.unit ?? "");
  }

  value(name: string, index: number): number {
    if (name === INDEX) return index;
    if (index < this.first && this.thinned) return this.thinned.value(name, index);
    const column = this.byName.get(name);
    return column ? column.get(index) : NaN;
  }

  /** The first row of a column that is kept: arrays are forgotten sooner than numbers. */
  firstOf(name: string): number {
    return Math.max(this.first, this.byName.get(name)?.first ?? this.first);
  }

  /** The numbers of one row of an array column, null when they are not kept. */
  row(name: string, index: number): Float64Array | null {
    const column = this.byName.get(name);
    return column && index >= this.first && index < this.end ? column.row(index) : null;
  }

  /** Values of a scalar column in rows [from, to). */
  slice(name: string, from = this.first, to = this.end): Float64Array {
    const values = new Float64Array(Math.max(0, to - from));
    const column = this.byName.get(name);
    if (name === INDEX) for (let i = 0; i < values.length; i += 1) values[i] = from + i;
    else if (!column) values.fill(NaN);
    else column.copy(from, values);
    return values;
  }

  /** Values of a scalar column in the rows of `indexes`. */
  gather(name: string, indexes: ArrayLike<number>): Float64Array {
    if (name === INDEX) return Float64Array.from(indexes);
    const values = new Float64Array(indexes.length);
    const column = this.byName.get(name);
    const { thinned, first } = this;
    for (let i = 0; i < values.length; i += 1) {
      const index = indexes[i];
      if (thinned && index < first) values[i] = thinned.value(name, index);
      else values[i] = column ? column.get(index) : NaN;
    }
    return values;
  }

  /** The row numbers in [from, to) that are kept. */
  rows(from: number, to: number): number[] {
    const older = this.thinned ? this.thinned.within(from, Math.min(to, this.first)) : [];
    return older.concat(range(Math.max(from, this.first), to));
  }

  /** Row numbers in [from, to) that draw as all of them would: of each bucket the least and greatest value of `name`, at most `most`
   *  rows; with `positive` of the values above zero, as a logarithmic axis draws them. Buckets lie at fixed rows, so that the drawing
   *  does not crawl while rows are added. */
  outline(name: string, from: number, to: number, most: number, positive = false): number[] {
    const column = this.byName.get(name);
    if (to - from <= most || !column) return this.rows(from, to);
    let bits = 1;
    while ((to - from) / 2 ** bits > most / 2 - 2) bits += 1;
    const size = 2 ** bits;
    const found = this.older(name, from, to, bits);
    from = Math.min(to, Math.max(from, this.first));
    const start = Math.min(to, Math.ceil(from / size) * size);
    if (from < start) column.extremes(from, start, found, positive);
    const known = column.drawn(bits, start, to, positive);
    for (const row of known.rows) found.push(row);
    if (known.upto < to) column.extremes(known.upto, to, found, positive);
    return found;
  }

  /** At most `most` rows of the kept ones in [from, to) that draw `name` as all of them would, looked at anew each time. */
  sketch(name: string, from: number, to: number, most: number, positive = false): number[] {
    const column = this.byName.get(name);
    if (to - from <= most || !column) return this.rows(from, to);
    const size = Math.ceil((2 * (to - from)) / most);
    const found = this.older(name, from, to, Math.ceil(Math.log2(size)));
    for (let at = Math.max(from, this.first); at < to; at += size) column.extremes(at, Math.min(to, at + size), found, positive);
    return found;
  }

  /** How many numbers of a column are finite, missing, infinite or not positive in rows [from, to), which are kept, or in all rows
   *  from `start` on. */
  tally(name: string, from = this.start, to = this.end): Tally {
    const tally = new Tally();
    const column = this.byName.get(name);
    if (name === INDEX) tally.total = to - from;
    else if (!column) tally.missing(to - from);
    else column.count(Math.max(from, this.first), to, tally);
    if (from < this.first && this.thinned && column) tally.take(this.thinned.tally(name));
    return tally;
  }

  /** The thinned rows in [from, to) that draw `name`. */
  private older(name: string, from: number, to: number, bits: number): number[] {
    return from < this.first && this.thinned ? this.thinned.outline(name, from, Math.min(to, this.first), bits) : [];
  }

  private columnOf(name: string, size: number, unit = ""): Column {
    let column = this.byName.get(name);
    if (!column) this.byName.set(name, (column = new Column({ name, unit, size })));
    return column;
  }

  private write(run: Run, from: number, to: number): void {
    if (isPacked(run)) {
      this.fill(run, from, to);
      return;
    }
    for (const [name, values] of Object.entries(run.columns)) {
      const column = this.columnOf(name, runs.sizeOfValue(values[from]));
      for (let i = from; i < to; i += 1) column.set(run.first_index + i, values[i]);
    }
    if (!run.timestamps) return;
    const time = this.columnOf(TIME, 1, "s");
    for (let i = from; i < to; i += 1) time.set(run.first_index + i, runs.timeOf(run, i));
  }

  /** Write the rows [from, to) of a packed run. */
  private fill(run: PackedRun, from: number, to: number): void {
    for (const [name, flat] of Object.entries({ ...run.columns, [TIME]: run.timestamps })) {
      const column = this.columnOf(name, flat.length / run.count, name === TIME ? "s" : "");
      column.fill(run.first_index + from, flat.subarray(from * column.size, to * column.size));
    }
  }

  private thin(from: number, to: number, value: (name: string, row: number) => number): void {
    if (!this.thinned) {
      const names = [...this.byName.values()].filter((c) => c.size === 1).map((c) => c.name);
      const readings = names.filter((name) => name !== TIME && !name.includes("."));
      this.thinned = new Thinned(names, readings.length ? readings : names);
      this.thinnedStart = from;
    }
    this.thinned.take(from, to, value);
    this.thinnedStart = Math.min(this.thinnedStart, from);
  }

  /** Let go of the rows for which there is no room. */
  private trim(): void {
    if (this.length > this.retain + Column.SCALAR_ROWS) {
      const first = this.end - this.retain;
      if (this.thins) this.thin(this.first, first, (name, row) => this.byName.get(name)?.get(row) ?? NaN);
      else this.thinned = null;
      this.first = first;
    }
    for (const column of this.byName.values()) {
      const least = column.size === 1 ? this.first : Math.max(this.first, this.end - this.rowsOf(column.name));
      if (column.blocks.size > ((this.end - least) >> column.bits) + 2) column.dropBefore(least);
    }
  }
}

function isPacked(run: Run): run is PackedRun {
  return run.count !== undefined && run.timestamps instanceof Float64Array;
}

function range(from: number, to: number): number[] {
  const rows = new Array<number>(Math.max(0, to - from));
  for (let i = 0; i < rows.length; i += 1) rows[i] = from + i;
  return rows;
}

function sizeOf(shape: readonly number[] = []): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** A scalar column's value in a run's row `at`, the time's too. */
function valueOf(run: Run, name: string, at: number): number {
  return name === TIME ? runs.timeOf(run, at) : runs.valueOf(run, name, at);
}
