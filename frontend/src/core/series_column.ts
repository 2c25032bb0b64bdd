/* The numbers of one column of a series, in blocks of typed arrays keyed by row number: a million rows grow without copying, and
 * rows may come before or after. The extremes of every 64 rows are kept for drawing. NaN (no value) and infinities (an overload) are
 * kept as they are and counted; they are no extremes. */
import * as runs from "./series_run.ts";
import { Tally } from "./tally.ts";

const BUCKET_BITS = 6;
const BUCKET = 1 << BUCKET_BITS;
const SCALAR_BITS = 12;
const BLOCK_NUMBERS = 1 << 16; // most numbers in a block of an array column

interface Block {
  values: Float64Array;
  /** Places in the block of the least and greatest value of each bucket, -1 where there is none. */
  least: Int16Array;
  most: Int16Array;
  /** Of the first `counted` rows. */
  tally: Tally;
  counted: number;
}

/** Rows that draw the whole buckets of 2 ** bits rows from `start` to `upto`. */
interface Drawn {
  bits: number;
  start: number;
  upto: number;
  rows: number[];
}

export class Column {
  /** Rows in a block of a column of numbers. */
  static readonly SCALAR_ROWS = 1 << SCALAR_BITS;

  readonly name: string;
  unit: string;
  /** The column with the coordinate of each number of an array; null where there is none. */
  x: string | null = null;
  /** Numbers a row. */
  readonly size: number;
  /** A block has 2 ** bits rows. */
  readonly bits: number;
  readonly blocks = new Map<number, Block>();
  /** The first row that is kept. */
  first = Infinity;
  /** What was drawn last: of all values, and of those above zero. */
  private drawings: { all?: Drawn; positive?: Drawn } = {};

  constructor({ name, unit = "", size = 1 }: { name: string; unit?: string; size?: number }) {
    this.name = name;
    this.unit = unit;
    this.size = size;
    this.bits = size === 1 ? SCALAR_BITS : Math.max(0, Math.floor(Math.log2(BLOCK_NUMBERS / size)));
  }

  /** Write one row's value: a number, or an array for an array column. */
  set(index: number, value: unknown): void {
    const block = this.block(index);
    const at = index & ((1 << this.bits) - 1);
    if (index < this.first) this.first = index;
    if (this.size === 1) {
      const cell = runs.numberOf(value);
      block.values[at] = cell;
      extend(block, at, cell);
      return;
    }
    if (!Array.isArray(value)) return;
    const from = at * this.size;
    const flat: unknown[] = Array.isArray(value[0]) ? value.flat(Infinity) : value;
    for (let i = 0; i < this.size; i += 1) block.values[from + i] = runs.numberOf(flat[i]);
  }

  /** Write the rows from `index` on; `flat` holds their numbers. */
  fill(index: number, flat: Float64Array): void {
    const rows = 1 << this.bits;
    const end = index + flat.length / this.size;
    if (index < this.first) this.first = index;
    for (let row = index; row < end;) {
      const at = row & (rows - 1);
      const upto = Math.min(end, row - at + rows);
      const block = this.block(row);
      block.values.set(flat.subarray((row - index) * this.size, (upto - index) * this.size), at * this.size);
      if (this.size === 1) for (let i = at; i < at + upto - row; i += 1) extend(block, i, block.values[i]);
      row = upto;
    }
  }

  get(index: number): number {
    const block = this.blocks.get(index >> this.bits);
    return block ? block.values[index & ((1 << this.bits) - 1)] : NaN;
  }

  /** A view of one row of an array column, or null when it is not kept. */
  row(index: number): Float64Array | null {
    const block = this.blocks.get(index >> this.bits);
    if (!block) return null;
    const from = (index & ((1 << this.bits) - 1)) * this.size;
    return block.values.subarray(from, from + this.size);
  }

  /** Forget the blocks wholly before `index`. */
  dropBefore(index: number): void {
    for (const number of this.blocks.keys()) if ((number + 1) << this.bits <= index) this.blocks.delete(number);
    this.first = Math.max(this.first, index);
  }

  clear(): void {
    this.blocks.clear();
    this.drawings = {};
    this.first = Infinity;
  }

  /** Fill `values` with those of the rows from `from` on. */
  copy(from: number, values: Float64Array): void {
    const rows = 1 << this.bits;
    for (let done = 0; done < values.length;) {
      const at = (from + done) & (rows - 1);
      const length = Math.min(rows - at, values.length - done);
      const block = this.blocks.get((from + done) >> this.bits);
      if (block) values.set(block.values.subarray(at, at + length), done);
      else values.fill(NaN, done, done + length);
      done += length;
    }
  }

  /** Put the rows of the least and greatest value in rows [from, to) at the end of `found`, in order; with `positive` only values
   *  above zero count. Where there is no such value, `from` stands for the gap. */
  extremes(from: number, to: number, found: number[], positive = false): void {
    let least = -1;
    let most = -1;
    let low = Infinity;
    let high = -Infinity;
    const look = (at: number) => {
      const value = this.get(at);
      if (value - value !== 0 || (positive && value <= 0)) return;
      if (value < low) [low, least] = [value, at];
      if (value > high) [high, most] = [value, at];
    };
    for (let at = from; at < to;) {
      if ((at & (BUCKET - 1)) === 0 && at + BUCKET <= to) {
        const block = this.blocks.get(at >> this.bits);
        const bucket = (at & ((1 << this.bits) - 1)) >> BUCKET_BITS;
        const base = (at >> this.bits) << this.bits;
        if (block && block.least[bucket] >= 0) {
          if (positive && block.values[block.least[bucket]] <= 0) for (let i = at; i < at + BUCKET; i += 1) look(i);
          look(base + block.least[bucket]);
          look(base + block.most[bucket]);
        }
        at += BUCKET;
      } else {
        look(at);
        at += 1;
      }
    }
    if (least < 0) found.push(from);
    else if (least === most) found.push(least);
    else found.push(Math.min(least, most), Math.max(least, most));
  }

  /** What the whole buckets of 2 ** bits rows between `start` and `to` draw. It is kept from one drawing to the next: only buckets
   *  that have filled since are looked at. */
  drawn(bits: number, start: number, to: number, positive = false): Drawn {
    const size = 2 ** bits;
    const key = positive ? "positive" : "all";
    let known = this.drawings[key];
    if (!known || known.bits !== bits || start < known.start || start > known.upto || known.upto > to)
      known = this.drawings[key] = { bits, start, upto: start, rows: [] };
    if (start > known.start) {
      known.rows = known.rows.filter((row) => row >= start);
      known.start = start;
    }
    for (; known.upto + size <= to; known.upto += size) this.extremes(known.upto, known.upto + size, known.rows, positive);
    return known;
  }

  /** Count rows [from, to) into `tally`; the tallies of whole blocks are kept. */
  count(from: number, to: number, tally: Tally): void {
    const rows = 1 << this.bits;
    for (let row = from; row < to;) {
      const start = (row >> this.bits) << this.bits;
      const end = Math.min(to, start + rows);
      const block = this.blocks.get(row >> this.bits);
      if (!block) tally.missing(end - row);
      else if (row > start || end - start < block.counted)
        tally.numbers(block.values, (row - start) * this.size, (end - start) * this.size);
      else tally.take(this.counted(block, end - start));
      row = end;
    }
  }

  /** The tally of the first `rows` rows of a block. */
  private counted(block: Block, rows: number): Tally {
    block.tally.numbers(block.values, block.counted * this.size, rows * this.size);
    block.counted = rows;
    return block.tally;
  }

  /** The block to write row `index` into. */
  private block(index: number): Block {
    const number = index >> this.bits;
    let block = this.blocks.get(number);
    if (!block) {
      const rows = 1 << this.bits;
      const buckets = this.size === 1 ? rows >> BUCKET_BITS : 0;
      block = {
        values: new Float64Array(rows * this.size).fill(NaN),
        least: new Int16Array(buckets).fill(-1),
        most: new Int16Array(buckets).fill(-1),
        tally: new Tally(),
        counted: 0,
      };
      this.blocks.set(number, block);
    }
    if ((index & ((1 << this.bits) - 1)) < block.counted) Object.assign(block, { tally: new Tally(), counted: 0 });
    return block;
  }
}

/** Keep the places of a bucket's least and greatest value up to date. */
function extend(block: Block, at: number, value: number): void {
  if (value - value !== 0) return; // neither NaN nor an infinity
  const bucket = at >> BUCKET_BITS;
  const { values, least, most } = block;
  if (least[bucket] < 0 || value < values[least[bucket]]) least[bucket] = at;
  if (most[bucket] < 0 || value > values[most[bucket]]) most[bucket] = at;
}
