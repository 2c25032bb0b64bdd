// @ts-nocheck
/* What numbers are, counted: those without a value (NaN), the infinite ones (overloads), and those that a logarithmic axis cannot
 * show. */
class Tally {
  constructor() {
    this.total = 0;
    this.none = 0; // without a value
    this.infinite = 0;
    this.below = 0; // zero or less
  }

  /** Count one number. */
  number(value) {
    this.total += 1;
    if (value !== value) this.none += 1;
    else if (value - value !== 0) this.infinite += 1;
    else if (value <= 0) this.below += 1;
  }

  /** Count the numbers at [from, to) of `values`. */
  numbers(values, from, to) {
    for (let i = from; i < to; i += 1) this.number(values[i]);
  }

  /** Count so many numbers that are not there. */
  missing(count) {
    this.total += count;
    this.none += count;
  }

  /** Count what `other` counted. */
  take(other) {
    this.total += other.total;
    this.none += other.none;
    this.infinite += other.infinite;
    this.below += other.below;
  }
}

/** A tally of all `values`. */
export function tally(values = []) {
  const made = new Tally();
  made.numbers(values, 0, values.length);
  return made;
}
