/* What of the readings in view a chart shows, and what it cannot show: counted here, and said below the chart and on exported
 * pictures. */
import { TIME } from "./choices.ts";
import type { Choices, Pair, View } from "./model.ts";
import { extent, type DrawnPoints, type PassCount } from "./points.ts";
import { startOf } from "./ranges.ts";
import * as format from "../core/format.ts";
import { Grid, type Repeats } from "../core/grid.ts";
import type { Table } from "./table.ts";

/** What of the readings in view is shown and what is not, in readings (or in what `thing` says). */
export interface Account {
  shown: number;
  /** In view; null: not known. */
  of: number | null;
  /** Without a value. */
  none: number;
  infinite: number;
  /** Not above zero on an axis that is logarithmic. */
  logX: number;
  logY: number;
  /** Without a position. */
  placeless: number;
  /** Whether too many lie in the window to draw all. */
  crowded?: boolean;
  passes?: PassCount | null;
  thing: string;
  /** Further sentences. */
  more?: string[];
}

type Numbers = ArrayLike<number>;

/** What was counted of the rows of a table before the place `upto`. */
interface Counted {
  key: string;
  upto: number;
  made: Account & { of: number };
}

const counted = new WeakMap<Table, Counted>();

/** The account of lines or points. */
function ofPoints(view: View, choices: Choices, drawn: DrawnPoints, xs: Numbers, ys: readonly Numbers[]): Account {
  const { exact } = view;
  if (exact?.table) return ofTable(view, choices, exact.table, exact.from, drawn, xs, ys);
  const [from, to] = extent(view, choices);
  const known = exact ? { shown: visible(view, xs, ys), of: null, crowded: exact.crowded } : { shown: drawn.count, of: to - from };
  const made: Account = { ...empty(), ...known, passes: drawn.passes };
  for (const name of choices.y) {
    const tally = view.series.tally(name, from, to);
    made.none += tally.none;
    made.infinite += tally.infinite;
    if (choices.logY) made.logY += tally.below;
  }
  const x = view.series.tally(choices.x, from, to);
  made.placeless = x.none + x.infinite;
  if (choices.logX) made.logX = x.below;
  if (exact) Object.assign(made, { none: 0, infinite: 0, logX: 0, logY: 0, placeless: 0 }); // they are those of all readings
  return made;
}

function empty(): Account & { of: number } {
  return { shown: 0, of: 0, none: 0, infinite: 0, logX: 0, logY: 0, placeless: 0, crowded: false, passes: null, thing: "reading" };
}

/** The account of a map; `beyond` are cells that a logarithmic axis cannot show, `more` says how repeats are shown and what the page
 *  does not hold. */
function ofMap(view: View, { repeats }: Choices, grid: Grid, beyond: { logX?: number; logY?: number }): Account {
  const { series, map, incomplete } = view;
  const { count, counted: several } = format;
  const { none, infinite } = grid.tally;
  const held = series.end - map.lacks;
  const more = [
    repeatsSaid(repeats, grid),
    grid.crowded > 0 && `${several(grid.crowded, "reading")} at too many positions for a map: Scatter shows them`,
    map.lacks > 0 && !incomplete && `${count(held)} of ${several(series.end, "reading")} are in this map`,
  ];
  return { ...empty(), none, infinite, placeless: grid.placeless, ...beyond, more: more.filter((each): each is string => Boolean(each)) };
}

/** What a map shows of cells that were measured several times: "mean of 3 repeats"; "" where none was. */
export function repeatsSaid(repeats: Repeats, { most, even }: Pick<Grid, "most" | "even">): string {
  if (most < 2) return "";
  const all = `${even ? "" : "up to "}${format.count(most)}`;
  if (repeats === Grid.MEAN) return `mean of ${all} repeats`;
  return repeats === Grid.LATEST ? `latest of ${all} repeats` : `repeat ${repeats} of ${all}`;
}

/** Count the rows of an exact window, those that came since the last time. */
function ofTable(
  view: View,
  choices: Choices,
  table: Table,
  from: number,
  drawn: DrawnPoints,
  xs: Numbers,
  ys: readonly Numbers[],
): Account {
  const ranges = { x: rangeOf(view, choices, "x"), y: rangeOf(view, choices, "y") };
  const key = JSON.stringify([from, ranges, choices.y, choices.logX, choices.logY]);
  let known = counted.get(table);
  if (!known || known.key !== key) counted.set(table, (known = { key, upto: from, made: empty() }));
  const columns = choices.y.map((name) => table.values(name));
  const across = table.values(choices.x);
  for (; known.upto < table.length; known.upto += 1) {
    if (within(across[known.upto], ranges.x))
      look(
        known.made,
        columns.map((values) => values[known.upto]),
        choices,
        ranges.y,
      );
  }
  return { ...known.made, passes: drawn.passes, shown: drawn.exact ? known.made.of : visible(view, xs, ys) };
}

function look(made: Counted["made"], numbers: readonly number[], { logY }: Choices, range: Pair | null): void {
  let seen = !range;
  for (const value of numbers) {
    if (value !== value) made.none += 1;
    else if (value - value !== 0) made.infinite += 1;
    else if (logY && value <= 0) made.logY += 1;
    if (range && within(value, range)) seen = true;
  }
  if (seen) made.of += 1;
}

function rangeOf(view: View, choices: Choices, axis: "x" | "y"): Pair | null {
  const zoom = view.zoom[axis];
  const shift = axis === "x" && choices.x === TIME && zoom ? startOf(view) : 0;
  return zoom && [zoom[0] + shift, zoom[1] + shift];
}

/** How many of the drawn readings lie in the zoomed window. */
function visible({ zoom }: View, xs: Numbers, ys: readonly Numbers[]): number {
  let count = 0;
  for (let i = 0; i < xs.length; i += 1) {
    if (xs[i] === xs[i] && within(xs[i], zoom.x) && (!zoom.y || ys.some((values) => within(values[i], zoom.y)))) count += 1;
  }
  return count;
}

function within(value: number, range: Pair | null): boolean {
  return !range || (value >= range[0] && value <= range[1]);
}

/** The account as sentences, [] when every reading is seen. */
export function says({ shown, of, none, infinite, logX, logY, placeless, crowded, passes, thing, more = [] }: Account): string[] {
  const { count, counted: several } = format;
  const is = (number: number): string => (number === 1 ? "is" : "are");
  const has = (number: number): string => (number === 1 ? "has" : "have");
  return [
    ...more,
    of === null &&
      `${several(shown, "reading")} shown, ${crowded ? "not all that lie here: zoom in further for all" : "the others are being read"}`,
    of !== null && shown < of && `${count(shown)} of ${several(of, "reading")} shown`,
    passes && passes.shown < passes.of && `${count(passes.shown)} of ${several(passes.of, "sweep")}`,
    none > 0 && `${several(none, thing)} ${has(none)} no value`,
    infinite > 0 && `${several(infinite, thing)} ${is(infinite)} infinite (overload)`,
    placeless > 0 && `${several(placeless, "reading")} ${has(placeless)} no position`,
    logX > 0 && `${count(logX)} not shown on the logarithmic x axis`,
    logY > 0 && `${count(logY)} not shown on the logarithmic y axis`,
  ].filter((each): each is string => Boolean(each));
}

export { ofPoints as accountOfPoints, ofMap as accountOfMap, empty as emptyAccount };
