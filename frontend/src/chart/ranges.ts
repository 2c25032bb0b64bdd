/* The window a person zoomed to, as ranges of columns. The time of a chart counts from the scan's start, that of a column from
 * 1970. */
import { INDEX, TIME } from "./choices.ts";
import type { Choices, Pair, View } from "./model.ts";

/** The rows of which a column (`@index`: the row number) lies from `low` to `high`. */
export interface Range {
  name: string;
  low: number;
  high: number;
}

/** When the scan of a view began, in seconds since 1970. */
export function startOf({ series, startedAt }: Pick<View, "series" | "startedAt">): number {
  return startedAt !== null ? startedAt : series.value(TIME, series.start);
}

/** The ranges of the zoomed window of a line or of points; null when nothing is zoomed. Of a line every row counts whose
 *  x lies within, of points those whose y does too. */
export function rangesOf(view: View, choices: Choices): Range[] | null {
  const { x, y } = view.zoom;
  if (!x && !y) return null;
  const made: Range[] = [];
  if (x) made.push(range(view, choices.x, x));
  if (y && !isJoined(choices) && choices.y.length === 1) made.push(range(view, choices.y[0], y));
  return made;
}

function range(view: View, name: string, [low, high]: Pair): Range {
  const shift = name === TIME ? startOf(view) : 0;
  return { name, low: low + shift, high: high + shift };
}

/** Whether readings are drawn as points, joined by lines or not. */
export function isOfPoints({ kind }: Pick<Choices, "kind">): boolean {
  return kind === "line" || kind === "scatter";
}

/** Whether lines join the readings, so that those beside a window matter too. */
export function isJoined({ kind }: Pick<Choices, "kind">): boolean {
  return kind === "line";
}

/** Whether all of `inner` lies within `outer`. */
function covers(outer: readonly Range[], inner: readonly Range[]): boolean {
  return outer.every((o) => inner.some((i) => i.name === o.name && i.low >= o.low && i.high <= o.high));
}

/** Ranges as the server takes them. */
function asQuery(ranges: readonly Range[]): string[] {
  const number = (value: number): string => String(value).replace("Infinity", "inf");
  if (!ranges.length) return [`${INDEX}:-inf:inf`];
  return ranges.map(({ name, low, high }) => `${name}:${number(low)}:${number(high)}`);
}

export { covers as rangesCover, asQuery as rangesQuery };
