/* A two-dimensional map that fills as rows come: each row's value goes to the cell of its two positions.
 *
 * Where the plan gives an axis's positions the cells are those, and a readback goes to the nearest. Otherwise positions are learnt as they
 * come; those closer than `tolerance` are one. Cells never measured stay NaN. A cell that is measured several times shows the mean, the
 * latest reading or the n-th. */
import { Tally } from "./tally.ts";

const MEAN = "mean";
const LATEST = "latest";
/** Which reading a cell shows; a number is the number of the reading, from 1. */
export type Repeats = typeof MEAN | typeof LATEST | number;

export interface AxisOptions {
  positions?: readonly number[] | null;
  tolerance?: number;
}

const MOST_CELLS = 16000000; // of positions that are learnt
const SPARSE_CELLS = 1000000; // of a map that is hardly filled: its readings do not lie on a grid
const FILLED = 0.05; // of the cells of a larger map

/** The positions of one axis in order, and which of them a value belongs to. */
class Axis {
  /** Whether the plan gave the positions. */
  readonly fixed: boolean;
  readonly tolerance: number;
  readonly positions: number[];

  constructor(positions?: readonly number[] | null, tolerance = 0) {
    this.fixed = Boolean(positions?.length);
    this.tolerance = tolerance;
    this.positions = [...new Set(positions)].sort((a, b) => a - b);
  }

  /** The place of the known position that is nearest to `value`. */
  nearest(value: number): number {
    const after = lowerBound(this.positions, value);
    return nearest(this.positions, after - 1, after, value);
  }

  /** {at, inserted}: the place of `value`, and whether the axis grew there; `at` is -1 where it may not grow. */
  place(value: number, grows = true): { at: number; inserted: boolean } {
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

function nearest(positions: readonly number[], before: number, after: number, value: number): number {
  if (after === positions.length) return before;
  if (before < 0) return 0;
  return value - positions[before] <= positions[after] - value ? before : after;
}

export class Grid {
  static readonly Axis = Axis;
  static readonly MEAN = MEAN;
  static readonly LATEST = LATEST;

  readonly x: Axis;
  readonly y: Axis;
  readonly repeats: Repeats;
  /** What the cells show, by rows of y. */
  readonly z: number[][];
  /** Cells with a number. */
  filled = 0;
  /** Most readings of one cell. */
  most = 0;
  /** Readings without a position, and those at positions for which there is no room. */
  placeless = 0;
  crowded = 0;
  /** Of the readings that have a cell. */
  readonly tally = new Tally();
  private readonly readings: number[][]; // of each cell
  private readonly numbers: number[][]; // those of them that are in a mean
  private measured = 0; // cells
  private full = 0; // cells with as many readings as any

  constructor(x: AxisOptions = {}, y: AxisOptions = {}, repeats: Repeats = MEAN) {
    this.x = new Axis(x.positions, x.tolerance);
    this.y = new Axis(y.positions, y.tolerance);
    this.repeats = repeats;
    this.z = this.y.positions.map(() => this.emptyRow(NaN));
    this.readings = this.y.positions.map(() => this.emptyRow(0));
    this.numbers = this.y.positions.map(() => this.emptyRow(0));
  }

  /** Whether every measured cell has as many readings. */
  get even(): boolean {
    return this.full === this.measured;
  }

  /** Add a reading at (x, y), after those that are there, or with `older` before them. */
  add(x: number, y: number, value: number, older = false): void {
    if (x - x !== 0 || y - y !== 0) {
      this.placeless += 1;
      return;
    }
    const [column, line] = this.cell(x, y);
    if (column < 0) {
      this.crowded += 1;
      return;
    }
    const count = (this.readings[line][column] += 1);
    this.count(count);
    this.tally.number(value);
    const row = this.z[line];
    const before = row[column];
    row[column] = this.shown(before, value, { line, column, count, older });
    this.filled += Number(row[column] === row[column]) - Number(before === before);
  }

  private shown(before: number, value: number, cell: { line: number; column: number; count: number; older: boolean }): number {
    const { line, column, count, older } = cell;
    const number = value - value === 0 ? value : NaN;
    if (this.repeats === LATEST) return older && before === before ? before : number;
    if (this.repeats !== MEAN) return count === this.repeats ? number : before;
    if (number !== number) return before;
    const numbers = (this.numbers[line][column] += 1);
    return numbers === 1 ? number : before + (number - before) / numbers;
  }

  /** [column, line] of a position, made where there is none yet; -1 where there is no place for it. */
  private cell(x: number, y: number): [number, number] {
    const cells = (this.x.positions.length + 1) * (this.y.positions.length + 1);
    const roomy = cells <= SPARSE_CELLS || (cells <= MOST_CELLS && this.measured >= FILLED * cells);
    const column = this.x.place(x, roomy);
    if (column.inserted) this.widen(column.at);
    const line = this.y.place(y, roomy);
    if (line.inserted) this.heighten(line.at);
    return column.at < 0 || line.at < 0 ? [-1, -1] : [column.at, line.at];
  }

  private widen(at: number): void {
    for (const row of this.z) row.splice(at, 0, NaN);
    for (const rows of [this.readings, this.numbers]) for (const row of rows) row.splice(at, 0, 0);
  }

  private heighten(at: number): void {
    this.z.splice(at, 0, this.emptyRow(NaN));
    for (const rows of [this.readings, this.numbers]) rows.splice(at, 0, this.emptyRow(0));
  }

  private count(readings: number): void {
    if (readings === 1) this.measured += 1;
    if (readings > this.most) [this.most, this.full] = [readings, 1];
    else if (readings === this.most) this.full += 1;
  }

  private emptyRow(value: number): number[] {
    return new Array<number>(this.x.positions.length).fill(value);
  }
}

/** The place of the first of `sorted` that is not below `value`. */
export function lowerBound(sorted: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
