// @ts-nocheck
/* Puts the rows that lie within ranges into a table: of readings that lines join also both ends of each line that crosses. */
import { INDEX } from "./choices.ts";

const AT_ONCE = 65536;

export class Sieve {
  constructor(table, ranges, joined) {
    this.table = table;
    this._ranges = ranges;
    this._joined = joined;
    this._places = ranges.map(({ name }) => table.names.indexOf(name)); // -1: the row number itself
    this._row = [NaN]; // the row before, and its numbers
    this._before = table.names.map(() => [NaN]);
  }

  /** Look at rows in order: `rows[i]` has the number `columns[c][i]` of the table's column c. */
  take(rows, columns) {
    const { table } = this;
    const numbers = this._places.map((place) => (place < 0 ? rows : columns[place]));
    for (let i = 0; i < rows.length; i += 1) {
      if (this._joined && this._follows(rows, i) && this._crosses(numbers, i)) {
        if (i > 0) table.take(rows, columns, i - 1);
        else table.take(this._row, this._before, 0);
        table.take(rows, columns, i);
      } else if (this._holds(numbers, i)) table.take(rows, columns, i);
    }
    const last = rows.length - 1;
    if (last < 0) return;
    this._row = [rows[last]];
    this._before = columns.map((values) => [values[last]]);
  }

  /** Look at rows [from, to) of a series, and at the line that leads to the first. */
  takeSeries(series, from, to) {
    for (let at = Math.max(series.first, from - 1); at < to; at += AT_ONCE) {
      const end = Math.min(to, at + AT_ONCE);
      const slice = (name) => series.slice(name, at, end);
      this.take(slice(INDEX), this.table.names.map(slice));
    }
  }

  _follows(rows, i) {
    return rows[i] - 1 === (i > 0 ? rows[i - 1] : this._row[0]);
  }

  _holds(numbers, i) {
    for (let r = 0; r < numbers.length; r += 1) {
      const now = numbers[r][i];
      if (!(now >= this._ranges[r].low && now <= this._ranges[r].high)) return false;
    }
    return true;
  }

  _crosses(numbers, i) {
    for (let r = 0; r < numbers.length; r += 1) {
      const { low, high } = this._ranges[r];
      const before = i > 0 ? numbers[r][i - 1] : this._places[r] < 0 ? this._row[0] : this._before[this._places[r]][0];
      const now = numbers[r][i];
      if (!(Math.min(before, now) <= high && Math.max(before, now) >= low)) return false;
    }
    return true;
  }
}
