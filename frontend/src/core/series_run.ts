/* Reading the rows of a run. In JSON null stands for no number and a text for an infinite one. */
import type { JsonRun, Run } from "./rooms.ts";

const INFINITE = new Map([
  ["inf", Infinity],
  ["+inf", Infinity],
  ["-inf", -Infinity],
  ["infinity", Infinity],
  ["-infinity", -Infinity],
]);

/** Rows in a run. */
export function countOf(run: Run): number {
  if (run.count !== undefined) return run.count;
  const first = Object.values(run.columns)[0];
  return first ? first.length : (run.timestamps?.length ?? 0);
}

/** Epoch seconds of the run's row `at`, NaN where it has no timestamps. */
export function timeOf({ timestamps }: Pick<JsonRun, "timestamps"> | Run, at: number): number {
  const timestamp = timestamps?.[at];
  return typeof timestamp === "number" ? timestamp : typeof timestamp === "string" ? Date.parse(timestamp) / 1000 : NaN;
}

/** A value of JSON as a number: NaN for null. */
export function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  return (typeof value === "string" && INFINITE.get(value.toLowerCase())) || NaN;
}

/** The value of a column of numbers in the run's row `at`. */
export function valueOf(run: Run, name: string, at: number): number {
  const values = run.columns[name];
  return values ? numberOf(values[at]) : NaN;
}

/** Numbers in a value that is a number or an array of any shape. */
export function sizeOfValue(value: unknown): number {
  return Array.isArray(value) ? value.flat(Infinity).length : 1;
}
