// @ts-nocheck
/* Some rows of a series with their values, in order: the exact rows of a window. Rows that do not follow each other directly
 * belong to different runs, between which no line is drawn. */
import { INDEX } from "./choices.ts";
import { lowerBound } from "../core/grid.ts";

const FIRST = 1024;

/** Numbers in one typed array that grows. */
class Growing {
  constructor() {
    this._all = new Float64Array(FIRST);
    this.length = 0;
  }

  push(value) {
    if (this.length === this._all.length) {
      const larger = new Float64Array(2 * this.length);
      larger.set(this._all);
      this._all = larger;
    }
    this._all[this.length] = value;
    this.length += 1;
  }

  at(place) {
    return this._all[place];
  }

  /** All of them; a view that holds until more come. */
  get values() {
    return this._all.subarray(0, this.length);
  }
}

export class Table {
  /** `names`: the columns that are kept, `@index` aside, which always is. */
  constructor(names) {
    this.names = names;
    this._rows = new Growing();
    this._runs = new Growing();
    this._run = 0;
    this._list = names.map(() => new Growing());
    this._columns = new Map(names.map((name, at) => [name, this._list[at]]));
    this._outlines = new Map();
  }

  get length() {
    return this._rows.length;
  }

  /** The last row that is here, -1 while none is. */
  get last() {
    return this.length ? this._rows.at(this.length - 1) : -1;
  }

  /** Add the row `rows[at]` with the number `columns[c][at]` of column c; one that does not come after the last is passed over. */
  take(rows, columns, at) {
    const row = rows[at];
    const { last } = this;
    if (row <= last) return;
    if (this.length && row !== last + 1) this._run += 1;
    this._runs.push(this._run);
    this._rows.push(row);
    for (let c = 0; c < columns.length; c += 1) this._list[c].push(columns[c][at]);
  }

  row(place) {
    return this._rows.at(place);
  }

  value(name, place) {
    return name === INDEX ? this._rows.at(place) : this._columns.get(name).at(place);
  }

  /** Whether no line joins the two places. */
  apart(a, b) {
    return this._runs.at(a) !== this._runs.at(b);
  }

  /** The first place whose row is `row` or a later one. */
  placeOf(row) {
    return lowerBound(this._rows.values, row);
  }

  has(row) {
    const place = this.placeOf(row);
    return place < this.length && this._rows.at(place) === row;
  }

  /** The values of a column, which holds until more rows come. */
  values(name) {
    return name === INDEX ? this._rows.values : this._columns.get(name).values;
  }

  /** At most `most` places from `from` on that draw `name` as all of them would; see Series.outline. */
  outline(name, from, most, positive = false) {
    let bits = 0;
    while ((this.length - from) / 2 ** bits > most / 2 - 2) bits += 1;
    const size = 2 ** bits;
    const values = this.values(name);
    const start = Math.min(this.length, Math.ceil(from / size) * size);
    const found = [];
    if (from < start) extremes(values, from, start, positive, found);
    const known = this._drawn(`${name} ${positive}`, bits, start);
    for (; known.upto + size <= this.length; known.upto += size) extremes(values, known.upto, known.upto + size, positive, known.places);
    for (const place of known.places) found.push(place);
    if (known.upto < this.length) extremes(values, known.upto, this.length, positive, found);
    return found;
  }

  /** At most `most` places in [from, to) that draw `name` as all of them would, looked at anew each time. */
  sketch(name, from, to, most, positive = false) {
    const values = this.values(name);
    const size = Math.max(1, Math.ceil((2 * (to - from)) / most));
    const found = [];
    for (let at = from; at < to; at += size) extremes(values, at, Math.min(to, at + size), positive, found);
    return found;
  }

  /** {upto, places}: what whole buckets of 2 ** bits places from `start` on draw, kept from one drawing to the next. */
  _drawn(key, bits, start) {
    let known = this._outlines.get(key);
    if (!known || known.bits !== bits || start < known.start || start > known.upto) {
      known = { bits, start, upto: start, places: [] };
      this._outlines.set(key, known);
    }
    if (start > known.start) {
      known.places = known.places.filter((place) => place >= start);
      known.start = start;
    }
    return known;
  }
}

/** Put the places of the least and greatest of `values` in [from, to) at the end of `found`, in order. */
function extremes(values, from, to, positive, found) {
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
