/* What rooms hold and what travels to them: states, frames and events, as docs/reference describes them. */
import type { DataPoint, DataPoints, PyBirchEvent, ScanLog, ScanStatus } from "./events.gen.ts";
import type { InstrumentRecord, MeasurementRecord, QueueRecord, ScanRecord, StopRecord } from "./rest_types.ts";

/** Data of each event by its name. */
export type EventMap = { [Event in PyBirchEvent as Event["event"]]: Event["data"] };
export type EventName = keyof EventMap;

/** A scan as a list has it: events add scans of which no more than the status is known. */
export type ListedScan = ScanStatus & Partial<Omit<ScanRecord, keyof ScanStatus>>;

export interface EngineState {
  status: "starting" | "online" | "hung" | "offline";
  pid: number | null;
  bench: string;
  /** Seconds since the engine last reported. */
  heartbeat_age: number | null;
  disk_full: boolean;
  disk_warning: string;
  trouble: string;
  advice: string;
}

interface Common {
  engine?: EngineState;
  /** Names of the people who watch the room. */
  presence?: string[];
}

export interface GlobalRoom extends Common {
  queues: QueueRecord[];
  /** The scans that have not ended. */
  scans: ListedScan[];
  instruments: InstrumentRecord[];
  /** How many scans there are of each status. */
  counts: Record<string, number>;
  /** The last emergency stop. */
  stop: StopRecord | null;
}
export interface ScanRoom extends Common {
  scan: ScanRecord;
  points: Record<string, LastPoints>;
  log: ScanLog[];
}
export interface QueueRoom extends Common {
  queue: QueueRecord;
  scans: ListedScan[];
  log: EventMap["queue_log"][];
}
export interface InstrumentsRoom extends Common {
  instruments: InstrumentRecord[];
}
export interface InstrumentRoom extends Common {
  instrument: InstrumentRecord;
}

type Everything = GlobalRoom &
  Omit<ScanRoom, "log"> &
  Omit<QueueRoom, "log"> &
  InstrumentRoom & { log: (ScanLog | EventMap["queue_log"])[] };
/** The state of a room of which only the name is known: any of the parts may be there. */
export type AnyRoom = Partial<Everything>;

/** The state of the room of this name. */
export type RoomOf<Name extends string> = Name extends "global"
  ? GlobalRoom
  : Name extends "instruments"
    ? InstrumentsRoom
    : Name extends `scan_${string}`
      ? ScanRoom
      : Name extends `queue_${string}`
        ? QueueRoom
        : Name extends `instrument_${string}`
          ? InstrumentRoom
          : AnyRoom;

/** Values of one column as JSON has them, one a row. */
export type JsonColumn = DataPoints["columns"][string];
export type JsonValue = DataPoint["data"][string];

/** Consecutive rows of one measurement; row i has sequence index `first_index + i`. */
export interface JsonRun {
  first_index: number;
  columns: Record<string, JsonColumn>;
  /** RFC 3339, or epoch seconds; null where it is not known. */
  timestamps?: (string | number | null)[];
  /** Rows, where it was counted already. */
  count?: number;
}

/** Rows as bare numbers: the numbers of a row's array follow each other. */
export interface PackedRun {
  first_index: number;
  count: number;
  /** Rows that the measurement has on the server. */
  total?: number;
  columns: Record<string, Float64Array>;
  /** Epoch seconds. */
  timestamps: Float64Array;
}

export type Run = JsonRun | PackedRun;

/** The last rows of a measurement, as a snapshot gives them. */
export interface LastPoints extends JsonRun {
  /** Rows that the measurement has on the server. */
  total: number;
  units: Record<string, string>;
  /** Why the server could not read the newest rows. */
  damage?: string;
}

/** New rows as listeners get them: in order, without gap or double. */
export interface Points extends JsonRun {
  scan_id: string;
  measurement: string;
  count: number;
}

export type Column = MeasurementRecord["columns"][number];

export interface SnapshotFrame {
  room: string;
  kind: "snapshot";
  cursor: string;
  state: AnyRoom;
  engine?: EngineState;
}
export interface EventsFrame {
  room: string;
  kind: "events";
  cursor: string;
  events: PyBirchEvent[];
  engine?: undefined;
}
export interface HeartbeatFrame {
  room: string;
  kind: "heartbeat";
  cursor: string;
  engine?: EngineState;
}
export type Frame = SnapshotFrame | EventsFrame | HeartbeatFrame;
