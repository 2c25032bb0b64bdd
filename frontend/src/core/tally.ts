/* How many numbers have no value (NaN), are infinite (overloads), or cannot be shown on a logarithmic axis. */
export class Tally {
  total = 0;
  /** Without a value. */
  none = 0;
  infinite = 0;
  /** Zero or less. */
  below = 0;

  /** Count one number. */
  number(value: number): void {
    this.total += 1;
    if (value !== value) this.none += 1;
    else if (value - value !== 0) this.infinite += 1;
    else if (value <= 0) this.below += 1;
  }

  /** Count the numbers at [from, to) of `values`. */
  numbers(values: ArrayLike<number>, from: number, to: number): void {
    for (let i = from; i < to; i += 1) this.number(values[i]);
  }

  /** Count so many numbers that are not there. */
  missing(count: number): void {
    this.total += count;
    this.none += count;
  }

  /** Count what `other` counted. */
  take(other: Tally): void {
    this.total += other.total;
    this.none += other.none;
    this.infinite += other.infinite;
    this.below += other.below;
  }
}

/** A tally of all `values`. */
export function tally(values: ArrayLike<number> = []): Tally {
  const made = new Tally();
  made.numbers(values, 0, values.length);
  return made;
}
