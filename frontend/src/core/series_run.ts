// @ts-nocheck
/* Runs of readings as they come: {first_index, columns: {name: [..]}, timestamps?: [RFC 3339 or epoch seconds]}, where null stands for
 * no number and text for an infinite one (JSON has neither). A *packed* run has {count} too, and its columns are Float64Arrays, arrays flattened. */
/** Rows in a run. */
export function countOf(run) {
  if (run.count !== undefined) return run.count;
  const first = Object.values(run.columns)[0];
  return first ? first.length : (run.timestamps || []).length;
}

/** Epoch seconds of the run's row `at`, NaN where it has no timestamps. */
export function timeOf(run, at) {
  if (!run.timestamps) return NaN;
  const timestamp = run.timestamps[at];
  return typeof timestamp === "number" ? timestamp : Date.parse(timestamp) / 1000;
}

const INFINITE = { inf: Infinity, "+inf": Infinity, "-inf": -Infinity, infinity: Infinity, "-infinity": -Infinity };

/** A value of JSON as a number: NaN for null. */
export function numberOf(value) {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.toLowerCase() in INFINITE ? INFINITE[value.toLowerCase()] : NaN;
}

/** The value of a column of numbers in the run's row `at`. */
export function valueOf(run, name, at) {
  const values = run.columns[name];
  return values ? numberOf(values[at]) : NaN;
}

/** Numbers in a value that is a number or an array of any shape. */
export function sizeOfValue(value) {
  return Array.isArray(value) ? value.flat(Infinity).length : 1;
}
