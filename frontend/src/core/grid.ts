// @ts-nocheck
/* A two-dimensional map that fills as rows come: each row's value goes to the cell of its two positions.
 *
 * Where the plan gives an axis's positions the cells are those, and a readback goes to the nearest;
 * otherwise positions are learnt as they come, those closer than `tolerance` being one. Cells never measured
 * stay NaN. Where a cell is measured several times it shows the mean, the latest reading or the n-th. */
import { tally } from "./tally.ts";

const MEAN = "mean";
const LATEST = "latest";
const MOST_CELLS = 16000000; // of positions that are learnt
const SPARSE_CELLS = 1000000; // of a map that is hardly filled: its readings do not lie on a grid
const FILLED = 0.05; // of the cells of a larger map

/** The positions of one axis in order, and which of them a value belongs to. */
class Axis {
  constructor(positions, tolerance = 0) {
    this.fixed = Boolean(positions && positions.length);
    this.tolerance = tolerance;
    this.positions = this.fixed ? [...new Set(positions)].sort((a, b) => a - b) : [];
  }

  /** The place of the known position that is nearest to `value`. */
  nearest(value) {
    const after = lowerBound(this.positions, value);
    return nearest(this.positions, after - 1, after, value);
  }

  /** {at, inserted}: the place of `value`, and whether the axis grew there; `at` is -1 where it may not grow. */
  place(value, grows = true) {
    const { positions } = this;
    const after = lowerBound(positions, value);
    const before = after - 1;
    if (this.fixed) return { at: nearest(positions, before, after, value), inserted: false };
    if (after < positions.length && positions[after] - value <= this.tolerance) return { at: after, inserted: false };
    if (before >= 0 && value - positions[before] <= this.tolerance) return { at: before, inserted: false };
    if (!grows) return { at: -1, inserted: false };
    positions.splice(after, 0, value);
    return { at: after, inserted: true };
  }
}

function nearest(positions, before, after, value) {
  if (after === positions.length) return before;
  if (before < 0) return 0;
  return value - positions[before] <= positions[after] - value ? before : after;
}

export class Grid {
  /** `x`, `y`: {positions?: [..], tolerance?: number}; `repeats`: "mean", "latest" or the number of the reading of a cell. */
  constructor(x = {}, y = {}, repeats = MEAN) {
    this.x = new Axis(x.positions, x.tolerance);
    this.y = new Axis(y.positions, y.tolerance);
    this.repeats = repeats;
    this.z = this.y.positions.map(() => this._emptyRow(NaN));
    this._readings = this.y.positions.map(() => this._emptyRow(0)); // of each cell
    this._numbers = this.y.positions.map(() => this._emptyRow(0)); // those of them that are in a mean
    this.filled = 0; // cells with a number
    this.most = 0; // readings of one cell
    this.placeless = 0; // readings without a position
    this.crowded = 0; // readings at positions for which there is no room
    this.tally = tally(); // of the readings that have a cell
    this._measured = 0; // cells
    this._full = 0; // cells with as many readings as any
  }

  /** Whether every measured cell has as many readings. */
  get even() {
    return this._full === this._measured;
  }

  /** Add a reading at (x, y), after those that are there, or with `older` before them. */
  add(x, y, value, older = false) {
    if (x - x !== 0 || y - y !== 0) {
      this.placeless += 1;
      return;
    }
    const [column, line] = this._cell(x, y);
    if (column < 0) {
      this.crowded += 1;
      return;
    }
    const count = (this._readings[line][column] += 1);
    this._count(count);
    this.tally.number(value);
    const row = this.z[line];
    const before = row[column];
    row[column] = this._shown(before, value, { line, column, count, older });
    this.filled += (row[column] === row[column]) - (before === before);
  }

  _shown(before, value, { line, column, count, older }) {
    const number = value - value === 0 ? value : NaN;
    if (this.repeats === LATEST) return older && before === before ? before : number;
    if (this.repeats !== MEAN) return count === this.repeats ? number : before;
    if (number !== number) return before;
    const numbers = (this._numbers[line][column] += 1);
    return numbers === 1 ? number : before + (number - before) / numbers;
  }

  /** [column, line] of a position, made where there is none yet; -1 where there is no place for it. */
  _cell(x, y) {
    const cells = (this.x.positions.length + 1) * (this.y.positions.length + 1);
    const roomy = cells <= SPARSE_CELLS || (cells <= MOST_CELLS && this._measured >= FILLED * cells);
    const column = this.x.place(x, roomy);
    if (column.inserted) this._widen(column.at);
    const line = this.y.place(y, roomy);
    if (line.inserted) this._heighten(line.at);
    return column.at < 0 || line.at < 0 ? [-1, -1] : [column.at, line.at];
  }

  _widen(at) {
    for (const row of this.z) row.splice(at, 0, NaN);
    for (const rows of [this._readings, this._numbers]) for (const row of rows) row.splice(at, 0, 0);
  }

  _heighten(at) {
    this.z.splice(at, 0, this._emptyRow(NaN));
    for (const rows of [this._readings, this._numbers]) rows.splice(at, 0, this._emptyRow(0));
  }

  _count(readings) {
    if (readings === 1) this._measured += 1;
    if (readings > this.most) [this.most, this._full] = [readings, 1];
    else if (readings === this.most) this._full += 1;
  }

  _emptyRow(value) {
    return new Array(this.x.positions.length).fill(value);
  }
}

export function lowerBound(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

Object.assign(Grid, { Axis, MEAN, LATEST });
