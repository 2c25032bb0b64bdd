/* What one room has told so far: applies frames in order and hands out their events; rows always come as runs without gap or double.
 *
 * Rows of a measurement are counted, so a run that starts too late shows that rows are missing. Later runs of that measurement are
 * then held until the missing rows were fetched (`repair`), and all are handed out in order. When the rows cannot be had, `resync`
 * asks for a fresh snapshot. */
import type { DataPoint, DataPoints, PyBirchEvent } from "./events.gen.ts";
import { reduce } from "./reducer.ts";
import type { AnyRoom, EventMap, EventName, Frame, JsonColumn, JsonRun, LastPoints, Points } from "./rooms.ts";
import { Series } from "./series.ts";
import * as runs from "./series_run.ts";

const TAIL = 1000; // rows
const HELD_ROWS = 200000;
const ATTEMPTS = 3;

/** What a frame tells listeners: an event, new rows, or a whole state. */
export type Told = { [Name in EventName]: [Name, EventMap[Name]] }[EventName] | ["points", Points] | ["snapshot", AnyRoom];

export interface Repairs {
  /** Rows `first` to `last` of a measurement; rejects, or resolves to null, where they cannot be had. */
  repair(scanId: string, measurement: string, first: number, last: number): Promise<JsonRun | null | undefined>;
  /** Takes the events that were held back. */
  late(events: Told[]): void;
  /** Asks for a fresh snapshot. */
  resync(): void;
  /** Resolves when it is time to try again. */
  wait(attempt: number): Promise<unknown>;
}

interface Held {
  runs: DataPoints[];
  rows: number;
}

export class RoomState {
  readonly room: string;
  cursor: string | null = null;
  /** The columns of each measurement of a scan room. */
  readonly series: Record<string, Series> = {};
  private now: AnyRoom | null = null;
  private readonly ways: Repairs;
  private readonly held = new Map<string, Held>();
  private generation = 0;
  private lost = false; // rows could not be had: only a snapshot helps

  constructor(room: string, ways: Repairs) {
    this.room = room;
    this.ways = ways;
  }

  /** Apply a frame; returns what it tells. */
  apply(frame: Frame): Told[] {
    const told: Told[] = [];
    if (frame.kind === "snapshot") told.push(["snapshot", this.restart(frame.state)]);
    else if (frame.kind === "events") for (const event of frame.events) this.take(event, told);
    if (frame.cursor !== undefined && !this.lost) this.cursor = frame.cursor;
    return told;
  }

  /** The state with everything since; `points` holds the last 1000 rows of each measurement, put together when they are read.
   *  Null before the first frame. */
  get state(): AnyRoom | null {
    if (!this.now?.points) return this.now;
    const { series } = this;
    return Object.defineProperty({ ...this.now }, "points", { get: () => tails(series) });
  }

  /** Whether a first frame is there. */
  get known(): boolean {
    return this.now !== null;
  }

  private restart(state: AnyRoom): AnyRoom {
    this.generation += 1;
    this.held.clear();
    this.lost = false;
    this.now = state;
    if (!state.points) return state;
    const described = new Map((state.scan?.measurements ?? []).map((each) => [each.name, each.columns]));
    for (const name of Object.keys(this.series)) if (!(name in state.points)) delete this.series[name];
    for (const [name, points] of Object.entries(state.points)) {
      const series = this.seriesOf(name);
      series.describe(described.get(name) ?? []);
      resume(series, points);
    }
    this.now = { ...state, points: {} }; // the series hold them
    return state;
  }

  private seriesOf(name: string): Series {
    return (this.series[name] ??= new Series());
  }

  private take({ event: name, data }: PyBirchEvent, told: Told[]): void {
    if (name === "data_points") {
      this.takeRun(data, told);
    } else if (name === "data_point") {
      this.takeRun(asRun(data), told);
    } else {
      if (this.now) reduce(this.now, name, data);
      told.push([name, data] as Told);
    }
  }

  private takeRun(run: DataPoints, told: Told[]): void {
    const held = this.held.get(run.measurement);
    if (held) {
      this.hold(held, run);
      return;
    }
    const series = this.seriesOf(run.measurement);
    const had = series.end;
    const added = series.append(run);
    if (added > 0) told.push(["points", cut(run, had)]);
    else if (added < 0) this.miss(run, series.end);
  }

  private hold(held: Held, run: DataPoints): void {
    held.runs.push(run);
    held.rows += runs.countOf(run);
    if (held.rows > HELD_ROWS) this.giveUp();
  }

  private miss(run: DataPoints, first: number): void {
    const held: Held = { runs: [], rows: 0 };
    this.held.set(run.measurement, held);
    this.hold(held, run);
    void this.repair(run, first, held, this.generation);
  }

  private async repair(run: DataPoints, first: number, held: Held, generation: number): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (attempt) await this.ways.wait(attempt - 1);
      if (generation !== this.generation) return;
      const found = await this.ways.repair(run.scan_id, run.measurement, first, run.first_index).catch(() => null);
      if (generation !== this.generation) return;
      if (!found || found.first_index > first || runs.countOf(found) <= first - found.first_index) continue;
      this.held.delete(run.measurement);
      const told: Told[] = [];
      const rows = { ...found, scan_id: run.scan_id, measurement: run.measurement } as DataPoints;
      for (const next of [rows, ...held.runs]) this.takeRun(next, told);
      this.ways.late(told);
      return;
    }
    this.giveUp();
  }

  private giveUp(): void {
    this.generation += 1;
    this.held.clear();
    this.lost = true;
    this.cursor = null;
    this.ways.resync();
  }
}

/** Let a series go on with the rows of a snapshot, or begin anew where rows are missing between. */
function resume(series: Series, points: LastPoints): void {
  series.damage = points.damage ?? "";
  const count = runs.countOf(points);
  const follows = points.first_index <= series.end && series.end <= points.first_index + count;
  if (!follows || series.length === 0) series.reset(points.first_index);
  series.append(points);
}

function asRun({ scan_id, measurement, data, sequence_index: first, timestamp }: DataPoint): DataPoints {
  const columns: DataPoints["columns"] = {};
  for (const [name, value] of Object.entries(data)) columns[name] = [value] as JsonColumn;
  return { scan_id, measurement, first_index: first, columns, timestamps: [timestamp] };
}

/** The rows of `run` from sequence index `from` on, with their count. */
function cut(run: DataPoints, from: number): Points {
  const skip = Math.max(0, from - run.first_index);
  const count = runs.countOf(run) - skip;
  if (skip === 0) return { ...run, count };
  const columns: DataPoints["columns"] = {};
  for (const [name, values] of Object.entries(run.columns)) columns[name] = values.slice(skip) as JsonColumn;
  return { ...run, first_index: run.first_index + skip, count, columns, timestamps: run.timestamps?.slice(skip) };
}

function tails(all: Record<string, Series>): Record<string, LastPoints> {
  return Object.fromEntries(Object.entries(all).map(([name, series]) => [name, tail(series)]));
}

/** The last rows in the shape that a snapshot gives them. */
function tail(series: Series): LastPoints {
  const first = Math.max(series.first, series.end - TAIL);
  const columns: LastPoints["columns"] = {};
  const units: Record<string, string> = {};
  for (const { name, size, unit } of series.columns) {
    columns[name] = size === 1 ? Array.from(series.slice(name, first)) : rows(series, name, first);
    units[name] = unit;
  }
  const times = Array.from(series.slice(Series.TIME, first));
  const timestamps = times.map((time) => (Number.isFinite(time) ? new Date(time * 1000).toISOString() : null));
  return { first_index: first, total: series.end, columns, units, timestamps };
}

function rows(series: Series, name: string, first: number): number[][] {
  const found = [];
  for (let i = first; i < series.end; i += 1) found.push(Array.from(series.row(name, i) ?? []));
  return found;
}
