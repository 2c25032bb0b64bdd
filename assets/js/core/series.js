/* The readings of one measurement by columns, in the browser: rows [first, end) of a scan's sequence
 * indexes, kept in blocks of typed arrays so that a million rows grow without copying, with the extremes of
 * every 64 rows at hand for drawing. A series that thins keeps of the rows before `first` some as well, from
 * `start` on (thinned.js).
 *
 * A *run* is {first_index, columns: {name: [..]}, timestamps?: [RFC 3339 or epoch seconds]}; null stands for
 * no number (NaN here). A *packed* run has {count} too, and its columns are Float64Arrays, arrays flattened. `Series.INDEX` and `Series.TIME` (epoch seconds) are columns of every series. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const INDEX = "@index";
  const TIME = "@time";
  const BUCKET_BITS = 6;
  const BUCKET = 1 << BUCKET_BITS;
  const SCALAR_BITS = 12;
  const BLOCK_NUMBERS = 1 << 16; // most numbers in a block of an array column

  /** Values of one column; `size` numbers a row. Blocks are keyed by row number, so rows may come before or
   *  after. */
  class Column {
    constructor({ name, unit = "", size = 1 }) {
      this.name = name;
      this.unit = unit;
      this.size = size;
      this.bits = size === 1 ? SCALAR_BITS : Math.max(0, Math.floor(Math.log2(BLOCK_NUMBERS / size)));
      this.blocks = new Map();
      this.first = Infinity; // the first row that is kept
      this.outline = null; // what was drawn of it last
    }

    /** Write one row's value: a number, or an array for an array column. */
    set(index, value) {
      const block = this._block(index);
      const at = index & ((1 << this.bits) - 1);
      if (index < this.first) this.first = index;
      if (this.size === 1) {
        const cell = typeof value === "number" ? value : NaN;
        block.values[at] = cell;
        extend(block, at, cell);
        return;
      }
      const from = at * this.size;
      if (!value) return;
      const flat = Array.isArray(value[0]) ? value.flat(Infinity) : value;
      for (let i = 0; i < this.size; i += 1)
        block.values[from + i] = typeof flat[i] === "number" ? flat[i] : NaN;
    }

    /** Write the rows from `index` on whose numbers `flat` holds. */
    fill(index, flat) {
      const rows = 1 << this.bits;
      const end = index + flat.length / this.size;
      if (index < this.first) this.first = index;
      for (let row = index; row < end;) {
        const at = row & (rows - 1);
        const upto = Math.min(end, row - at + rows);
        const block = this._block(row);
        block.values.set(flat.subarray((row - index) * this.size, (upto - index) * this.size), at * this.size);
        if (this.size === 1) for (let i = at; i < at + upto - row; i += 1) extend(block, i, block.values[i]);
        row = upto;
      }
    }

    get(index) {
      const block = this.blocks.get(index >> this.bits);
      return block ? block.values[index & ((1 << this.bits) - 1)] : NaN;
    }

    /** A view of one row of an array column, or null when it is not kept. */
    row(index) {
      const block = this.blocks.get(index >> this.bits);
      if (!block) return null;
      const from = (index & ((1 << this.bits) - 1)) * this.size;
      return block.values.subarray(from, from + this.size);
    }

    /** Forget the blocks wholly before `index`. */
    dropBefore(index) {
      for (const number of this.blocks.keys())
        if ((number + 1) << this.bits <= index) this.blocks.delete(number);
      this.first = Math.max(this.first, index);
    }

    clear() {
      this.blocks.clear();
      this.outline = null;
      this.first = Infinity;
    }

    _block(index) {
      const number = index >> this.bits;
      let block = this.blocks.get(number);
      if (!block) {
        const rows = 1 << this.bits;
        const buckets = this.size === 1 ? rows >> BUCKET_BITS : 0;
        block = {
          values: new Float64Array(rows * this.size).fill(NaN),
          least: new Int16Array(buckets).fill(-1),
          most: new Int16Array(buckets).fill(-1),
        };
        this.blocks.set(number, block);
      }
      return block;
    }
  }

  /** Keep the places of a bucket's least and greatest value up to date. */
  function extend(block, at, value) {
    if (value !== value) return;
    const bucket = at >> BUCKET_BITS;
    const { values, least, most } = block;
    if (least[bucket] < 0 || value < values[least[bucket]]) least[bucket] = at;
    if (most[bucket] < 0 || value > values[most[bucket]]) most[bucket] = at;
  }

  class Series {
    /** `columns`: [{name, unit, shape}] as REST gives them; others are taken up as they come. */
    constructor(columns = [], { first = 0, retain = 200000, arrayNumbers = 8e6 } = {}) {
      this.first = first;
      this.end = first;
      this.retain = retain;
      this._thins = false;
      this._thinned = null;
      this._start = first;
      this._arrayNumbers = arrayNumbers;
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
      return [...this._columns.values()]
        .filter((c) => c.name !== TIME)
        .map(({ name, unit, size }) => ({ name, unit, size }));
    }

    /** Set the units where the columns came without (a run carries none). */
    describe(columns) {
      for (const { name, unit, shape } of columns) this._declare(name, sizeOf(shape), unit).unit = unit || "";
    }

    /** Add the rows of a run that follow on the last; rows that are here already are skipped. Returns how
     *  many were new, or -1 when rows are missing between (nothing is added then). */
    append(run) {
      const count = countOf(run);
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
      const count = countOf(run);
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
      else copyRange(column, from, values);
      return values;
    }

    /** Values of a scalar column in the rows of `indexes`. */
    gather(name, indexes) {
      if (name === INDEX) return Float64Array.from(indexes);
      return Float64Array.from(indexes, (index) => this.value(name, index));
    }

    /** The row numbers in [from, to) that are kept. */
    rows(from, to) {
      const older = this._thinned ? this._thinned.within(from, Math.min(to, this.first)) : [];
      return older.concat(range(Math.max(from, this.first), to));
    }

    /** Row numbers in [from, to) that draw as all of them would: per bucket the least and greatest value of
     *  `name`, at most `most` rows. Buckets lie at fixed rows, so that what is drawn does not crawl while
     *  rows are added. */
    outline(name, from, to, most) {
      const column = this._columns.get(name);
      if (to - from <= most || !column) return this.rows(from, to);
      let bits = 1;
      while ((to - from) / 2 ** bits > most / 2 - 2) bits += 1;
      const size = 2 ** bits;
      const older = from < this.first && this._thinned;
      const found = older ? older.outline(name, from, Math.min(to, this.first), bits) : [];
      from = Math.min(to, Math.max(from, this.first));
      const start = Math.min(to, Math.ceil(from / size) * size);
      if (from < start) pick(column, from, start, found);
      const known = wholeBuckets(column, bits, start, to);
      for (const row of known.rows) found.push(row);
      if (known.upto < to) pick(column, known.upto, to, found);
      return found;
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
        const column = this._declare(name, sizeOfValue(values[from]));
        for (let i = from; i < to; i += 1) column.set(run.first_index + i, values[i]);
      }
      if (!run.timestamps) return;
      const time = this._declare(TIME, 1, "s");
      for (let i = from; i < to; i += 1) time.set(run.first_index + i, seconds(run.timestamps[i]));
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
        this._thinned = new PyBirch.Thinned(names, own.length ? own : names);
        this._start = from;
      }
      this._thinned.take(from, to, value);
      this._start = Math.min(this._start, from);
    }

    _trim() {
      if (this.length > this.retain + (1 << SCALAR_BITS)) this._leave(this.end - this.retain);
      for (const column of this._columns.values()) {
        const least = column.size === 1 ? this.first : Math.max(this.first, this.end - this.rowsOf(column.name));
        if (column.blocks.size > ((this.end - least) >> column.bits) + 2) column.dropBefore(least);
      }
    }
  }

  /** {rows, start, upto}: what the whole buckets between `start` and `to` draw, kept from one drawing to the next:
   *  only buckets that have filled since are looked at, and those before `start` are left out. */
  function wholeBuckets(column, bits, start, to) {
    const size = 2 ** bits;
    let known = column.outline;
    if (!known || known.bits !== bits || start < known.start || start > known.upto || known.upto > to)
      known = column.outline = { bits, start, upto: start, rows: [] };
    if (start > known.start) {
      known.rows = known.rows.filter((row) => row >= start);
      known.start = start;
    }
    for (; known.upto + size <= to; known.upto += size)
      pick(column, known.upto, known.upto + size, known.rows);
    return known;
  }

  /** Put the places of the least and greatest value in rows [from, to) at the end of `found`, in order. */
  function pick(column, from, to, found) {
    let least = -1;
    let most = -1;
    let low = Infinity;
    let high = -Infinity;
    const look = (at) => {
      const value = column.get(at);
      if (value < low) [low, least] = [value, at];
      if (value > high) [high, most] = [value, at];
    };
    for (let at = from; at < to;) {
      if ((at & (BUCKET - 1)) === 0 && at + BUCKET <= to) {
        const block = column.blocks.get(at >> column.bits);
        const bucket = (at & ((1 << column.bits) - 1)) >> BUCKET_BITS;
        const base = (at >> column.bits) << column.bits;
        if (block && block.least[bucket] >= 0) {
          look(base + block.least[bucket]);
          look(base + block.most[bucket]);
        }
        at += BUCKET;
      } else {
        look(at);
        at += 1;
      }
    }
    if (least < 0) found.push(from);
    else if (least === most) found.push(least);
    else found.push(Math.min(least, most), Math.max(least, most));
  }

  function copyRange(column, from, values) {
    const rows = 1 << column.bits;
    for (let done = 0; done < values.length;) {
      const at = (from + done) & (rows - 1);
      const length = Math.min(rows - at, values.length - done);
      const block = column.blocks.get((from + done) >> column.bits);
      if (block) values.set(block.values.subarray(at, at + length), done);
      else values.fill(NaN, done, done + length);
      done += length;
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

  function sizeOfValue(value) {
    return Array.isArray(value) ? value.flat(Infinity).length : 1;
  }

  /** A scalar column's value in a run's row `at`. */
  function valueOf(run, name, at) {
    if (name === TIME) return run.timestamps ? seconds(run.timestamps[at]) : NaN;
    const values = run.columns[name];
    return values && typeof values[at] === "number" ? values[at] : NaN;
  }

  /** Rows in a run. */
  function countOf(run) {
    if (run.count !== undefined) return run.count;
    const first = Object.values(run.columns)[0];
    return first ? first.length : (run.timestamps || []).length;
  }

  function seconds(timestamp) {
    return typeof timestamp === "number" ? timestamp : Date.parse(timestamp) / 1000;
  }

  Series.INDEX = INDEX;
  Series.TIME = TIME;
  Series.countOf = countOf;
  PyBirch.Series = Series;
  if (typeof module !== "undefined" && module.exports) module.exports = { Series };
})(typeof window !== "undefined" ? window : globalThis);
