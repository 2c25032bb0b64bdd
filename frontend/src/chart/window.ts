/* Every reading of the window that a line or points are zoomed to. What the page still holds comes from its series, what the
 * series holds thinned only comes from the server. Windows of very many readings stay thinned. */
import { INDEX, TIME } from "./choices.ts";
import type { Choices, EarlyView, Exact, LoadRun } from "./model.ts";
import { rowsOfView } from "./exact.ts";
import { isJoined, isOfPoints, rangesCover, rangesOf, rangesQuery, type Range } from "./ranges.ts";
import { RowFilter } from "./row_filter.ts";
import { addRun, columnsOf } from "./view_rows.ts";
import { Table } from "./table.ts";
import { CLOCK, type Timers } from "./timers.ts";
import type { Series } from "../core/series.ts";

const MOST = 1000000; // readings in a window that is exact
const REST = 150; // ms that a zoom has to stand before the server is asked
const AGAIN = 5000;
const NUMBERS = 4000000; // that the server looks at for one answer

/** What a window is about. */
interface Wanted {
  scanId: string;
  measurement: string;
  series: Series;
  names: string[];
  /** Of the whole scan, or of its live window. */
  whole: boolean;
  joined: boolean;
  ranges: Range[];
  /** What is the same for every zoom of one picture, and what names this one. */
  same: string;
  key: string;
}

/** A window, and what is known of it so far. */
interface State extends Wanted {
  table: Table;
  filter: RowFilter;
  /** Every row before this one has been looked at. */
  upto: number;
  crowded: boolean;
  trouble: string;
  timer: unknown;
  asking: boolean;
}

export class Window {
  private readonly loadRun: LoadRun;
  private readonly changed: () => void;
  private readonly clock: Timers;
  private readonly most: number;
  private state: State | null = null;

  /** `changed()` is called after each run that was read. */
  constructor(loadRun: LoadRun, changed: () => void, { clock = CLOCK, most = MOST }: { clock?: Timers; most?: number } = {}) {
    this.loadRun = loadRun;
    this.changed = changed;
    this.clock = clock;
    this.most = most;
  }

  /** What is known of the window of a view; null when nothing is zoomed. */
  at(view: EarlyView, choices: Choices): Exact | null {
    const wanted = wantedOf(view, choices);
    if (!wanted) {
      this.stop();
      return null;
    }
    const state = this.state && fits(this.state, wanted) ? this.state : this.begin(wanted);
    this.advance(state);
    const whole = !state.crowded && state.upto >= state.series.end;
    const [from] = rowsOfView(wanted, choices);
    return {
      table: whole ? state.table : null,
      from: whole ? state.table.placeOf(from) : 0,
      crowded: state.crowded,
      trouble: state.trouble,
    };
  }

  stop(): void {
    if (this.state) this.clock.clearTimeout(this.state.timer as never);
    this.state = null;
  }

  private begin(wanted: Wanted): State {
    const before = this.state;
    this.stop();
    const table = new Table(wanted.names);
    const filter = new RowFilter(table, wanted.ranges, wanted.joined);
    const upto = wanted.whole ? 0 : wanted.series.first;
    const state: State = { ...wanted, table, filter, upto, crowded: false, trouble: "", timer: null, asking: false };
    this.state = state;
    const wider = before?.series === state.series && before.same === state.same && rangesCover(before.ranges, state.ranges);
    if (wider) this.narrow(before, state);
    else state.crowded = crowds(state, this.most);
    return state;
  }

  /** Take the rows of a wider window that was known. */
  private narrow(before: State, state: State): void {
    if (before.crowded || before.upto < before.series.first) return;
    state.filter.take(
      before.table.values(INDEX),
      before.table.names.map((name) => before.table.values(name)),
    );
    state.upto = before.upto;
  }

  private advance(state: State): void {
    const { series } = state;
    if (state.crowded) return;
    if (state.upto >= series.first) {
      state.filter.takeSeries(series, state.upto, series.end);
      state.upto = series.end;
      state.crowded = state.table.length > this.most;
    } else if (!state.asking) {
      state.asking = true;
      state.timer = this.clock.setTimeout(() => void this.read(state), REST);
    }
  }

  /** Read the next rows that the series holds no more. */
  private async read(state: State): Promise<void> {
    const { scanId, measurement, series, table } = state;
    const names = table.names.filter((name) => name !== TIME);
    const rows = Math.floor(NUMBERS / (2 + names.length));
    const first = Math.max(0, state.upto - 1);
    const last = Math.min(first + rows, series.first); // with one that the series has, for the line that leads there
    try {
      const run = await this.loadRun(scanId, measurement, first, last, names, { where: rangesQuery(state.ranges), joined: state.joined });
      if (this.state !== state) return;
      addRun(table, run);
      Object.assign(state, { upto: last, trouble: "", asking: false, crowded: table.length > this.most });
    } catch (error) {
      if (this.state !== state) return;
      state.trouble = `The readings of this window cannot be read: ${error instanceof Error ? error.message : String(error)}`;
      state.timer = this.clock.setTimeout(() => void this.read(state), AGAIN);
    }
    if (state.upto < series.first && !state.crowded && !state.trouble) {
      state.asking = true;
      void this.read(state);
    }
    this.changed();
  }
}

function fits(state: State, wanted: Wanted): boolean {
  return state.series === wanted.series && state.key === wanted.key && wanted.series.end >= state.upto;
}

/** What of a view the window is about; null when there is nothing to be exact about. */
function wantedOf(view: EarlyView, choices: Choices): Wanted | null {
  const { scanId, measurement, series } = view;
  const ranges = series && isOfPoints(choices) ? rangesOf({ ...view, series }, choices) : null;
  if (!series || !ranges) return null;
  const names = columnsOf(choices);
  const whole = choices.view === "whole";
  const joined = isJoined(choices);
  const same = JSON.stringify([scanId, measurement, names, joined, whole]);
  return { scanId, measurement, series, names, whole, joined, ranges, same, key: JSON.stringify([same, rangesQuery(ranges)]) };
}

/** Whether so many rows lie in the window, by those of the older ones that are known, that they stay thinned. */
function crowds({ series, ranges, upto }: State, most: number): boolean {
  const known = series.rows(Math.min(upto, series.start), series.first);
  if (!known.length || upto >= series.first) return false;
  const columns = ranges.map(({ name }) => series.gather(name, known));
  const holds = (_: number, at: number) => ranges.every(({ low, high }, c) => columns[c][at] >= low && columns[c][at] <= high);
  return (known.filter(holds).length / known.length) * (series.first - upto) > 2 * most;
}
