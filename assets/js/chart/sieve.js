/* Puts the rows that lie within ranges into a table: of readings that lines join also both ends of each line that crosses. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const chart = (PyBirch.chart = PyBirch.chart || {});
  const AT_ONCE = 65536;

  class Sieve {
    constructor(table, ranges, joined) {
      this.table = table;
      this._ranges = ranges;
      this._joined = joined;
      this._row = NaN; // the row before, and its numbers
      this._before = new Float64Array(table.names.length);
      this._places = ranges.map(({ name }) => table.names.indexOf(name));
    }

    /** Look at rows in order: `rows[i]` has the number `columns[c][i]` of the table's column c. */
    take(rows, columns) {
      const { table } = this;
      const numbers = new Float64Array(columns.length);
      const value = (name) => numbers[table.names.indexOf(name)];
      const before = (name) => this._before[table.names.indexOf(name)];
      for (let i = 0; i < rows.length; i += 1) {
        for (let c = 0; c < columns.length; c += 1) numbers[c] = columns[c][i];
        const crosses = this._joined && this._row === rows[i] - 1 && this._crosses(this._row, rows[i], numbers);
        if (crosses) table.add(this._row, before);
        if (crosses || this._holds(rows[i], numbers)) table.add(rows[i], value);
        this._before.set(numbers);
        this._row = rows[i];
      }
    }

    /** Look at rows [from, to) of a series, and at the line that leads to the first. */
    takeSeries(series, from, to) {
      for (let at = Math.max(series.first, from - 1); at < to; at += AT_ONCE) {
        const end = Math.min(to, at + AT_ONCE);
        const slice = (name) => series.slice(name, at, end);
        this.take(slice(chart.INDEX), this.table.names.map(slice));
      }
    }

    _number(place, numbers, row) {
      return this._places[place] < 0 ? row : numbers[this._places[place]];
    }

    _holds(row, numbers) {
      return this._ranges.every(({ low, high }, at) => {
        const now = this._number(at, numbers, row);
        return now >= low && now <= high;
      });
    }

    _crosses(before, row, numbers) {
      return this._ranges.every(({ low, high }, at) => {
        const [a, b] = [this._number(at, this._before, before), this._number(at, numbers, row)];
        return Math.min(a, b) <= high && Math.max(a, b) >= low;
      });
    }
  }

  chart.Sieve = Sieve;
  if (typeof module !== "undefined" && module.exports) module.exports = { Sieve };
})(typeof window !== "undefined" ? window : globalThis);
