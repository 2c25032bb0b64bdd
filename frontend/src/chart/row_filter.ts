/* Puts the rows that lie within ranges into a table: of readings that lines join also both ends of each line that crosses. */
import { INDEX } from "./choices.ts";
import type { Range } from "./ranges.ts";
import type { Table } from "./table.ts";
import type { Series } from "../core/series.ts";

type Numbers = ArrayLike<number>;

const AT_ONCE = 65536; // rows

export class RowFilter {
  readonly table: Table;
  private readonly ranges: readonly Range[];
  private readonly joined: boolean;
  /** Columns of the ranges by their place in the table; -1: the row number itself. */
  private readonly places: number[];
  /** The row before, and its numbers. */
  private rowBefore = [NaN];
  private before: number[][];

  /** `joined`: lines join the readings. */
  constructor(table: Table, ranges: readonly Range[], joined: boolean) {
    this.table = table;
    this.ranges = ranges;
    this.joined = joined;
    this.places = ranges.map(({ name }) => table.names.indexOf(name));
    this.before = table.names.map(() => [NaN]);
  }

  /** Look at rows in order: `rows[i]` has the number `columns[c][i]` of the table's column c. */
  take(rows: Numbers, columns: readonly Numbers[]): void {
    const { table } = this;
    const numbers = this.places.map((place) => (place < 0 ? rows : columns[place]));
    for (let i = 0; i < rows.length; i += 1) {
      if (this.joined && this.follows(rows, i) && this.crosses(numbers, i)) {
        if (i > 0) table.take(rows, columns, i - 1);
        else table.take(this.rowBefore, this.before, 0);
        table.take(rows, columns, i);
      } else if (this.holds(numbers, i)) table.take(rows, columns, i);
    }
    const last = rows.length - 1;
    if (last < 0) return;
    this.rowBefore = [rows[last]];
    this.before = columns.map((values) => [values[last]]);
  }

  /** Look at rows [from, to) of a series, and at the line that leads to the first. */
  takeSeries(series: Series, from: number, to: number): void {
    for (let at = Math.max(series.first, from - 1); at < to; at += AT_ONCE) {
      const end = Math.min(to, at + AT_ONCE);
      const slice = (name: string): Float64Array => series.slice(name, at, end);
      this.take(slice(INDEX), this.table.names.map(slice));
    }
  }

  private follows(rows: Numbers, i: number): boolean {
    return rows[i] - 1 === (i > 0 ? rows[i - 1] : this.rowBefore[0]);
  }

  private holds(numbers: readonly Numbers[], i: number): boolean {
    for (let r = 0; r < numbers.length; r += 1) {
      const now = numbers[r][i];
      if (!(now >= this.ranges[r].low && now <= this.ranges[r].high)) return false;
    }
    return true;
  }

  private crosses(numbers: readonly Numbers[], i: number): boolean {
    for (let r = 0; r < numbers.length; r += 1) {
      const { low, high } = this.ranges[r];
      const before = i > 0 ? numbers[r][i - 1] : this.places[r] < 0 ? this.rowBefore[0] : this.before[this.places[r]][0];
      const now = numbers[r][i];
      if (!(Math.min(before, now) <= high && Math.max(before, now) >= low)) return false;
    }
    return true;
  }
}
