// @ts-nocheck
/* The readings of one measurement by columns (series_column.js), in the browser: rows [first, end) of a scan's sequence indexes. A series
 * that thins keeps of the rows before `first` some as well, from `start` on (thinned.js). Rows come as runs (series_run.js).
 * `Series.INDEX` and `Series.TIME` (epoch seconds) are columns of every series. */
import { Column } from "./series_column.ts";
import * as runs from "./series_run.ts";
import { tally as tallyModule } from "./tally.ts";
import { Thinned } from "./thinned.ts";

const INDEX = "@index";
const TIME = "@time";

export class Series {
  /** `columns`: [{name, unit, shape}] as REST gives them; others are taken up as they come. */
  constructor(columns = [], { first = 0, retain = 200000, arrayNumbers = 8e6 } = {}) {
    this.first = first;
    this.end = first;
    this.retain = retain;
    this._thins = false;
    this._thinned = null;
    this._start = first;
    this._arrayNumbers = arrayNumbers;
    this.damage = ""; // why the server gave none of its newest rows
    this._columns = new Map();
    for (const column of columns) this._declare(column.name, sizeOf(column.shape), column.unit);
  }

  get length() {
    return this.end - this.first;
  }

  /** Whether of rows that are let go some are kept. */
  get thins() {
    return this._thins;
  }

  set thins(on) {
    this._thins = on;
    if (!on) this._thinned = null;
  }

  /** The first row of which anything is known. */
  get start() {
    return this._thinned ? this._start : this.first;
  }

  /** [{name, unit, size}] without the index and the time. */
  get columns() {
    return [...this._columns.values()].filter((c) => c.name !== TIME).map(({ name, unit, size }) => ({ name, unit, size }));
  }

  /** Set the units where the columns came without (a run carries none). */
  describe(columns) {
    for (const { name, unit, shape } of columns) this._declare(name, sizeOf(shape), unit).unit = unit || "";
  }

  /** Add the rows of a run that follow on the last; rows that are here already are skipped. Returns how
   *  many were new, or -1 when rows are missing between (nothing is added then). */
  append(run) {
    const count = runs.countOf(run);
    if (run.first_index > this.end) return -1;
    const skip = this.end - run.first_index;
    if (skip >= count) return 0;
    this._write(run, skip, count);
    this.end = run.first_index + count;
    this._trim();
    return count - skip;
  }

  /** Add rows that lead up to `start` (history loaded later), thinned where there is no room for all. Returns
   *  how many were new, -1 when rows are missing between. */
  prepend(run) {
    const count = runs.countOf(run);
    const { start } = this;
    if (run.first_index + count < start) return -1;
    const fresh = start - run.first_index;
    if (fresh <= 0) return 0;
    if (this._thinned || (this.thins && this.length + fresh > this.retain)) {
      this._thin(run.first_index, start, (name, row) => valueOf(run, name, row - run.first_index));
      return fresh;
    }
    this._write(run, 0, fresh);
    this.first = run.first_index;
    return fresh;
  }

  /** Empty, to go on at row `first`. */
  reset(first) {
    for (const column of this._columns.values()) column.clear();
    this._thinned = null;
    this.first = first;
    this.end = first;
  }

  /** Forget the rows before `index`. */
  forgetBefore(index) {
    if (index > this.start) this._thinned = null;
    this.first = Math.max(this.first, Math.min(index, this.end));
    for (const column of this._columns.values()) column.dropBefore(this.first);
  }

  /** How many rows of a column are kept at most. */
  rowsOf(name) {
    const size = this.size(name);
    return size === 1 ? this.retain : Math.min(this.retain, Math.floor(this._arrayNumbers / size));
  }

  has(name) {
    return name === INDEX || this._columns.has(name);
  }

  size(name) {
    const column = this._columns.get(name);
    return column ? column.size : 1;
  }

  unit(name) {
    if (name === TIME) return "s";
    const column = this._columns.get(name);
    return column ? column.unit : "";
  }

  value(name, index) {
    if (name === INDEX) return index;
    if (index < this.first && this._thinned) return this._thinned.value(name, index);
    const column = this._columns.get(name);
    return column ? column.get(index) : NaN;
  }

  /** The first row of a column that is kept: arrays are forgotten sooner than numbers. */
  firstOf(name) {
    const column = this._columns.get(name);
    return Math.max(this.first, column ? column.first : this.first);
  }

  row(name, index) {
    const column = this._columns.get(name);
    return column && index >= this.first && index < this.end ? column.row(index) : null;
  }

  /** Values of a scalar column in rows [from, to). */
  slice(name, from = this.first, to = this.end) {
    const values = new Float64Array(Math.max(0, to - from));
    const column = this._columns.get(name);
    if (name === INDEX) for (let i = 0; i < values.length; i += 1) values[i] = from + i;
    else if (!column) values.fill(NaN);
    else column.copy(from, values);
    return values;
  }

  /** Values of a scalar column in the rows of `indexes`. */
  gather(name, indexes) {
    if (name === INDEX) return Float64Array.from(indexes);
    const values = new Float64Array(indexes.length);
    const column = this._columns.get(name);
    const exact = this._thinned ? this.first : -Infinity;
    for (let i = 0; i < values.length; i += 1) {
      const index = indexes[i];
      if (index < exact) values[i] = this._thinned.value(name, index);
      else values[i] = column ? column.get(index) : NaN;
    }
    return values;
  }

  /** The row numbers in [from, to) that are kept. */
  rows(from, to) {
    const older = this._thinned ? this._thinned.within(from, Math.min(to, this.first)) : [];
    return older.concat(range(Math.max(from, this.first), to));
  }

  /** Row numbers in [from, to) that draw as all of them would: per bucket the least and greatest value of
   *  `name`, at most `most` rows; with `positive` of the values above zero, as a logarithmic axis draws them.
   *  Buckets lie at fixed rows, so that what is drawn does not crawl while rows are added. */
  outline(name, from, to, most, positive = false) {
    const column = this._columns.get(name);
    if (to - from <= most || !column) return this.rows(from, to);
    let bits = 1;
    while ((to - from) / 2 ** bits > most / 2 - 2) bits += 1;
    const size = 2 ** bits;
    const older = from < this.first && this._thinned;
    const found = older ? older.outline(name, from, Math.min(to, this.first), bits) : [];
    from = Math.min(to, Math.max(from, this.first));
    const start = Math.min(to, Math.ceil(from / size) * size);
    if (from < start) column.extremes(from, start, found, positive);
    const known = column.drawn(bits, start, to, positive);
    for (const row of known.rows) found.push(row);
    if (known.upto < to) column.extremes(known.upto, to, found, positive);
    return found;
  }

  /** At most `most` rows of the kept ones in [from, to) that draw `name` as all of them would, looked at anew each time. */
  sketch(name, from, to, most, positive = false) {
    const column = this._columns.get(name);
    if (to - from <= most || !column) return this.rows(from, to);
    const size = Math.ceil((2 * (to - from)) / most);
    const older = from < this.first && this._thinned;
    const found = older ? older.outline(name, from, Math.min(to, this.first), Math.ceil(Math.log2(size))) : [];
    for (let at = Math.max(from, this.first); at < to; at += size) column.extremes(at, Math.min(to, at + size), found, positive);
    return found;
  }

  /** What the numbers of a column are in rows [from, to), which are kept, or in all rows from `start` on. */
  tally(name, from = this.start, to = this.end) {
    const tally = tallyModule();
    const column = this._columns.get(name);
    if (name === INDEX) tally.total = to - from;
    else if (!column) tally.missing(to - from);
    else column.count(Math.max(from, this.first), to, tally);
    if (from < this.first && this._thinned && column) tally.take(this._thinned.tally(name));
    return tally;
  }

  _declare(name, size, unit = "") {
    if (!this._columns.has(name)) this._columns.set(name, new Column({ name, unit, size }));
    return this._columns.get(name);
  }

  _write(run, from, to) {
    if (run.count !== undefined && run.timestamps instanceof Float64Array) {
      this._fill(run, from, to);
      return;
    }
    for (const [name, values] of Object.entries(run.columns)) {
      const column = this._declare(name, runs.sizeOfValue(values[from]));
      for (let i = from; i < to; i += 1) column.set(run.first_index + i, values[i]);
    }
    if (!run.timestamps) return;
    const time = this._declare(TIME, 1, "s");
    for (let i = from; i < to; i += 1) time.set(run.first_index + i, runs.timeOf(run, i));
  }

  /** The rows [from, to) of a packed run. */
  _fill(run, from, to) {
    for (const [name, flat] of Object.entries({ ...run.columns, [TIME]: run.timestamps })) {
      const column = this._declare(name, flat.length / run.count, name === TIME ? "s" : "");
      column.fill(run.first_index + from, flat.subarray(from * column.size, to * column.size));
    }
  }

  /** Let go of the rows before `first`. */
  _leave(first) {
    if (this.thins) this._thin(this.first, first, (name, row) => this._columns.get(name).get(row));
    else this._thinned = null;
    this.first = first;
  }

  _thin(from, to, value) {
    if (!this._thinned) {
      const names = [...this._columns.values()].filter((c) => c.size === 1).map((c) => c.name);
      const own = names.filter((name) => name !== TIME && !name.includes("."));
      this._thinned = new Thinned(names, own.length ? own : names);
      this._start = from;
    }
    this._thinned.take(from, to, value);
    this._start = Math.min(this._start, from);
  }

  _trim() {
    if (this.length > this.retain + Column.SCALAR_ROWS) this._leave(this.end - this.retain);
    for (const column of this._columns.values()) {
      const least = column.size === 1 ? this.first : Math.max(this.first, this.end - this.rowsOf(column.name));
      if (column.blocks.size > ((this.end - least) >> column.bits) + 2) column.dropBefore(least);
    }
  }
}

function range(from, to) {
  const rows = new Array(Math.max(0, to - from));
  for (let i = 0; i < rows.length; i += 1) rows[i] = from + i;
  return rows;
}

function sizeOf(shape) {
  return (shape || []).reduce((size, length) => size * length, 1);
}

/** A scalar column's value in a run's row `at`, the time's too. */
function valueOf(run, name, at) {
  return name === TIME ? runs.timeOf(run, at) : runs.valueOf(run, name, at);
}

Series.INDEX = INDEX;
Series.TIME = TIME;
