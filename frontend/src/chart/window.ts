// @ts-nocheck
/* Every reading of the window that a line or points are zoomed to. What the page still holds comes from its series, what the
 * series holds thinned only comes from the server. Windows of very many readings stay thinned. */
import { INDEX, TIME } from "./choices.ts";
import { rowsOfView } from "./exact.ts";
import { isJoined, isOfPoints, rangesCover, rangesOf, rangesQuery } from "./ranges.ts";
import { RowFilter } from "./row_filter.ts";
import { addRun, columnsOf } from "./view_rows.ts";
import { Table } from "./table.ts";

const MOST = 1000000; // readings in a window that is exact
const REST = 150; // ms that a zoom has to stand before the server is asked
const AGAIN = 5000;
const NUMBERS = 4000000; // that the server looks at for one answer
const CLOCK = { setTimeout: (work, ms) => globalThis.setTimeout(work, ms), clearTimeout: (timer) => globalThis.clearTimeout(timer) };

export class Window {
  /** `loadRun(scanId, measurement, first, last, columns, {where, joined})` -> promise of a run; `changed()` after each. */
  constructor(loadRun, changed, { clock = CLOCK, most = MOST } = {}) {
    this._loadRun = loadRun;
    this._changed = changed;
    this._clock = clock;
    this._most = most;
    this._state = null;
  }

  /** What is known of the window of a view: null when nothing is zoomed, else {table, from, crowded, trouble}:
   *  `table` has every row of it (from its place `from` on) or is null, while it is being read or when it is too crowded. */
  at(view, choices) {
    const wanted = wantedOf(view, choices);
    if (!wanted) {
      this.stop();
      return null;
    }
    if (!this._fits(wanted)) this._begin(wanted);
    const state = this._state;
    this._advance(state);
    const whole = !state.crowded && state.upto >= state.series.end;
    const [from] = rowsOfView(view, choices);
    return {
      table: whole ? state.table : null,
      from: whole ? state.table.placeOf(from) : 0,
      crowded: state.crowded,
      trouble: state.trouble,
    };
  }

  stop() {
    if (this._state) this._clock.clearTimeout(this._state.timer);
    this._state = null;
  }

  _fits(wanted) {
    const state = this._state;
    return Boolean(state) && state.series === wanted.series && state.key === wanted.key && wanted.series.end >= state.upto;
  }

  _begin(wanted) {
    const before = this._state;
    this.stop();
    const table = new Table(wanted.names);
    const state = { ...wanted, table, filter: new RowFilter(table, wanted.ranges, wanted.joined) };
    Object.assign(state, { upto: wanted.whole ? 0 : wanted.series.first, crowded: false, trouble: "", timer: 0, asking: false });
    this._state = state;
    if (before && before.series === state.series && before.same === state.same && rangesCover(before.ranges, state.ranges))
      this._narrow(before, state);
    else state.crowded = crowds(state, this._most);
  }

  /** Take the rows of a wider window that was known. */
  _narrow(before, state) {
    if (before.crowded || before.upto < before.series.first) return;
    state.filter.take(
      before.table.values(INDEX),
      before.table.names.map((name) => before.table.values(name)),
    );
    state.upto = before.upto;
  }

  _advance(state) {
    const { series } = state;
    if (state.crowded) return;
    if (state.upto >= series.first) {
      state.filter.takeSeries(series, state.upto, series.end);
      state.upto = series.end;
      state.crowded = state.table.length > this._most;
    } else if (!state.asking) {
      state.asking = true;
      state.timer = this._clock.setTimeout(() => this._read(state), REST);
    }
  }

  /** Read the next rows that the series holds no more. */
  async _read(state) {
    const { scanId, measurement, series, table } = state;
    const names = table.names.filter((name) => name !== TIME);
    const rows = Math.floor(NUMBERS / (2 + names.length));
    const first = Math.max(0, state.upto - 1);
    const last = Math.min(first + rows, series.first); // with one that the series has, for the line that leads there
    try {
      const run = await this._loadRun(scanId, measurement, first, last, names, { where: rangesQuery(state.ranges), joined: state.joined });
      if (this._state !== state) return;
      addRun(table, run);
      Object.assign(state, { upto: last, trouble: "", asking: false, crowded: table.length > this._most });
    } catch (error) {
      if (this._state !== state) return;
      state.trouble = `The readings of this window cannot be read: ${error.message}`;
      state.timer = this._clock.setTimeout(() => this._read(state), AGAIN);
    }
    if (state.upto < series.first && !state.crowded && !state.trouble) {
      state.asking = true;
      this._read(state);
    }
    this._changed();
  }
}

/** What of a view the window is about; null when there is nothing to be exact about. */
function wantedOf(view, choices) {
  const { scanId, measurement, series } = view;
  const ranges = series && isOfPoints(choices) ? rangesOf(view, choices) : null;
  if (!ranges) return null;
  const names = columnsOf(choices);
  const whole = choices.view === "whole";
  const joined = isJoined(choices);
  const same = JSON.stringify([scanId, measurement, names, joined, whole]);
  return { scanId, measurement, series, names, whole, joined, ranges, same, key: JSON.stringify([same, rangesQuery(ranges)]) };
}

/** Whether so many rows lie in the window, by those of the older ones that are known, that they stay thinned. */
function crowds({ series, ranges, upto }, most) {
  const known = series.rows(Math.min(upto, series.start), series.first);
  if (!known.length || upto >= series.first) return false;
  const columns = ranges.map(({ name }) => series.gather(name, known));
  const holds = (_, at) => ranges.every(({ low, high }, c) => columns[c][at] >= low && columns[c][at] <= high);
  return (known.filter(holds).length / known.length) * (series.first - upto) > 2 * most;
}
