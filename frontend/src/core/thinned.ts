/* Old rows, thinned: of every so many rows those with the least and the greatest value of each reading (and the least above zero, for
 * logarithmic axes), with the values of all columns. Drawn over a whole scan they look like all rows. The number of kept rows is bounded:
 * when it grows too much, twice as many rows stand behind each pair. The numbers of all rows are counted. */
import { lowerBound } from "./grid.ts";
import { Tally } from "./tally.ts";

const FIRST_BITS = 9; // 512 rows at first
const MOST_ROWS = 60000;

/** The number of a column in a row. */
type Value = (name: string, row: number) => number;

export class Thinned {
  readonly names: readonly string[];
  readonly readings: readonly string[];
  /** 2 ** bits rows stand behind each pair. */
  bits = FIRST_BITS;
  /** The kept rows, in order. */
  rows: number[] = [];
  readonly values: Record<string, number[]>;
  private readonly most: number;
  private readonly tallies: Record<string, Tally>;

  /** `readings`: names of the columns whose extremes count; `names`: of all that are kept. */
  constructor(names: readonly string[], readings: readonly string[], most = MOST_ROWS) {
    this.names = names;
    this.readings = readings;
    this.values = Object.fromEntries(names.map((name) => [name, []]));
    this.most = most;
    this.tallies = Object.fromEntries(names.map((name) => [name, new Tally()]));
  }

  /** How many numbers of a column are finite, missing or infinite in all rows that were taken. */
  tally(name: string): Tally {
    return this.tallies[name] ?? new Tally();
  }

  /** Take rows [from, to), all before or all after those that are here. */
  take(from: number, to: number, value: Value): void {
    const rows: number[] = [];
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
      for (let row = from; row < to; row += 1) this.tallies[name].number(value(name, row));
    }
    while (this.rows.length > this.most) this.coarsen();
  }

  /** A column's value at `row`, or at the kept row before it. */
  value(name: string, row: number): number {
    const values = this.values[name];
    return values ? values[this.place(row)] : NaN;
  }

  /** Kept rows in [from, to) that draw `name` in buckets of 2 ** bits rows. */
  outline(name: string, from: number, to: number, bits: number): number[] {
    const rows = this.within(from, to);
    if (bits <= this.bits) return rows;
    const found: number[] = [];
    for (const group of groups(rows, bits)) extremes(group, [name], (_, row) => this.value(name, row), found);
    return found;
  }

  /** Kept rows in [from, to). */
  within(from: number, to: number): number[] {
    return this.rows.slice(lowerBound(this.rows, from), lowerBound(this.rows, to));
  }

  private place(row: number): number {
    const at = lowerBound(this.rows, row);
    return this.rows[at] === row ? at : Math.max(0, at - 1);
  }

  private coarsen(): void {
    this.bits += 1;
    const kept: number[] = [];
    for (const group of groups(this.rows, this.bits)) extremes(group, this.readings, (name, row) => this.value(name, row), kept);
    if (kept[0] !== this.rows[0]) kept.unshift(this.rows[0]);
    for (const name of this.names) this.values[name] = kept.map((row) => this.value(name, row));
    this.rows = kept;
  }
}

/** Put those of `rows` with the least and greatest value of each of `names`, and with the least above zero, at the end of `found`, in
 *  order. */
function extremes(rows: readonly number[], names: readonly string[], value: Value, found: number[]): void {
  const picked = new Set<number>();
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
function groups(rows: readonly number[], bits: number): number[][] {
  const found: number[][] = [];
  let bucket = NaN;
  for (const row of rows) {
    const own = Math.floor(row / 2 ** bits);
    if (own !== bucket) found.push([]);
    bucket = own;
    found[found.length - 1].push(row);
  }
  return found;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
