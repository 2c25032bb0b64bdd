/* Where the values of an axis turn round or begin anew: a sweep that is repeated is several passes, and a line that is drawn by few
 * of its readings may only leave some out within a pass. */
import type { Table } from "./table.ts";
import type { Series } from "../core/series.ts";

/** Passes that are drawn, of so many. */
export interface ChosenPasses {
  of: number;
  chosen: { range: [from: number, to: number]; share: number; apart: boolean }[];
}

type Numbers = ArrayLike<number>;

const NOISE = 0.02; // of the span: a smaller way back is none
const MOST = 12000; // readings of several passes that are drawn
const LEAST = 60; // of one pass
const MOST_PASSES = MOST / LEAST;
const AT_ONCE = 65536;
const kept = new WeakMap<Series | Table, Record<string, Passes>>(); // by column
const JUMP = 0.5; // of the span, from one reading to the next: the sweep begins anew

export class Passes {
  first: number;
  upto: number;
  /** Places at which passes begin. */
  starts: number[];
  /** Those of them to which no line leads. */
  readonly anew = new Set<number>();
  /** What was drawn of each pass by the place where it begins, and for which drawing. */
  drawn = new Map<number, { b: number; places: number[] }>();
  drawnAs = "";
  private low = Infinity;
  private high = -Infinity;
  private last = NaN;
  private way = 0;
  private extreme = NaN;
  private at: number;

  /** `first`: the place of the first value that will be taken. */
  constructor(first = 0) {
    this.first = first;
    this.upto = first;
    this.starts = [first];
    this.at = first;
  }

  get count(): number {
    return this.starts.length;
  }

  /** Take the values that follow; `apart(place)` says that a pass ends before a place whatever the values. */
  take(values: Numbers, apart: ((place: number) => boolean) | null = null): void {
    for (let i = 0; i < values.length; i += 1, this.upto += 1) {
      if (!apart) {
        i = this.pass(values, i);
        if (i === values.length) return;
      }
      const value = values[i];
      if (apart && this.upto > this.first && apart(this.upto)) this.start(this.upto, value, true);
      else if (value - value === 0) this.look(value, this.upto);
    }
  }

  /** The first place of `values` from `i` on that does not simply go on the present way: nearly all of them do. */
  private pass(values: Numbers, i: number): number {
    const begin = i;
    let extreme = this.extreme;
    if (this.way > 0) for (; i < values.length && values[i] >= extreme; i += 1) extreme = values[i];
    else if (this.way < 0) for (; i < values.length && values[i] <= extreme; i += 1) extreme = values[i];
    if (i === begin) return i;
    this.upto += i - begin;
    this.go(this.way, extreme, this.upto - 1);
    this.last = extreme;
    if (extreme > this.high) this.high = extreme;
    if (extreme < this.low) this.low = extreme;
    return i;
  }

  /** [from, to) of a pass. */
  range(at: number): [from: number, to: number] {
    return [this.starts[at], at + 1 < this.starts.length ? this.starts[at + 1] : this.upto];
  }

  private look(value: number, place: number): void {
    if (value < this.low) this.low = value;
    if (value > this.high) this.high = value;
    const span = this.high - this.low;
    const step = value - this.last;
    this.last = value;
    if (this.way === 0 || this.extreme !== this.extreme) {
      if (this.extreme !== this.extreme) this.extreme = value;
      else if (Math.abs(value - this.extreme) > NOISE * span) this.go(Math.sign(value - this.extreme), value, place);
      return;
    }
    const back = this.way * (this.extreme - value);
    if (back <= 0) this.go(this.way, value, place);
    else if (back > NOISE * span) {
      const anew = -this.way * step > JUMP * span;
      const way = -this.way;
      this.start(anew ? place : this.at + 1, value, anew);
      if (!anew) this.go(way, value, place);
    }
  }

  private go(way: number, extreme: number, at: number): void {
    this.way = way;
    this.extreme = extreme;
    this.at = at;
  }

  private start(place: number, value: number, anew: boolean): void {
    this.starts.push(place);
    if (anew) this.anew.add(place);
    this.begin(value, this.upto);
  }

  private begin(value: number, place: number): void {
    this.last = value;
    this.go(0, value, place);
  }
}

/** The passes of a series over one of its columns, as far back as it keeps every row; kept up to date from call to call. */
function ofSeries(series: Series, name: string): Passes {
  const known = (kept.get(series) || {})[name];
  const fits = known && known.first === series.first && known.upto <= series.end;
  const passes = fits || (known && known.first < series.first && known.upto <= series.end) ? known : new Passes(series.first);
  if (passes !== known) kept.set(series, { [name]: passes });
  for (let at = passes.upto; at < series.end; at += AT_ONCE) passes.take(series.slice(name, at, Math.min(series.end, at + AT_ONCE)));
  return passes;
}

/** The passes of a table over one of its columns. */
function ofTable(table: Table, name: string): Passes {
  const known = (kept.get(table) || {})[name];
  const passes = known || new Passes();
  if (!known) kept.set(table, { [name]: passes });
  passes.take(table.values(name).subarray(passes.upto), (place) => table.apart(place - 1, place));
  return passes;
}

/** The passes from place `from` on that are drawn, with so many readings each: all of them,
 *  or evenly chosen ones and the last; `apart` where one between was left out or the sweep began anew. */
function choose(passes: Passes, from: number): ChosenPasses {
  const every = passes.starts.map((_, at) => passes.range(at)).filter(([, end]) => end > from);
  const whole = every.filter(([a, b]) => b - a > 2); // the others are the way back of a sweep, which crosses a window
  const all = whole.length ? whole : every;
  const count = Math.min(all.length, MOST_PASSES);
  const share = Math.max(LEAST, Math.floor(MOST / count));
  const places = Array.from({ length: count }, (_, at) => all.length - 1 - Math.floor(((count - 1 - at) * all.length) / count));
  const chosen = places.map((place, at): ChosenPasses["chosen"][number] => {
    const [a, b] = all[place];
    return { range: [Math.max(a, from), b], share, apart: at > 0 && (passes.anew.has(a) || a !== all[places[at - 1]][1]) };
  });
  return { of: all.length, chosen };
}

/** What `draw()` gives for the places [a, b) of a pass, kept from one drawing to the next where the pass is over. */
export function drawnPass(
  passes: Passes,
  { a, b, share, key }: { a: number; b: number; share: number; key: string },
  draw: () => number[],
): number[] {
  if (passes.drawnAs !== `${share} ${key}`) Object.assign(passes, { drawnAs: `${share} ${key}`, drawn: new Map() });
  const known = passes.drawn.get(a);
  if (known && known.b === b) return known.places;
  const places = draw();
  passes.drawn.set(a, { b, places });
  return places;
}

export { ofSeries as passesOfSeries, ofTable as passesOfTable, choose as choosePasses };
