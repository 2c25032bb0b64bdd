/* Which readings are drawn as points or along a line, and their numbers: all where they are few, else those that draw as all of
 * them would, and every one of a window where that is known exactly. */
import { TIME } from "./choices.ts";
import type { Choices, Pair, View } from "./model.ts";
import { choosePasses, drawnPass, passesOfSeries, type Passes } from "./sweep_passes.ts";
import { isJoined, startOf } from "./ranges.ts";

/** What is drawn of a view, in order. Where a line breaks there is a place without numbers. */
export interface DrawnPoints {
  count: number;
  /** The numbers of a column. */
  values(name: string): Float64Array;
  /** Whether every reading of the view is among it. */
  exact: boolean;
  /** How many of a repeated sweep are drawn. */
  passes?: PassCount;
}

export interface PassCount {
  shown: number;
  of: number;
}

/** Makes points of rows or of places. */
export type Draw = (places: number[], more?: Partial<DrawnPoints>) => DrawnPoints;

const MOST = 4000;
const LEAST = 500;
export const AROUND = 500; // readings drawn on either side of a zoomed window, so that moving it shows something at once

/** Rows [from, to) that the view is about. */
export function extent({ series }: Pick<View, "series">, { view, window }: Pick<Choices, "view" | "window">): Pair {
  return view === "live" ? [Math.max(series.first, series.end - window), series.end] : [series.start, series.end];
}

/** Values of a column in `rows`; the time counts from the scan's start. */
export function values(view: View, name: string, rows: ArrayLike<number>): Float64Array {
  return shifted(view, name, view.series.gather(name, rows));
}

export function shifted(view: View, name: string, found: Float64Array): Float64Array {
  if (name !== TIME) return found;
  const start = startOf(view);
  for (let i = 0; i < found.length; i += 1) found[i] -= start;
  return found;
}

export function ofSeries(view: View, choices: Choices): DrawnPoints {
  const { series } = view;
  const [from, to] = extent(view, choices);
  const most = Math.min(MOST, Math.max(LEAST, 2 * (view.width || MOST))); // more than two a pixel show nothing
  const drawn: Draw = (rows, more) => ({
    count: rows.length,
    values: (name: string) => numbersOf(view, name, rows),
    exact: false,
    ...more,
  });
  if (to - from <= most) {
    const rows = series.rows(from, to);
    return drawn(rows, { exact: rows.length === to - from });
  }
  const passes = isJoined(choices) ? passesOfSeries(series, choices.x) : null;
  if (passes && passes.count > 1) return ofPasses(passes, series.first, choices, series, drawn);
  return drawn(steadyRows(view, choices, from, to, most));
}

/** What is drawn of several passes: part of each, or of some of them where they are many. */
export function ofPasses(
  passes: Passes,
  from: number,
  { y: names, logY }: Choices,
  source: { sketch(name: string, from: number, to: number, most: number, positive: boolean): number[] },
  drawn: Draw,
): DrawnPoints {
  const { of, chosen } = choosePasses(passes, from);
  const places = chosen.flatMap(({ range: [a, b], share, apart }) => {
    const found = drawnPass(passes, { a, b, share, key: `${names} ${logY}` }, () =>
      union(names, (name) => source.sketch(name, a, b, Math.ceil(share / names.length), logY)),
    );
    return apart ? [-1, ...found] : found;
  });
  return { ...drawn(places, { passes: { shown: chosen.length, of } }), count: places.filter((place) => place >= 0).length };
}

/** The numbers of rows, NaN for -1. */
export function numbersOf(view: View, name: string, rows: ArrayLike<number>): Float64Array {
  const found = values(view, name, rows);
  for (let at = 0; at < rows.length; at += 1) if (rows[at] < 0) found[at] = NaN;
  return found;
}

/** The rows to draw along an axis that only rises or only falls: more of them where a person zoomed in. */
function steadyRows(view: View, choices: Choices, from: number, to: number, most: number): number[] {
  const [a, b] = zoomedRows(view, choices.x, from, to);
  const parts =
    a === from && b === to
      ? [[from, to, most]]
      : [
          [from, a, AROUND],
          [a, b, most],
          [b, to, AROUND],
        ];
  return parts.flatMap(([first, end, share]) => (end > first ? outline(view, choices, first, end, share) : []));
}

export function outline({ series }: View, { y: names, logY }: Choices, from: number, to: number, most: number): number[] {
  if (to - from <= most) return series.rows(from, to);
  return union(names, (name) => series.outline(name, from, to, Math.floor(most / names.length), logY));
}

/** What `pick` gives for each name, together and in order. */
export function union(names: readonly string[], pick: (name: string) => number[]): number[] {
  return names.length === 1 ? pick(names[0]) : [...new Set(names.flatMap(pick))].sort((a, b) => a - b);
}

/** The rows within the zoomed x window, where x grows or falls steadily; else all of them. */
export function zoomedRows(view: View, x: string, from: number, to: number): Pair {
  const zoom = view.zoom.x;
  if (!zoom || passesOfSeries(view.series, x).count > 1) return [from, to];
  const at = (row: number): number => values(view, x, [row])[0];
  const rising = at(to - 1) >= at(from);
  const before = (bound: number): number => search(from, to, (row) => (rising ? at(row) >= bound : at(row) <= bound));
  const [low, high] = rising ? zoom : [zoom[1], zoom[0]];
  return [Math.max(from, before(low) - 1), Math.min(to, before(high) + 2)];
}

/** The first row of [from, to) for which `reached` holds, it holding from there on. */
function search(from: number, to: number, reached: (row: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
