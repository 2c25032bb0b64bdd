/* Made from docs/reference/events.schema.json by generate_types.ts; change engine/model/events.py instead. */

export type PyBirchEvent =
  | {
      event: "scan_status";
      data: ScanStatus;
    }
  | {
      event: "queue_status";
      data: QueueStatus;
    }
  | {
      event: "data_point";
      data: DataPoint;
    }
  | {
      event: "data_points";
      data: DataPoints;
    }
  | {
      event: "instrument_status";
      data: InstrumentStatus;
    }
  | {
      event: "instrument_position";
      data: InstrumentPosition;
    }
  | {
      event: "queue_log";
      data: QueueLog;
    }
  | {
      event: "scan_log";
      data: ScanLog;
    }
  | {
      event: "presence";
      data: Presence;
    }
  | {
      event: "scan_annotated";
      data: ScanAnnotated;
    }
  | {
      event: "queue_order";
      data: QueueOrder;
    }
  | {
      event: "emergency_stop";
      data: EmergencyStop;
    }
  | {
      event: "stop_dismissed";
      data: StopDismissed;
    };
/**
 * State of the scan.
 */
export type ScanState =
  | "queued"
  | "starting"
  | "running"
  | "pausing"
  | "paused"
  | "suspended"
  | "stopping"
  | "aborting"
  | "completed"
  | "stopped"
  | "aborted"
  | "failed"
  | "interrupted";
/**
 * What went wrong.
 */
export type FaultKind = "no answer" | "garbage" | "out of range" | "not reached" | "interlock" | "driver";
/**
 * State of the queue.
 */
export type QueueState = "idle" | "running" | "pausing" | "paused" | "stopping";
/**
 * Whether the queue runs its scans one after the other or together.
 */
export type QueueMode = "serial" | "parallel";
/**
 * What the queue does when a scan fails.
 */
export type OnFailure = "stop" | "continue";
/**
 * What the instrument is doing.
 */
export type InstrumentState = "connected" | "idle" | "moving" | "measuring" | "error" | "disconnected";
/**
 * Severity of the line.
 */
export type Level = "DEBUG" | "INFO" | "WARNING" | "ERROR";
/**
 * Severity of the line.
 */
export type Level1 = "DEBUG" | "INFO" | "WARNING" | "ERROR";
/**
 * What the stop did to the instrument so far.
 */
export type StopOutcome = "safe" | "stopped" | "moving" | "not reached" | "left alone";

/**
 * State and progress of a scan.
 */
export interface ScanStatus {
  /**
   * Identifier of the scan, `SCAN_001`.
   */
  scan_id: string;
  /**
   * Identifier of its queue, `QUEUE_001`.
   */
  queue_id: string;
  /**
   * Name of the scan, from its plan.
   */
  name: string;
  status: ScanState;
  /**
   * Part of the scan that is done, 0 to 1.
   */
  progress: number;
  /**
   * What the scan does or waits for, or why it ended; text for people.
   */
  message?: string;
  /**
   * Points measured so far.
   */
  point: number;
  /**
   * Points that the plan has; null where the plan does not say.
   */
  total_points?: number | null;
  /**
   * Time that the scan was at work, in s; pauses are left out, runs before an interruption included.
   */
  elapsed?: number;
  /**
   * Estimated time of work left, in s; null where it cannot be estimated.
   */
  eta?: number | null;
  /**
   * Path of the plan's current step, `steps[0].steps[0]`; empty while none runs.
   */
  step?: string;
  /**
   * The fault after which the scan holds until somebody decides; null while there is none.
   */
  fault?: HeldFault | null;
  /**
   * Time of this state, RFC 3339 in UTC.
   */
  timestamp: string;
}
/**
 * The fault for which a scan holds.
 */
export interface HeldFault {
  kind: FaultKind;
  /**
   * Name of the instrument; empty where it is not known.
   */
  instrument: string;
  /**
   * What happened, for people.
   */
  message: string;
  /**
   * The point that was to be measured, from 0.
   */
  point: number;
  /**
   * How many times it was tried.
   */
  attempts: number;
  /**
   * Whether the point can be left out: not where the instrument failed to take a setting.
   */
  can_skip: boolean;
}
/**
 * State and progress of a queue.
 */
export interface QueueStatus {
  /**
   * Identifier of the queue, `QUEUE_001`.
   */
  queue_id: string;
  /**
   * Name of the queue.
   */
  name: string;
  status: QueueState;
  /**
   * Identifier of the scan that runs; of several, of the one that started first.
   */
  current_scan?: string | null;
  /**
   * Identifiers of all scans that run.
   */
  current_scans?: string[];
  /**
   * Scans of the queue that ended as `completed`.
   */
  completed_scans?: number;
  /**
   * Scans in the queue, ended ones included.
   */
  total_scans?: number;
  /**
   * Part of the queue that is done, 0 to 1.
   */
  progress?: number;
  /**
   * Estimated time of work left, in s; null where it cannot be estimated.
   */
  eta?: number | null;
  mode?: QueueMode;
  on_failure?: OnFailure;
  /**
   * How many times the queue runs its scans, or `for ever`; null: once.
   */
  loop?: number | "for ever" | null;
  /**
   * Most scans at once in a parallel queue; null: as many as their instruments allow.
   */
  parallel?: number | null;
  /**
   * Which pass of the loop this is, from 1.
   */
  pass_number?: number;
  /**
   * What the queue waits for, or why it stopped; text for people.
   */
  message?: string;
  /**
   * Time of this state, RFC 3339 in UTC.
   */
  timestamp: string;
}
/**
 * One row of a measurement: the positions of the swept axes and the readings.
 */
export interface DataPoint {
  /**
   * Identifier of the scan.
   */
  scan_id: string;
  /**
   * Name of the measurement: the instrument that was measured.
   */
  measurement: string;
  /**
   * Values by column: an axis as `stage.x`, a reading by its own name, an array as a list. Units are in the snapshot
   * of the room.
   */
  data: {
    [k: string]: number | "NaN" | "Infinity" | "-Infinity" | (number | ("NaN" | "Infinity" | "-Infinity") | null)[] | null;
  };
  /**
   * Index of the row in its measurement, from 0 and without gaps.
   */
  sequence_index: number;
  /**
   * Time at which the row was measured, RFC 3339 in UTC.
   */
  timestamp: string;
}
/**
 * Consecutive rows of one measurement, by columns; row i has the sequence index `first_index + i`.
 */
export interface DataPoints {
  /**
   * Identifier of the scan.
   */
  scan_id: string;
  /**
   * Name of the measurement: the instrument that was measured.
   */
  measurement: string;
  /**
   * Sequence index of the first row.
   */
  first_index: number;
  /**
   * Values by column, one for each row; rows of an array column are lists.
   */
  columns: {
    [k: string]: (number | ("NaN" | "Infinity" | "-Infinity") | null)[] | (number | ("NaN" | "Infinity" | "-Infinity") | null)[][];
  };
  /**
   * Time of each row, RFC 3339 in UTC.
   */
  timestamps: string[];
}
/**
 * State of an instrument, with its last known values.
 */
export interface InstrumentStatus {
  /**
   * Number of the instrument.
   */
  instrument_id: number;
  /**
   * Name of the instrument on its bench.
   */
  instrument_name: string;
  status: InstrumentState;
  /**
   * Readback by axis, in the axis's unit.
   */
  position?: {
    [k: string]: number | null;
  };
  /**
   * Setpoint by axis, in the axis's unit.
   */
  target?: {
    [k: string]: number | null;
  };
  /**
   * Last reading by name, in the reading's unit; arrays are left out.
   */
  value?: {
    [k: string]: number | "NaN" | "Infinity" | "-Infinity" | null;
  };
  /**
   * Value by setting, in the setting's unit.
   */
  settings?: {
    [k: string]: number | string | null;
  };
  /**
   * Unit by name of axis, reading and setting.
   */
  units?: {
    [k: string]: string;
  };
  /**
   * What the instrument answered when it was asked what it is.
   */
  identity?: string;
  /**
   * Identifier of the scan that holds the instrument; null while none does.
   */
  held_by?: string | null;
  /**
   * What went wrong, for people; null while nothing is.
   */
  error?: string | null;
  /**
   * Which readbacks are not their setpoints, though the instrument reported no error; null while there is none.
   */
  warning?: string | null;
  /**
   * Time of this state, RFC 3339 in UTC.
   */
  timestamp: string;
}
/**
 * Position of a moving instrument. PyBirch keeps only the latest one.
 */
export interface InstrumentPosition {
  /**
   * Number of the instrument.
   */
  instrument_id: number;
  /**
   * Name of the instrument on its bench.
   */
  instrument_name: string;
  /**
   * Readback by axis, in the axis's unit.
   */
  position: {
    [k: string]: number | null;
  };
  /**
   * Setpoint by axis, in the axis's unit.
   */
  target: {
    [k: string]: number | null;
  };
  /**
   * Whether an axis still moves.
   */
  is_moving: boolean;
  /**
   * Time of the readback, RFC 3339 in UTC.
   */
  timestamp: string;
}
/**
 * A line of a queue's log.
 */
export interface QueueLog {
  /**
   * Identifier of the queue.
   */
  queue_id: string;
  /**
   * Identifier of the scan that the line is about; null when it is about the queue.
   */
  scan_id?: string | null;
  level?: Level;
  /**
   * Plain text; show it escaped, never as markup.
   */
  message: string;
  /**
   * Time of the line, RFC 3339 in UTC.
   */
  timestamp: string;
}
/**
 * A line of a scan's log.
 */
export interface ScanLog {
  /**
   * Identifier of the scan's queue.
   */
  queue_id: string;
  /**
   * Identifier of the scan.
   */
  scan_id: string;
  level?: Level1;
  /**
   * Plain text; show it escaped, never as markup.
   */
  message: string;
  /**
   * Time of the line, RFC 3339 in UTC.
   */
  timestamp: string;
}
/**
 * Who has the page of a scan or queue open.
 */
export interface Presence {
  /**
   * Name of the room.
   */
  room: string;
  /**
   * Names of the people in the room, sorted, each once.
   */
  users: string[];
  /**
   * Time of the change, RFC 3339 in UTC.
   */
  timestamp: string;
}
/**
 * What people noted about a scan, after somebody changed it.
 */
export interface ScanAnnotated {
  /**
   * Identifier of the scan.
   */
  scan_id: string;
  /**
   * Identifier of its queue.
   */
  queue_id: string;
  /**
   * Name of the sample; empty where none is given.
   */
  sample: string;
  /**
   * Tags of the scan.
   */
  tags: string[];
  /**
   * Notes of the scan, plain text.
   */
  notes: string;
  /**
   * Further values by name, any JSON.
   */
  metadata: {
    [k: string]: unknown;
  };
  /**
   * Time of the change, RFC 3339 in UTC.
   */
  timestamp: string;
}
/**
 * Order of the scans that wait in a queue, after somebody moved or removed some, or put one first.
 *
 * A scan that is added at the end, or starts, has its own `scan_status` instead.
 */
export interface QueueOrder {
  /**
   * Identifier of the queue.
   */
  queue_id: string;
  /**
   * Identifiers of the waiting scans, the next one first.
   */
  scan_ids: string[];
  /**
   * Time of the change, RFC 3339 in UTC.
   */
  timestamp: string;
}
/**
 * An emergency stop: who asked for it, what it ended, and where the instruments stand.
 *
 * Sent again while instruments still move or do not answer.
 */
export interface EmergencyStop {
  /**
   * Identifier of the stop.
   */
  stop_id: string;
  /**
   * Who asked for it.
   */
  user: string;
  /**
   * Identifiers of the scans that it aborted.
   */
  scans: string[];
  /**
   * Identifiers of the queues that it stopped.
   */
  queues: string[];
  /**
   * Every instrument of the bench.
   */
  instruments: StoppedInstrument[];
  /**
   * Time at which somebody asked for the stop, RFC 3339 in UTC.
   */
  timestamp: string;
}
/**
 * An instrument after an emergency stop.
 */
export interface StoppedInstrument {
  /**
   * Number of the instrument.
   */
  instrument_id: number;
  /**
   * Name of the instrument on its bench.
   */
  instrument_name: string;
  outcome: StopOutcome;
  /**
   * Why the stop did not reach the instrument; empty where it did.
   */
  reason?: string;
  /**
   * Its axes.
   */
  axes?: StoppedAxis[];
}
/**
 * An axis after an emergency stop.
 */
export interface StoppedAxis {
  /**
   * Name of the axis.
   */
  name: string;
  /**
   * Unit of `position` and `safe`.
   */
  unit?: string;
  /**
   * Readback; null where it is not known.
   */
  position?: number | null;
  /**
   * Safe value; null where the bench gives none.
   */
  safe?: number | null;
}
/**
 * Somebody dismissed the banner of an emergency stop.
 */
export interface StopDismissed {
  /**
   * Identifier of the stop.
   */
  stop_id: string;
  /**
   * Who dismissed the banner.
   */
  dismissed_by: string;
  /**
   * Time of that, RFC 3339 in UTC.
   */
  dismissed_at: string;
  /**
   * The same time.
   */
  timestamp: string;
}
