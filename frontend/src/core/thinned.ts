// @ts-nocheck
/* Rows that are kept no longer, thinned: of every so many rows those with the least and the greatest value of each
 * reading (and the least above zero, for logarithmic axes), with the values of all columns. Drawn over a whole scan they look
 * like all rows. What is kept is bounded: when it has grown too much, twice as many rows stand behind each pair. What the
 * numbers of all rows were is counted. */
import { lowerBound } from "./grid.ts";
import { tally } from "./tally.ts";

const FIRST_BITS = 9; // 512 rows at first
const MOST_ROWS = 60000;

export class Thinned {
  /** `readings`: names of the columns whose extremes count; `names`: of all that are kept. */
  constructor(names, readings, most = MOST_ROWS) {
    this.names = names;
    this.readings = readings;
    this.bits = FIRST_BITS;
    this.rows = []; // in order
    this.values = Object.fromEntries(names.map((name) => [name, []]));
    this._most = most;
    this._tallies = Object.fromEntries(names.map((name) => [name, tally()]));
  }

  /** What the numbers of a column were in all rows that were taken. */
  tally(name) {
    return this._tallies[name] || tally();
  }

  /** Take rows [from, to), all before or all after those that are here; `value(name, row)` gives their numbers. */
  take(from, to, value) {
    const rows = [];
    const size = 2 ** this.bits;
    for (let at = from; at < to;) {
      const end = Math.min(to, (Math.floor(at / size) + 1) * size);
      extremes(range(at, end), this.readings, value, rows);
      at = end;
    }
    const before = this.rows.length > 0 && from < this.rows[0];
    if ((before || !this.rows.length) && rows[0] !== from) rows.unshift(from); // the first of all, from which times are counted
    this.rows = before ? rows.concat(this.rows) : this.rows.concat(rows);
    for (const name of this.names) {
      const values = rows.map((row) => value(name, row));
      this.values[name] = before ? values.concat(this.values[name]) : this.values[name].concat(values);
      for (let row = from; row < to; row += 1) this._tallies[name].number(value(name, row));
    }
    while (this.rows.length > this._most) this._coarsen();
  }

  /** A column's value at `row`, or at the kept row before it. */
  value(name, row) {
    const values = this.values[name];
    return values ? values[this._place(row)] : NaN;
  }

  /** Kept rows in [from, to) that draw `name` in buckets of 2 ** bits rows. */
  outline(name, from, to, bits) {
    const rows = this.within(from, to);
    if (bits <= this.bits) return rows;
    const found = [];
    for (const group of groups(rows, bits)) extremes(group, [name], (_, row) => this.value(name, row), found);
    return found;
  }

  /** Kept rows in [from, to). */
  within(from, to) {
    return this.rows.slice(lowerBound(this.rows, from), lowerBound(this.rows, to));
  }

  _place(row) {
    const at = lowerBound(this.rows, row);
    return this.rows[at] === row ? at : Math.max(0, at - 1);
  }

  _coarsen() {
    this.bits += 1;
    const kept = [];
    for (const group of groups(this.rows, this.bits)) extremes(group, this.readings, (name, row) => this.value(name, row), kept);
    if (kept[0] !== this.rows[0]) kept.unshift(this.rows[0]);
    for (const name of this.names) this.values[name] = kept.map((row) => this.value(name, row));
    this.rows = kept;
  }
}

/** Put those of `rows` with the least and greatest value of each of `names`, and with the least above zero, at the end of
 *  `found`, in order. */
function extremes(rows, names, value, found) {
  const picked = new Set();
  for (const name of names) {
    const low = { value: Infinity, row: rows[0] };
    const high = { value: -Infinity, row: rows[0] };
    const positive = { value: Infinity, row: rows[0] };
    for (const row of rows) {
      const now = value(name, row);
      if (now - now !== 0) continue; // neither NaN nor an infinity
      if (now < low.value) Object.assign(low, { value: now, row });
      if (now > high.value) Object.assign(high, { value: now, row });
      if (now > 0 && now < positive.value) Object.assign(positive, { value: now, row });
    }
    picked.add(low.row).add(high.row);
    if (low.value <= 0 && high.value > 0) picked.add(positive.row);
  }
  found.push(...[...picked].sort((a, b) => a - b));
}

/** `rows` (in order) by the bucket of 2 ** bits rows they lie in. */
function groups(rows, bits) {
  const found = [];
  let bucket = NaN;
  for (const row of rows) {
    const own = Math.floor(row / 2 ** bits);
    if (own !== bucket) found.push([]);
    bucket = own;
    found[found.length - 1].push(row);
  }
  return found;
}

function range(from, to) {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
