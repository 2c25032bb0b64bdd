/* What is drawn of a window whose readings are all known, and of what lies around it. */
import type { Choices, View } from "./model.ts";
import { drawable } from "./numbers.ts";
import { passesOfSeries, passesOfTable } from "./sweep_passes.ts";
import { AROUND, extent, numbersOf, ofPasses, outline, shifted, union, values, zoomedRows, type Draw, type DrawnPoints } from "./points.ts";
import { isJoined } from "./ranges.ts";
import type { Table } from "./table.ts";

const MOST = 6000;
const FEW = 8;
const made = new WeakMap<Table, { key: string; rows: number[] }>(); // what is drawn before the window of a table

/** What is drawn of the window whose rows are those of `table` from the place `from` on. */
function ofTable(view: View, choices: Choices, table: Table, from: number): DrawnPoints {
  const most = view.most || MOST;
  const [before, after] = view.printed ? [[], []] : beside(view, choices, table);
  const drawn: Draw = (places, more) => {
    const broken = isJoined(choices) ? withBreaks(table, places) : places;
    const within = (name: string): Float64Array => shifted(view, name, pick(table.values(name), broken));
    const all = (name: string): Float64Array => joined([values(view, name, before), within(name), values(view, name, after)]);
    return { count: places.length, values: all, exact: false, ...more };
  };
  const count = table.length - from;
  if (count <= most)
    return drawn(
      Array.from({ length: count }, (_, at) => from + at),
      { exact: true },
    );
  const passes = isJoined(choices) ? passesOfTable(table, choices.x) : null;
  if (passes && passes.count > 1) return ofPasses(passes, from, choices, table, drawn);
  return drawn(union(choices.y, (name) => table.outline(name, from, Math.floor(most / choices.y.length), choices.logY)));
}

/** `values` at some places, NaN for -1. */
function pick(values: Float64Array, places: readonly number[]): Float64Array {
  const found = new Float64Array(places.length);
  for (let at = 0; at < found.length; at += 1) found[at] = places[at] < 0 ? NaN : values[places[at]];
  return found;
}

/** The places with -1 wherever a line breaks. */
function withBreaks(table: Table, places: readonly number[]): number[] {
  const found: number[] = [];
  places.forEach((place, at) => {
    if (at > 0 && place >= 0 && places[at - 1] >= 0 && table.apart(places[at - 1], place)) found.push(-1);
    found.push(place);
  });
  return found;
}

/** [rows, rows]: some of what lies on either side of an exact window along a steady axis. Moving the window shows that at once, and
 *  a window over x does not change how y is scaled. */
function beside(view: View, choices: Choices, table: Table): [before: number[], after: number[]] {
  const { x: zoom } = view.zoom;
  const [from, to] = extent(view, choices);
  if (!zoom || passesOfSeries(view.series, choices.x).count > 1) return [[], []];
  const [a, b] = zoomedRows(view, choices.x, from, to);
  const outside = (rows: number[]): number[] => {
    const xs = values(view, choices.x, rows);
    return rows.filter((row, at) => !(xs[at] >= zoom[0] && xs[at] <= zoom[1]) && !table.has(row));
  };
  const before = (): number[] => outside(union(choices.y, (name) => view.series.sketch(name, from, a, AROUND, choices.logY)));
  return [
    a > from ? once(table, JSON.stringify([from, a, choices.y, choices.logY]), before) : [],
    b < to ? outside(outline(view, choices, b, to, AROUND)) : [],
  ];
}

/** What `make()` gave for a table under the same key. */
function once(table: Table, key: string, make: () => number[]): number[] {
  const known = made.get(table);
  if (known && known.key === key) return known.rows;
  const rows = make();
  made.set(table, { key, rows });
  return rows;
}

/** [{x, y}] for each y: of an axis that is gone over several times, the readings between which all others lie, each with a gap after
 *  it, so that a window over x does not change how y is scaled. */
export function extremePoints(view: View, choices: Choices): { x: Float64Array; y: Float64Array }[] {
  const [from, to] = extent(view, choices);
  return choices.y.map((name) => {
    const rows = view.series.outline(name, from, to, FEW, choices.logY).flatMap((row) => [row, -1]);
    const of = (column: string): Float64Array => drawable(numbersOf(view, column, rows));
    return { x: of(choices.x), y: of(name) };
  });
}

function joined([before, within, after]: readonly [Float64Array, Float64Array, Float64Array]): Float64Array {
  if (!before.length && !after.length) return within;
  const all = new Float64Array(before.length + within.length + after.length);
  all.set(before);
  all.set(within, before.length);
  all.set(after, before.length + within.length);
  return all;
}

export { ofTable as pointsOfWindow };
