// @ts-nocheck
/* What one room has told so far: applies frames in order and hands out their events, points always as runs
 * without gap or double.
 *
 * Every measurement counts its rows, so a run that starts too late shows that rows are missing: later runs
 * of it are held back until the missing rows were fetched (`repair`), then all are handed out in order. When
 * they cannot be had, `resync` asks for a fresh snapshot. */
import { reduce } from "./reducer.ts";
import { Series } from "./series.ts";
import * as runs from "./series_run.ts";

const TAIL = 1000;
const HELD_ROWS = 200000;
const ATTEMPTS = 3;

export class RoomState {
  /** `repair(scanId, measurement, first, last)` -> promise of a run; `late(events)` gets what was held
   *  back; `resync()`. */
  constructor(room, { repair, late, resync, wait }) {
    this.room = room;
    this.cursor = null;
    this.series = {};
    this._state = null;
    this._ways = { repair, late, resync, wait };
    this._held = new Map();
    this._generation = 0;
    this._lost = false; // rows could not be had: only a snapshot helps
  }

  /** Apply a frame; returns its events as [[name, data], …], a snapshot being ["snapshot", state]. */
  apply(frame) {
    const events = [];
    if (frame.kind === "snapshot") events.push(["snapshot", this._restart(frame.state)]);
    else if (frame.kind === "events") for (const event of frame.events) this._take(event.event, event.data, events);
    if (frame.cursor !== undefined && !this._lost) this.cursor = frame.cursor;
    return events;
  }

  /** The state with everything since, `points` holding the last 1000 rows of each measurement (put together
   *  when they are asked for); null before the first frame. */
  get state() {
    if (!this._state || !this._state.points) return this._state;
    const { series } = this;
    return Object.defineProperty({ ...this._state }, "points", { get: () => tails(series) });
  }

  /** Whether a first frame is there. */
  get known() {
    return this._state !== null;
  }

  _restart(state) {
    this._generation += 1;
    this._held.clear();
    this._lost = false;
    this._state = state;
    if (!state.points) return state;
    const described = new Map(((state.scan && state.scan.measurements) || []).map((m) => [m.name, m.columns]));
    for (const name of Object.keys(this.series)) if (!(name in state.points)) delete this.series[name];
    for (const [name, points] of Object.entries(state.points)) this._resume(name, points, described.get(name) || []);
    this._state = { ...state, points: {} }; // the series hold them
    return state;
  }

  _resume(name, points, columns) {
    const series = this._series(name);
    series.describe(columns);
    series.damage = points.damage || "";
    const count = runs.countOf(points);
    const follows = points.first_index <= series.end && series.end <= points.first_index + count;
    if (!follows || series.length === 0) series.reset(points.first_index);
    series.append(points);
  }

  _series(name) {
    if (!this.series[name]) this.series[name] = new Series();
    return this.series[name];
  }

  _take(name, data, events) {
    if (name === "data_point" || name === "data_points") {
      const run = name === "data_point" ? asRun(data) : data;
      const held = this._held.get(run.measurement);
      if (held) this._hold(held, run);
      else this._add(run, events);
      return;
    }
    if (this._state) reduce(this._state, name, data);
    events.push([name, data]);
  }

  _add(run, events) {
    const series = this._series(run.measurement);
    const had = series.end;
    const added = series.append(run);
    if (added > 0) events.push(["points", cut(run, had)]);
    else if (added < 0) this._miss(run, series.end);
  }

  _hold(held, run) {
    held.runs.push(run);
    held.rows += runs.countOf(run);
    if (held.rows > HELD_ROWS) this._giveUp();
  }

  _miss(run, first) {
    const held = { runs: [], rows: 0 };
    this._held.set(run.measurement, held);
    this._hold(held, run);
    this._repair(run, first, held, 0, this._generation);
  }

  async _repair(run, first, held, attempt, generation) {
    let found = null;
    try {
      found = await this._ways.repair(run.scan_id, run.measurement, first, run.first_index);
    } catch {
      found = null; // tried again below
    }
    if (generation !== this._generation) return;
    if (found && found.first_index <= first && runs.countOf(found) > first - found.first_index) {
      this._held.delete(run.measurement);
      const events = [];
      const rows = { scan_id: run.scan_id, measurement: run.measurement, ...found };
      for (const next of [rows, ...held.runs]) this._take("data_points", next, events);
      this._ways.late(events);
    } else if (attempt + 1 < ATTEMPTS) {
      await this._ways.wait(attempt);
      if (generation === this._generation) this._repair(run, first, held, attempt + 1, generation);
    } else {
      this._giveUp();
    }
  }

  _giveUp() {
    this._generation += 1;
    this._held.clear();
    this._lost = true;
    this.cursor = null;
    this._ways.resync();
  }
}

function asRun({ scan_id, measurement, data, sequence_index: first, timestamp }) {
  const columns = {};
  for (const [name, value] of Object.entries(data)) columns[name] = [value];
  return { scan_id, measurement, first_index: first, columns, timestamps: [timestamp] };
}

/** The rows of `run` from sequence index `from` on, with their count. */
function cut(run, from) {
  const skip = Math.max(0, from - run.first_index);
  const count = runs.countOf(run) - skip;
  if (skip === 0) return { ...run, count };
  const columns = {};
  for (const [name, values] of Object.entries(run.columns)) columns[name] = values.slice(skip);
  const timestamps = run.timestamps ? run.timestamps.slice(skip) : undefined;
  return { ...run, first_index: run.first_index + skip, count, columns, timestamps };
}

function tails(all) {
  return Object.fromEntries(Object.entries(all).map(([name, series]) => [name, tail(series)]));
}

/** The last rows in the shape that a snapshot gives them. */
function tail(series) {
  const first = Math.max(series.first, series.end - TAIL);
  const columns = {};
  const units = {};
  for (const { name, size, unit } of series.columns) {
    columns[name] = size === 1 ? Array.from(series.slice(name, first)) : rows(series, name, first);
    units[name] = unit;
  }
  const times = Array.from(series.slice(Series.TIME, first));
  const timestamps = times.map((time) => (Number.isFinite(time) ? new Date(time * 1000).toISOString() : null));
  return { first_index: first, total: series.end, columns, units, timestamps };
}

function rows(series, name, first) {
  const found = [];
  for (let i = first; i < series.end; i += 1) found.push(Array.from(series.row(name, i) || []));
  return found;
}
