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
 * Life of a scan.
 */
export type ScanState =
  | "queued"
  | "starting"
  | "running"
  | "pausing"
  | "paused"
  | "stopping"
  | "aborting"
  | "completed"
  | "stopped"
  | "aborted"
  | "failed"
  | "interrupted";
/**
 * Life of a queue.
 */
export type QueueState = "idle" | "running" | "pausing" | "paused" | "stopping";
/**
 * How many scans of a queue may run at a time: one, or as many as their instruments allow.
 */
export type QueueMode = "serial" | "parallel";
/**
 * What a queue does when one of its scans fails.
 */
export type OnFailure = "stop" | "continue";
/**
 * What an instrument is doing.
 */
export type InstrumentState = "connected" | "idle" | "moving" | "measuring" | "error" | "disconnected";
/**
 * Severity of a log line.
 */
export type Level = "DEBUG" | "INFO" | "WARNING" | "ERROR";
/**
 * Severity of a log line.
 */
export type Level1 = "DEBUG" | "INFO" | "WARNING" | "ERROR";
/**
 * What an emergency stop has come to at one instrument.
 */
export type StopOutcome = "safe" | "stopped" | "moving" | "not reached" | "left alone";

/**
 * State and progress of a scan.
 */
export interface ScanStatus {
  scan_id: string;
  queue_id: string;
  name: string;
  status: ScanState;
  progress: number;
  message?: string;
  point: number;
  total_points?: number | null;
  elapsed?: number;
  eta?: number | null;
  step?: string;
  timestamp: string;
}
/**
 * State and progress of a queue.
 */
export interface QueueStatus {
  queue_id: string;
  name: string;
  status: QueueState;
  current_scan?: string | null;
  current_scans?: string[];
  completed_scans?: number;
  total_scans?: number;
  progress?: number;
  eta?: number | null;
  mode?: QueueMode;
  on_failure?: OnFailure;
  message?: string;
  timestamp: string;
}
/**
 * One reading: the swept axes' positions and the measured columns.
 */
export interface DataPoint {
  scan_id: string;
  measurement: string;
  data: {
    [k: string]: number | "NaN" | "Infinity" | "-Infinity" | (number | ("NaN" | "Infinity" | "-Infinity") | null)[] | null;
  };
  sequence_index: number;
  timestamp: string;
}
/**
 * A run of readings of one measurement, by columns; row i has sequence_index `first_index + i`.
 */
export interface DataPoints {
  scan_id: string;
  measurement: string;
  first_index: number;
  columns: {
    [k: string]: (number | ("NaN" | "Infinity" | "-Infinity") | null)[] | (number | ("NaN" | "Infinity" | "-Infinity") | null)[][];
  };
  timestamps: string[];
}
/**
 * What an instrument is doing, with its last known values.
 */
export interface InstrumentStatus {
  instrument_id: number;
  instrument_name: string;
  status: InstrumentState;
  position?: {
    [k: string]: number | null;
  };
  target?: {
    [k: string]: number | null;
  };
  value?: {
    [k: string]: number | "NaN" | "Infinity" | "-Infinity" | null;
  };
  settings?: {
    [k: string]: number | string | null;
  };
  units?: {
    [k: string]: string;
  };
  identity?: string;
  held_by?: string | null;
  error?: string | null;
  warning?: string | null;
  timestamp: string;
}
/**
 * Where a moving instrument is; kept as the latest value only.
 */
export interface InstrumentPosition {
  instrument_id: number;
  instrument_name: string;
  position: {
    [k: string]: number | null;
  };
  target: {
    [k: string]: number | null;
  };
  is_moving: boolean;
  timestamp: string;
}
/**
 * A line of a queue's log; plain text, shown escaped.
 */
export interface QueueLog {
  queue_id: string;
  scan_id?: string | null;
  level?: Level;
  message: string;
  timestamp: string;
}
/**
 * A line of a scan's log; plain text, shown escaped.
 */
export interface ScanLog {
  queue_id: string;
  scan_id: string;
  level?: Level1;
  message: string;
  timestamp: string;
}
/**
 * Who watches a room now.
 */
export interface Presence {
  room: string;
  users: string[];
  timestamp: string;
}
/**
 * What people have added to a scan, as it is after somebody changed it.
 */
export interface ScanAnnotated {
  scan_id: string;
  queue_id: string;
  sample: string;
  tags: string[];
  notes: string;
  metadata: {
    [k: string]: unknown;
  };
  timestamp: string;
}
/**
 * The scans that wait in a queue, in their order, after some were moved, removed or put first.
 *
 * What is only added at the end, or begins, its own `scan_status` tells.
 */
export interface QueueOrder {
  queue_id: string;
  scan_ids: string[];
  timestamp: string;
}
/**
 * An emergency stop: who asked for it and when, what it ended, and where instruments stand since.
 *
 * Told again while instruments are on their way or do not answer.
 */
export interface EmergencyStop {
  stop_id: string;
  user: string;
  scans: string[];
  queues: string[];
  instruments: StoppedInstrument[];
  timestamp: string;
}
/**
 * What an emergency stop has come to at one instrument.
 */
export interface StoppedInstrument {
  instrument_id: number;
  instrument_name: string;
  outcome: StopOutcome;
  reason?: string;
  axes?: StoppedAxis[];
}
/**
 * Where an axis stands after an emergency stop, and where it is safe.
 */
export interface StoppedAxis {
  name: string;
  unit?: string;
  position?: number | null;
  safe?: number | null;
}
/**
 * Somebody has looked at what an emergency stop left, and took the banner away.
 */
export interface StopDismissed {
  stop_id: string;
  dismissed_by: string;
  dismissed_at: string;
  timestamp: string;
}
