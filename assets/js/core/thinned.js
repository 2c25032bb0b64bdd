/* Rows that are kept no longer, thinned: of every so many rows those with the least and the greatest value of each
 * reading, with the values of all columns. Drawn over a whole scan they look like all rows. What is kept is bounded: when
 * it has grown too much, twice as many rows stand behind each pair. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const FIRST_BITS = 9; // 512 rows at first
  const MOST_ROWS = 60000;

  class Thinned {
    /** `readings`: names of the columns whose extremes count; `names`: of all that are kept. */
    constructor(names, readings, most = MOST_ROWS) {
      this.names = names;
      this.readings = readings;
      this.bits = FIRST_BITS;
      this.rows = []; // in order
      this.values = Object.fromEntries(names.map((name) => [name, []]));
      this._most = most;
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
      this.rows = before ? rows.concat(this.rows) : this.rows.concat(rows);
      for (const name of this.names) {
        const values = rows.map((row) => value(name, row));
        this.values[name] = before ? values.concat(this.values[name]) : this.values[name].concat(values);
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
      return this.rows.slice(PyBirch.lowerBound(this.rows, from), PyBirch.lowerBound(this.rows, to));
    }

    _place(row) {
      const at = PyBirch.lowerBound(this.rows, row);
      return this.rows[at] === row ? at : Math.max(0, at - 1);
    }

    _coarsen() {
      this.bits += 1;
      const kept = [];
      for (const group of groups(this.rows, this.bits))
        extremes(group, this.readings, (name, row) => this.value(name, row), kept);
      for (const name of this.names) this.values[name] = kept.map((row) => this.value(name, row));
      this.rows = kept;
    }
  }

  /** Put those of `rows` with the least and greatest value of each of `names` at the end of `found`, in order. */
  function extremes(rows, names, value, found) {
    const picked = new Set();
    for (const name of names) {
      let least = rows[0];
      let most = rows[0];
      let low = Infinity;
      let high = -Infinity;
      for (const row of rows) {
        const now = value(name, row);
        if (now < low) [low, least] = [now, row];
        if (now > high) [high, most] = [now, row];
      }
      picked.add(least).add(most);
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

  PyBirch.Thinned = Thinned;
  if (typeof module !== "undefined" && module.exports) module.exports = { Thinned };
})(typeof window !== "undefined" ? window : globalThis);
