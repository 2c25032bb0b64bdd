/* A two-dimensional map that fills as rows come: each row's value goes to the cell of its two positions.
 *
 * Where the plan gives an axis's positions the cells are those, and a readback goes to the nearest;
 * otherwise positions are learnt as they come, those closer than `tolerance` being one. Cells never measured
 * stay NaN. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});

  /** The positions of one axis in order, and which of them a value belongs to. */
  class Axis {
    constructor(positions, tolerance = 0) {
      this.fixed = Boolean(positions && positions.length);
      this.tolerance = tolerance;
      this.positions = this.fixed ? [...new Set(positions)].sort((a, b) => a - b) : [];
    }

    /** {at, inserted}: the place of `value`, and whether the axis grew there. */
    place(value) {
      const { positions } = this;
      const after = lowerBound(positions, value);
      const before = after - 1;
      if (this.fixed) {
        if (after === positions.length) return { at: before, inserted: false };
        if (before < 0) return { at: 0, inserted: false };
        return {
          at: value - positions[before] <= positions[after] - value ? before : after,
          inserted: false,
        };
      }
      if (after < positions.length && positions[after] - value <= this.tolerance)
        return { at: after, inserted: false };
      if (before >= 0 && value - positions[before] <= this.tolerance) return { at: before, inserted: false };
      positions.splice(after, 0, value);
      return { at: after, inserted: true };
    }
  }

  class Grid {
    /** `x`, `y`: {positions?: [..], tolerance?: number}. */
    constructor(x = {}, y = {}) {
      this.x = new Axis(x.positions, x.tolerance);
      this.y = new Axis(y.positions, y.tolerance);
      this.z = this.y.positions.map(() => this._emptyRow());
      this.filled = 0;
    }

    /** Put `value` into the cell of (x, y); a later one replaces it, an `older` one only fills an empty cell.
     *  Rows without a position are left out. */
    add(x, y, value, older = false) {
      if (!Number.isFinite(x) || !Number.isFinite(y)) return;
      const column = this.x.place(x);
      if (column.inserted) for (const row of this.z) row.splice(column.at, 0, NaN);
      const line = this.y.place(y);
      if (line.inserted) this.z.splice(line.at, 0, this._emptyRow());
      const row = this.z[line.at];
      const empty = Number.isNaN(row[column.at]);
      if (older && !empty) return;
      if (empty && !Number.isNaN(value)) this.filled += 1;
      row[column.at] = value;
    }

    _emptyRow() {
      return new Array(this.x.positions.length).fill(NaN);
    }
  }

  function lowerBound(sorted, value) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  PyBirch.Grid = Grid;
  PyBirch.lowerBound = lowerBound;
  if (typeof module !== "undefined" && module.exports) module.exports = { Grid, lowerBound };
})(typeof window !== "undefined" ? window : globalThis);
