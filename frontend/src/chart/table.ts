/* Some rows of a series with their values, in order: the exact rows of a window. Rows that do not follow each other directly
 * belong to different runs, between which no line is drawn. */
import { INDEX } from "./choices.ts";
import { lowerBound } from "../core/grid.ts";

const FIRST = 1024;

/** Numbers in one typed array that grows. */
class Growing {
  length = 0;
  private all = new Float64Array(FIRST);

  push(value: number): void {
    if (this.length === this.all.length) {
      const larger = new Float64Array(2 * this.length);
      larger.set(this.all);
      this.all = larger;
    }
    this.all[this.length] = value;
    this.length += 1;
  }

  at(place: number): number {
    return this.all[place];
  }

  /** All of them; a view that holds until more come. */
  get values(): Float64Array {
    return this.all.subarray(0, this.length);
  }
}

/** Places that draw the buckets of 2 ** bits places in [start, upto). */
interface Outline {
  bits: number;
  start: number;
  upto: number;
  places: number[];
}

export class Table {
  readonly names: readonly string[];
  private readonly rows = new Growing();
  private readonly runs = new Growing();
  private run = 0;
  private readonly list: Growing[];
  private readonly columns: Map<string, Growing>;
  private readonly outlines = new Map<string, Outline>();

  /** `names`: the columns that are kept, `@index` aside, which always is. */
  constructor(names: readonly string[]) {
    this.names = names;
    this.list = names.map(() => new Growing());
    this.columns = new Map(names.map((name, at) => [name, this.list[at]]));
  }

  get length(): number {
    return this.rows.length;
  }

  /** The last row that is here, -1 while none is. */
  get last(): number {
    return this.length ? this.rows.at(this.length - 1) : -1;
  }

  /** Add the row `rows[at]` with the number `columns[c][at]` of column c; one that does not come after the last is passed over. */
  take(rows: ArrayLike<number>, columns: readonly ArrayLike<number>[], at: number): void {
    const row = rows[at];
    const { last } = this;
    if (row <= last) return;
    if (this.length && row !== last + 1) this.run += 1;
    this.runs.push(this.run);
    this.rows.push(row);
    for (let c = 0; c < columns.length; c += 1) this.list[c].push(columns[c][at]);
  }

  row(place: number): number {
    return this.rows.at(place);
  }

  value(name: string, place: number): number {
    return name === INDEX ? this.rows.at(place) : this.column(name).at(place);
  }

  /** Whether no line joins the two places. */
  apart(a: number, b: number): boolean {
    return this.runs.at(a) !== this.runs.at(b);
  }

  /** The first place whose row is `row` or a later one. */
  placeOf(row: number): number {
    return lowerBound(this.rows.values, row);
  }

  has(row: number): boolean {
    const place = this.placeOf(row);
    return place < this.length && this.rows.at(place) === row;
  }

  /** The values of a column, which holds until more rows come. */
  values(name: string): Float64Array {
    return name === INDEX ? this.rows.values : this.column(name).values;
  }

  /** At most `most` places from `from` on that draw `name` as all of them would; see Series.outline. */
  outline(name: string, from: number, most: number, positive = false): number[] {
    let bits = 0;
    while ((this.length - from) / 2 ** bits > most / 2 - 2) bits += 1;
    const size = 2 ** bits;
    const values = this.values(name);
    const start = Math.min(this.length, Math.ceil(from / size) * size);
    const found: number[] = [];
    if (from < start) extremes(values, from, start, positive, found);
    const known = this.drawn(`${name} ${positive}`, bits, start);
    for (; known.upto + size <= this.length; known.upto += size) extremes(values, known.upto, known.upto + size, positive, known.places);
    for (const place of known.places) found.push(place);
    if (known.upto < this.length) extremes(values, known.upto, this.length, positive, found);
    return found;
  }

  /** At most `most` places in [from, to) that draw `name` as all of them would, looked at anew each time. */
  sketch(name: string, from: number, to: number, most: number, positive = false): number[] {
    const values = this.values(name);
    const size = Math.max(1, Math.ceil((2 * (to - from)) / most));
    const found: number[] = [];
    for (let at = from; at < to; at += size) extremes(values, at, Math.min(to, at + size), positive, found);
    return found;
  }

  private column(name: string): Growing {
    const found = this.columns.get(name);
    if (!found) throw new RangeError(`The table has no column ${name}.`);
    return found;
  }

  /** What whole buckets of 2 ** bits places from `start` on draw, kept from one drawing to the next. */
  private drawn(key: string, bits: number, start: number): Outline {
    let known = this.outlines.get(key);
    if (!known || known.bits !== bits || start < known.start || start > known.upto) {
      known = { bits, start, upto: start, places: [] };
      this.outlines.set(key, known);
    }
    if (start > known.start) {
      known.places = known.places.filter((place) => place >= start);
      known.start = start;
    }
    return known;
  }
}

/** Put the places of the least and greatest of `values` in [from, to) at the end of `found`, in order. */
function extremes(values: Float64Array, from: number, to: number, positive: boolean, found: number[]): void {
  let least = -1;
  let most = -1;
  for (let at = from; at < to; at += 1) {
    const value = values[at];
    if (value - value !== 0 || (positive && value <= 0)) continue;
    if (least < 0 || value < values[least]) least = at;
    if (most < 0 || value > values[most]) most = at;
  }
  if (least < 0) found.push(from);
  else if (least === most) found.push(least);
  else found.push(Math.min(least, most), Math.max(least, most));
}
