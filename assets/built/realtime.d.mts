/* Made from frontend/src/realtime by generate_types.ts. */

export type PyBirchEvent = {
	event: "scan_status";
	data: ScanStatus;
} | {
	event: "queue_status";
	data: QueueStatus;
} | {
	event: "data_point";
	data: DataPoint;
} | {
	event: "data_points";
	data: DataPoints;
} | {
	event: "instrument_status";
	data: InstrumentStatus;
} | {
	event: "instrument_position";
	data: InstrumentPosition;
} | {
	event: "queue_log";
	data: QueueLog;
} | {
	event: "scan_log";
	data: ScanLog;
} | {
	event: "presence";
	data: Presence;
} | {
	event: "scan_annotated";
	data: ScanAnnotated;
} | {
	event: "queue_order";
	data: QueueOrder;
} | {
	event: "emergency_stop";
	data: EmergencyStop;
} | {
	event: "stop_dismissed";
	data: StopDismissed;
};
/**
 * State of the scan.
 */
export type ScanState = "queued" | "starting" | "running" | "pausing" | "paused" | "suspended" | "stopping" | "aborting" | "completed" | "stopped" | "aborted" | "failed" | "interrupted";
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
export interface components {
	schemas: {
		/**
		 * ActionSpec
		 * @description An action: something that an instrument does when it is told to, such as homing.
		 */
		ActionSpec: {
			/**
			 * Confirm
			 * @description Question to ask before; empty where none is needed.
			 * @default
			 */
			confirm?: string;
			/**
			 * Title
			 * @description What people call it.
			 * @default
			 */
			title?: string;
		};
		/**
		 * AllOf
		 * @description Holds while several conditions hold.
		 */
		"AllOf-Input": {
			/**
			 * All
			 * @description The conditions.
			 */
			all: (components["schemas"]["Comparison"] | components["schemas"]["AnyOf-Input"] | components["schemas"]["AllOf-Input"] | components["schemas"]["ClockWindow"] | components["schemas"]["Disconnected"])[];
		};
		/**
		 * AllOf
		 * @description Holds while several conditions hold.
		 */
		"AllOf-Output": {
			/**
			 * All
			 * @description The conditions.
			 */
			all: (components["schemas"]["Comparison"] | components["schemas"]["AnyOf-Output"] | components["schemas"]["AllOf-Output"] | components["schemas"]["ClockWindow"] | components["schemas"]["Disconnected"])[];
		};
		/**
		 * Annotations
		 * @description Changes of what people note about a scan, and of a scan that waits.
		 */
		Annotations: {
			/**
			 * @description Values that the fields must have now; where one differs, the answer is 409 and nothing changes.
			 * @default null
			 */
			expected?: components["schemas"]["ScanFields"] | null;
			/**
			 * Held
			 * @description Of a waiting scan: whether the queue goes on without it.
			 * @default null
			 */
			held?: boolean | null;
			/**
			 * Metadata
			 * @description Further values by name, any JSON.
			 * @default null
			 */
			metadata?: {
				[key: string]: unknown;
			} | null;
			/**
			 * Not Before
			 * @description Of a waiting scan: its earliest start; null: any time.
			 * @default null
			 */
			not_before?: string | null;
			/**
			 * Notes
			 * @description Notes, plain text.
			 * @default null
			 */
			notes?: string | null;
			/**
			 * Plan
			 * @description Of a waiting scan: its new plan.
			 * @default null
			 */
			plan?: {
				[key: string]: unknown;
			} | null;
			/**
			 * Priority
			 * @description Of a waiting scan: it goes before those of a lower priority; 0 where nobody says otherwise.
			 * @default null
			 */
			priority?: number | null;
			/**
			 * Queue Id
			 * @description Of a waiting scan: the queue at whose end it is put.
			 * @default null
			 */
			queue_id?: string | null;
			/**
			 * Sample
			 * @description Name of the sample.
			 * @default null
			 */
			sample?: string | null;
			/**
			 * Tags
			 * @description Words to find the scan by.
			 * @default null
			 */
			tags?: string[] | null;
		};
		/**
		 * AnyOf
		 * @description Holds while at least one of several conditions holds.
		 */
		"AnyOf-Input": {
			/**
			 * Any
			 * @description The conditions.
			 */
			any: (components["schemas"]["Comparison"] | components["schemas"]["AnyOf-Input"] | components["schemas"]["AllOf-Input"] | components["schemas"]["ClockWindow"] | components["schemas"]["Disconnected"])[];
		};
		/**
		 * AnyOf
		 * @description Holds while at least one of several conditions holds.
		 */
		"AnyOf-Output": {
			/**
			 * Any
			 * @description The conditions.
			 */
			any: (components["schemas"]["Comparison"] | components["schemas"]["AnyOf-Output"] | components["schemas"]["AllOf-Output"] | components["schemas"]["ClockWindow"] | components["schemas"]["Disconnected"])[];
		};
		/**
		 * AuditList
		 * @description One page of a list: what people did.
		 */
		AuditList: {
			/**
			 * Items
			 * @description The entries of this page.
			 */
			items: components["schemas"]["AuditRecord"][];
			/**
			 * Next
			 * @description Cursor of the following page; null at the end.
			 * @default null
			 */
			next?: string | null;
		};
		/**
		 * AuditRecord
		 * @description What somebody did or wanted to do.
		 */
		AuditRecord: {
			/**
			 * Action
			 * @description What: `move instrument`, `annotate scan`, `sign in`.
			 */
			action: string;
			/**
			 * Detail
			 * @description With which values.
			 */
			detail: string;
			/**
			 * From
			 * @description Network address that it came from, or `command line`.
			 */
			from: string;
			/**
			 * Reason
			 * @description Why it was refused or failed; empty where it was done.
			 */
			reason: string;
			/**
			 * Result
			 * @description `done`, `refused` or `failed`.
			 */
			result: string;
			/**
			 * Target
			 * @description To what: identifier of a scan or queue, name of an instrument, preset, account or token.
			 */
			target: string;
			/**
			 * Timestamp
			 * @description When.
			 */
			timestamp: string;
			/**
			 * User
			 * @description Who; the name that was typed where nobody signed in with it.
			 */
			user: string;
		};
		/**
		 * AxisSpec
		 * @description An axis: a quantity that can be moved or set.
		 */
		AxisSpec: {
			/**
			 * Format
			 * @description How setpoints are written, as in Python, `{value:.3f}`; empty where every number can be sent.
			 * @default
			 */
			format?: string;
			/**
			 * Limits
			 * @description Smallest and largest setpoint; null where there are none.
			 * @default null
			 */
			limits?: [
				number,
				number
			] | null;
			/**
			 * Offset
			 * @description Position where the instrument writes 0.
			 * @default 0
			 */
			offset?: number;
			/**
			 * Safe
			 * @description Setpoint on abort and emergency stop; null where there is none.
			 * @default null
			 */
			safe?: number | null;
			/**
			 * Scale
			 * @description Factor from the number that the instrument writes to a position; then `offset` is added.
			 * @default 1
			 */
			scale?: number;
			/**
			 * Settle For
			 * @description Seconds that each move takes to settle at least, to estimate durations.
			 * @default 0
			 */
			settle_for?: number;
			/**
			 * Speed
			 * @description Its speed in units per second, to estimate durations; null where it is not known.
			 * @default null
			 */
			speed?: number | null;
			/**
			 * Title
			 * @description What people call it; empty where its name says it.
			 * @default
			 */
			title?: string;
			/**
			 * Unit
			 * @description Unit of its setpoints and readbacks.
			 * @default
			 */
			unit?: string;
		};
		/**
		 * Clock
		 * @description Holds from one time of day to another, past midnight too.
		 */
		Clock: {
			/**
			 * After
			 * @description When it begins, `02:00`.
			 */
			after: string;
			/**
			 * Before
			 * @description When it ends, `04:00`.
			 */
			before: string;
			/**
			 * Zone
			 * @description Time zone, `Europe/Berlin`; that of the engine's computer where it is left out.
			 * @default null
			 */
			zone?: string | null;
		};
		/**
		 * ClockWindow
		 * @description Holds at certain times of day.
		 */
		ClockWindow: {
			/** @description From when to when. */
			clock: components["schemas"]["Clock"];
		};
		/**
		 * Column
		 * @description A column of a measurement: a swept axis or a reading.
		 */
		Column: {
			/**
			 * Axis
			 * @description Whether it belongs to a swept axis; null where an earlier version of PyBirch stored it, which kept no marks.
			 * @default null
			 */
			axis?: boolean | null;
			/**
			 * Name
			 * @description Name of the column: `stage.x` for an axis, `intensity` for a reading.
			 */
			name: string;
			/**
			 * Shape
			 * @description `[]` where a row holds a number, `[n]` where it holds an array of n numbers.
			 * @default []
			 */
			shape?: number[];
			/**
			 * @description What its values are: `number`, `integer`, `boolean` or `text`.
			 * @default number
			 */
			type?: components["schemas"]["ColumnType"];
			/**
			 * Unit
			 * @description Unit of its values.
			 * @default
			 */
			unit?: string;
			/**
			 * X
			 * @description Column with the coordinate of each number of an array, such as a wavelength; null where there is none.
			 * @default null
			 */
			x?: string | null;
		};
		/**
		 * ColumnType
		 * @description What the values of a column are.
		 * @enum {string}
		 */
		ColumnType: "number" | "integer" | "boolean" | "text";
		/**
		 * CommandAnswer
		 * @description A command that the engine accepted.
		 */
		CommandAnswer: {
			/**
			 * Command Id
			 * @description Identifier of the command.
			 */
			command_id: string;
			/**
			 * Reason
			 * @description What the engine left out of it, in a sentence; empty where it did everything.
			 * @default
			 */
			reason?: string;
			/**
			 * Result
			 * @description What the command gave; null where it gives nothing.
			 * @default null
			 */
			result?: {
				[key: string]: unknown;
			} | null;
			/**
			 * Status
			 * @description `accepted`, or `done` where it is over already.
			 */
			status: string;
		};
		/**
		 * Comparison
		 * @description Holds while an axis or a reading is above a number, below one, or between two.
		 */
		Comparison: {
			/**
			 * Above
			 * @description Number that the value must exceed, in the column's unit.
			 * @default null
			 */
			above?: number | null;
			/**
			 * Below
			 * @description Number that the value must stay below, in the column's unit.
			 * @default null
			 */
			below?: number | null;
			/**
			 * Column
			 * @description Name of the axis or reading, `stage.x` or `thermostat.temperature`.
			 */
			column: string;
			/**
			 * Instrument
			 * @description Name of the instrument, where `column` is the name of one of its readings alone.
			 * @default null
			 */
			instrument?: string | null;
		};
		/**
		 * DatabaseReady
		 * @description The database.
		 */
		DatabaseReady: {
			/**
			 * Kind
			 * @description `sqlite` or `postgresql`.
			 */
			kind: string;
			/**
			 * Message
			 * @description What to do about it; empty while nothing is wrong.
			 * @default
			 */
			message?: string;
			/**
			 * Status
			 * @description `ok`, `full` (its disk) or `unavailable`.
			 */
			status: string;
		};
		/**
		 * Direction
		 * @description What a line tells.
		 * @enum {string}
		 */
		Direction: "sent" | "received" | "error" | "unasked" | "by hand";
		/**
		 * Disconnected
		 * @description Holds while an instrument is not connected.
		 */
		Disconnected: {
			/**
			 * Disconnected
			 * @description Name of the instrument.
			 */
			disconnected: string;
		};
		/**
		 * EmptyBody
		 * @description An empty body.
		 */
		EmptyBody: Record<string, never>;
		/**
		 * EngineReady
		 * @description The engine.
		 */
		EngineReady: {
			/**
			 * Bench
			 * @description Name of its bench.
			 */
			bench: string;
			/**
			 * Heartbeat Age
			 * @description Time since its last heartbeat, in s; null where there never was one.
			 */
			heartbeat_age: number | null;
			/**
			 * Message
			 * @description What is wrong with it and what to do about it; empty while nothing is.
			 * @default
			 */
			message?: string;
			/**
			 * Pid
			 * @description Its process id; null where none is known.
			 */
			pid: number | null;
			/**
			 * Status
			 * @description `running`, `starting`, `hung` or `offline`.
			 */
			status: string;
		};
		/**
		 * ExchangeFormat
		 * @description How to write them.
		 * @enum {string}
		 */
		ExchangeFormat: "json" | "text";
		/**
		 * ExchangeLine
		 * @description One line.
		 */
		ExchangeLine: {
			/** @description What the line tells. */
			direction: components["schemas"]["Direction"];
			/**
			 * Duration
			 * @description Time from sending to the end of the answer, in s; null on the lines before.
			 * @default null
			 */
			duration?: number | null;
			/**
			 * Instrument
			 * @description Name of the instrument that the session was used for; several may share one.
			 */
			instrument: string;
			/**
			 * Text
			 * @description The message, cut after 400 characters; of an array how many numbers it has.
			 */
			text: string;
			/**
			 * Timestamp
			 * @description When it was sent or came, RFC 3339 in UTC.
			 */
			timestamp: string;
		};
		/**
		 * ExchangeList
		 * @description The last exchanges of an instrument's session.
		 */
		ExchangeList: {
			/**
			 * Items
			 * @description Its lines, oldest first.
			 */
			items: components["schemas"]["ExchangeLine"][];
			/**
			 * Next
			 * @description Always null: there is no more.
			 * @default null
			 */
			next?: string | null;
		};
		/**
		 * FaultKind
		 * @description What went wrong with an instrument.
		 * @enum {string}
		 */
		FaultKind: "no answer" | "garbage" | "out of range" | "not reached" | "interlock" | "driver";
		/**
		 * FaultPolicy
		 * @description What to do when an instrument fails.
		 */
		FaultPolicy: {
			/**
			 * Attempts
			 * @description How many times to try again.
			 * @default 0
			 */
			attempts?: number;
			/**
			 * Delay
			 * @description Pause before each further attempt, in s.
			 * @default 0
			 */
			delay?: number;
			/**
			 * Kinds
			 * @description Kinds of faults that this is for; all by default.
			 * @default null
			 */
			kinds?: components["schemas"]["FaultKind"][] | null;
			/**
			 * @description What to do when no attempt succeeded: `fail`, `skip` or `hold`.
			 * @default fail
			 */
			then?: components["schemas"]["Then"];
		};
		/**
		 * Health
		 * @description The web server answers.
		 */
		Health: {
			/**
			 * Status
			 * @description Always `ok`.
			 * @default ok
			 * @constant
			 */
			status?: "ok";
		};
		/**
		 * HeldFault
		 * @description The fault for which a scan holds.
		 */
		HeldFault: {
			/**
			 * Attempts
			 * @description How many times it was tried.
			 */
			attempts: number;
			/**
			 * Can Skip
			 * @description Whether the point can be left out: not where the instrument failed to take a setting.
			 */
			can_skip: boolean;
			/**
			 * Instrument
			 * @description Name of the instrument; empty where it is not known.
			 */
			instrument: string;
			/** @description What went wrong. */
			kind: components["schemas"]["FaultKind"];
			/**
			 * Message
			 * @description What happened, for people.
			 */
			message: string;
			/**
			 * Point
			 * @description The point that was to be measured, from 0.
			 */
			point: number;
		};
		/**
		 * If
		 * @description Runs some steps where a condition holds at that moment, and others where it does not.
		 */
		If: {
			/**
			 * Condition
			 * @description The condition.
			 */
			condition: components["schemas"]["Comparison"] | components["schemas"]["AnyOf-Input"] | components["schemas"]["AllOf-Input"] | components["schemas"]["ClockWindow"] | components["schemas"]["Disconnected"];
			/**
			 * Else
			 * @description What to do where it does not hold.
			 * @default []
			 */
			else?: (components["schemas"]["Sweep"] | components["schemas"]["SweepTogether"] | components["schemas"]["Measure"] | components["schemas"]["Set"] | components["schemas"]["Wait"] | components["schemas"]["WaitUntil"] | components["schemas"]["Repeat"] | components["schemas"]["If"] | components["schemas"]["Procedure"])[];
			/**
			 * Kind
			 * @default if
			 * @constant
			 */
			kind?: "if";
			/**
			 * Label
			 * @description Name of the points that are taken in this step; the label of a step inside it comes first.
			 * @default null
			 */
			label?: string | null;
			/**
			 * Metadata
			 * @description Further values by name, any JSON.
			 */
			metadata?: {
				[key: string]: unknown;
			};
			/**
			 * Steps
			 * @description What to do where it holds.
			 */
			steps: (components["schemas"]["Sweep"] | components["schemas"]["SweepTogether"] | components["schemas"]["Measure"] | components["schemas"]["Set"] | components["schemas"]["Wait"] | components["schemas"]["WaitUntil"] | components["schemas"]["Repeat"] | components["schemas"]["If"] | components["schemas"]["Procedure"])[];
		};
		/**
		 * InstrumentCommand
		 * @description A command to an instrument.
		 * @enum {string}
		 */
		InstrumentCommand: "move" | "stop" | "set" | "action" | "connect" | "disconnect" | "query" | "write";
		/**
		 * InstrumentCommandBody
		 * @description A command to an instrument: `move` takes `axis` and `value`, or `target`; `set` takes `settings`, `action`
		 *     takes `action`; `query` and `write` take `message`, and the `result` of a query has its `answer`.
		 */
		InstrumentCommandBody: {
			/**
			 * Action
			 * @description Name of the action to carry out.
			 * @default null
			 */
			action?: string | null;
			/**
			 * Axis
			 * @description Axis to move.
			 * @default null
			 */
			axis?: string | null;
			/** @description What the instrument is to do. */
			command: components["schemas"]["InstrumentCommand"];
			/**
			 * Message
			 * @description What `query` and `write` send as it is, without its termination; no limits are checked.
			 * @default null
			 */
			message?: string | null;
			/**
			 * Relative
			 * @description Whether setpoints count from where the axes stand.
			 * @default false
			 */
			relative?: boolean;
			/**
			 * Settings
			 * @description Values by setting, in its unit.
			 * @default null
			 */
			settings?: {
				[key: string]: number | string;
			} | null;
			/**
			 * Target
			 * @description Setpoints of several axes that move at the same time, by name.
			 * @default null
			 */
			target?: {
				[key: string]: number;
			} | null;
			/**
			 * Value
			 * @description Setpoint of that axis, in its unit.
			 * @default null
			 */
			value?: number | null;
		};
		/**
		 * InstrumentList
		 * @description One page of a list: instruments.
		 */
		InstrumentList: {
			/**
			 * Items
			 * @description The entries of this page.
			 */
			items: components["schemas"]["InstrumentRecord"][];
			/**
			 * Next
			 * @description Cursor of the following page; null at the end.
			 * @default null
			 */
			next?: string | null;
		};
		/**
		 * InstrumentRecord
		 * @description An instrument: the fields of `instrument_status` and its description.
		 */
		InstrumentRecord: {
			/**
			 * Error
			 * @description What went wrong, for people; null while nothing is.
			 */
			error: string | null;
			/**
			 * Held By
			 * @description Identifier of the scan that holds the instrument; null while none does.
			 */
			held_by: string | null;
			/**
			 * Identity
			 * @description What the instrument answered when it was asked what it is.
			 */
			identity: string;
			/**
			 * Instrument Id
			 * @description Number of the instrument.
			 */
			instrument_id: number;
			/**
			 * Instrument Name
			 * @description Name of the instrument on its bench.
			 */
			instrument_name: string;
			/**
			 * Position
			 * @description Readback by axis, in the axis's unit.
			 */
			position: {
				[key: string]: number | null;
			};
			/**
			 * Settings
			 * @description Value by setting, in the setting's unit.
			 */
			settings: {
				[key: string]: number | string | null;
			};
			/** @description What the bench file says about it: axes, readings and settings with units and limits. */
			spec: components["schemas"]["InstrumentSpec"];
			/** @description What the instrument is doing. */
			status: components["schemas"]["InstrumentState"];
			/**
			 * Target
			 * @description Setpoint by axis, in the axis's unit.
			 */
			target: {
				[key: string]: number | null;
			};
			/**
			 * Timestamp
			 * @description Time of this state, RFC 3339 in UTC.
			 */
			timestamp: string;
			/**
			 * Units
			 * @description Unit by name of axis, reading and setting.
			 */
			units: {
				[key: string]: string;
			};
			/**
			 * Unreadable
			 * @description Names of the fields that cannot be read from the database and are empty here; empty where all can be read.
			 * @default
			 */
			unreadable?: string;
			/**
			 * Value
			 * @description Last reading by name, in the reading's unit; arrays are left out.
			 */
			value: {
				[key: string]: number | ("NaN" | "Infinity" | "-Infinity") | null;
			};
			/**
			 * Warning
			 * @description Which readbacks are not their setpoints, though the instrument reported no error; null while there is none.
			 */
			warning: string | null;
		};
		/**
		 * InstrumentSpec
		 * @description An instrument as its bench file describes it, whichever driver talks to it.
		 */
		InstrumentSpec: {
			/**
			 * Actions
			 * @description Its actions by name.
			 */
			actions?: {
				[key: string]: components["schemas"]["ActionSpec"];
			};
			/**
			 * Axes
			 * @description Its axes by name.
			 */
			axes?: {
				[key: string]: components["schemas"]["AxisSpec"];
			};
			/**
			 * Driver
			 * @description Driver that talks to it.
			 * @default
			 */
			driver?: string;
			/**
			 * Name
			 * @description Name of the instrument on its bench.
			 */
			name: string;
			/**
			 * On Fault
			 * @description What scans do when it fails, where their plans do not say.
			 * @default null
			 */
			on_fault?: (components["schemas"]["FaultPolicy"] | components["schemas"]["FaultPolicy"][]) | null;
			/**
			 * Reads
			 * @description Its readings by name.
			 */
			reads?: {
				[key: string]: components["schemas"]["ReadSpec"];
			};
			/**
			 * Resource
			 * @description VISA address; empty where the instrument has none.
			 * @default
			 */
			resource?: string;
			/**
			 * Settings
			 * @description Its settings by name.
			 */
			settings?: {
				[key: string]: components["schemas"]["SettingSpec"];
			};
			/**
			 * Title
			 * @description What people call it.
			 * @default
			 */
			title?: string;
		};
		/**
		 * InstrumentState
		 * @description What an instrument is doing.
		 * @enum {string}
		 */
		InstrumentState: "connected" | "idle" | "moving" | "measuring" | "error" | "disconnected";
		/**
		 * Labels
		 * @description Samples and tags of recent scans.
		 */
		Labels: {
			/**
			 * Samples
			 * @description Names of samples, the most used first.
			 */
			samples: string[];
			/**
			 * Tags
			 * @description Tags, the most used first.
			 */
			tags: string[];
		};
		/**
		 * LabRecord
		 * @description What the laboratory was during a scan.
		 */
		LabRecord: {
			/**
			 * Bench
			 * @description The bench file: its `name`, `hash` (SHA-256) and `text`.
			 */
			bench: {
				[key: string]: string;
			};
			/**
			 * Changes
			 * @description Settings that the scan changed, in their order: `timestamp`, `instrument`, `settings` and `step`.
			 */
			changes: {
				[key: string]: unknown;
			}[];
			/**
			 * Checksums
			 * @description SHA-256 of the parts.
			 */
			checksums: {
				[key: string]: string;
			};
			/**
			 * Instruments
			 * @description Every instrument of the bench by name at `start` and `end`: `identity`, `settings`, `positions`, `values`,
			 *     `units`, `status`, and under `unread` what could not be read at that moment.
			 */
			instruments: {
				[key: string]: {
					[key: string]: unknown;
				};
			};
			/**
			 * Missing
			 * @description What is not in the record, and why; text for people.
			 */
			missing: string[];
			/**
			 * Plan
			 * @description The plan as it was submitted.
			 */
			plan: {
				[key: string]: unknown;
			};
			/**
			 * Scan Id
			 * @description Identifier of the scan.
			 */
			scan_id: string;
			/**
			 * Software
			 * @description Versions of PyBirch, Python and libraries, and the host.
			 */
			software: {
				[key: string]: unknown;
			};
			/**
			 * Times
			 * @description `created`, `started` and `ended`, and when the state was taken: `record_start`, `record_end`.
			 */
			times: {
				[key: string]: string | null;
			};
			/**
			 * User
			 * @description Who submitted the scan.
			 */
			user: string;
		};
		/**
		 * LeftOutFile
		 * @description A file of the laboratory that cannot be used.
		 */
		LeftOutFile: {
			/**
			 * File
			 * @description Path of the file.
			 */
			file: string;
			/**
			 * Line
			 * @description Line of the mistake; 0 where no line is at fault.
			 */
			line: number;
			/**
			 * Reason
			 * @description What is wrong.
			 */
			reason: string;
		};
		/**
		 * Level
		 * @description Severity of a log line.
		 * @enum {string}
		 */
		Level: "DEBUG" | "INFO" | "WARNING" | "ERROR";
		/**
		 * LogList
		 * @description One page of a list: the last lines of a log, oldest first.
		 */
		LogList: {
			/**
			 * Items
			 * @description The entries of this page.
			 */
			items: components["schemas"]["LogRecord"][];
			/**
			 * Next
			 * @description Cursor of the following page; null at the end.
			 * @default null
			 */
			next?: string | null;
		};
		/**
		 * LogRecord
		 * @description A line of a scan's or queue's log.
		 */
		LogRecord: {
			/** @description Severity of the line. */
			level: components["schemas"]["Level"];
			/**
			 * Message
			 * @description Plain text; show it escaped, never as markup.
			 */
			message: string;
			/**
			 * Queue Id
			 * @description Identifier of the queue.
			 */
			queue_id: string;
			/**
			 * Scan Id
			 * @description Identifier of the scan; null for a line about the queue.
			 * @default null
			 */
			scan_id?: string | null;
			/**
			 * Timestamp
			 * @description Time of the line, RFC 3339 in UTC.
			 */
			timestamp: string;
		};
		/**
		 * Me
		 * @description Who sends the request.
		 */
		Me: {
			/**
			 * Auth
			 * @description The way in: `token`, `password`, `jupyterhub`, `header` or `none`.
			 */
			auth: string;
			/**
			 * Expires
			 * @description When the session or token ends by itself; null: never.
			 */
			expires: string | null;
			/**
			 * Groups
			 * @description Groups that the user belongs to.
			 */
			groups: string[];
			/** @description What the user may do. */
			role: components["schemas"]["Role"];
			/**
			 * User
			 * @description Name that is recorded with everything that this user does.
			 */
			user: string;
		};
		/**
		 * Measure
		 * @description Measures instruments once: takes each of their readings.
		 */
		Measure: {
			/**
			 * Instruments
			 * @description Names of the instruments.
			 */
			instruments: string[];
			/**
			 * Kind
			 * @default measure
			 * @constant
			 */
			kind?: "measure";
			/**
			 * Label
			 * @description Name of the points that are taken in this step; the label of a step inside it comes first.
			 * @default null
			 */
			label?: string | null;
			/**
			 * Metadata
			 * @description Further values by name, any JSON.
			 */
			metadata?: {
				[key: string]: unknown;
			};
			/**
			 * On Fault
			 * @description What to do when an instrument fails here.
			 * @default null
			 */
			on_fault?: (components["schemas"]["FaultPolicy"] | components["schemas"]["FaultPolicy"][]) | null;
			/**
			 * Repeats
			 * @description How many times to measure, one row each time.
			 * @default 1
			 */
			repeats?: number;
		};
		/**
		 * MeasurementRecord
		 * @description A measurement of a scan, without its readings.
		 */
		MeasurementRecord: {
			/**
			 * Columns
			 * @description Its columns with their units and shapes.
			 */
			columns: components["schemas"]["Column"][];
			/**
			 * Marks
			 * @description What is known of each row besides: setpoints, `point`, `repeat`, `label` and `quality`.
			 */
			marks?: components["schemas"]["Column"][];
			/**
			 * Name
			 * @description Name of the measurement: the instrument that was measured.
			 */
			name: string;
			/**
			 * Total
			 * @description Rows stored so far.
			 */
			total: number;
		};
		/**
		 * NewQueue
		 * @description A queue to make.
		 */
		NewQueue: {
			/**
			 * Loop
			 * @description How many times the queue runs its scans, or `for ever`; null: once.
			 * @default null
			 */
			loop?: number | "for ever" | null;
			/**
			 * @description Whether the queue runs its scans one after the other or together.
			 * @default serial
			 */
			mode?: components["schemas"]["QueueMode"];
			/**
			 * Name
			 * @description Name of the queue.
			 */
			name: string;
			/**
			 * @description What the queue does when a scan fails.
			 * @default stop
			 */
			on_failure?: components["schemas"]["OnFailure"];
			/**
			 * Parallel
			 * @description Most scans at once in a parallel queue; null: as many as their instruments allow.
			 * @default null
			 */
			parallel?: number | null;
		};
		/**
		 * OnFailure
		 * @description What a queue does after one of its scans failed.
		 * @enum {string}
		 */
		OnFailure: "stop" | "continue";
		/**
		 * Parameter
		 * @description A value that is given when a scan is submitted.
		 */
		Parameter: {
			/**
			 * Default
			 * @description Its value when none is given; without it a value must be given.
			 * @default null
			 */
			default?: number | null;
			/**
			 * Limits
			 * @description Smallest and largest value.
			 * @default null
			 */
			limits?: [
				number,
				number
			] | null;
			/**
			 * Title
			 * @description What the form calls it.
			 * @default
			 */
			title?: string;
			/**
			 * Type
			 * @description Whether it must be a whole number.
			 * @default number
			 * @enum {string}
			 */
			type?: "number" | "integer";
			/**
			 * Unit
			 * @description Its unit; where the unit of what it is used for is another one, the plan is refused.
			 * @default
			 */
			unit?: string;
		};
		/**
		 * Plan
		 * @description What a scan does, and how people find it again.
		 */
		Plan: {
			/**
			 * Arguments
			 * @description The values of parameters by name; those without one have their default.
			 */
			arguments?: {
				[key: string]: number | components["schemas"]["Quantity"];
			};
			/**
			 * Metadata
			 * @description Further values by name, any JSON.
			 */
			metadata?: {
				[key: string]: unknown;
			};
			/**
			 * Name
			 * @description Name of the scan.
			 * @default Scan
			 */
			name?: string;
			/**
			 * Notes
			 * @description Plain text.
			 * @default
			 */
			notes?: string;
			/**
			 * On Fault
			 * @description What to do when an instrument fails, where no step says otherwise.
			 * @default null
			 */
			on_fault?: (components["schemas"]["FaultPolicy"] | components["schemas"]["FaultPolicy"][]) | null;
			/**
			 * Parameters
			 * @description Values that are given when the scan is submitted; used in the steps as `"=name"` or in an expression.
			 */
			parameters?: {
				[key: string]: components["schemas"]["Parameter"];
			};
			/**
			 * Sample
			 * @description Name of the sample.
			 * @default
			 */
			sample?: string;
			/**
			 * Steps
			 * @description What the scan does, in order.
			 */
			steps: (components["schemas"]["Sweep"] | components["schemas"]["SweepTogether"] | components["schemas"]["Measure"] | components["schemas"]["Set"] | components["schemas"]["Wait"] | components["schemas"]["WaitUntil"] | components["schemas"]["Repeat"] | components["schemas"]["If"] | components["schemas"]["Procedure"])[];
			/**
			 * Tags
			 * @description Words to find the scan by.
			 * @default []
			 */
			tags?: string[];
		};
		/**
		 * PlanCheck
		 * @description What a plan would do.
		 */
		PlanCheck: {
			/**
			 * Duration
			 * @description Estimated duration, in s; null where only running it tells.
			 */
			duration: number | null;
			/**
			 * Instruments
			 * @description Names of the instruments that the plan uses.
			 */
			instruments: string[];
			/**
			 * Points
			 * @description Points that the plan measures; null where only running it tells.
			 */
			points: number | null;
			/**
			 * Problem Count
			 * @description Number of all problems.
			 */
			problem_count: number;
			/**
			 * Problems
			 * @description The first hundred problems.
			 */
			problems: components["schemas"]["ProblemAt"][];
			/**
			 * Size
			 * @description Estimated size of the readings, in bytes; null where only running it tells.
			 */
			size: number | null;
		};
		/**
		 * PlanOrPlans
		 * @description A plan, or a list of plans.
		 */
		PlanOrPlans: components["schemas"]["Plan"] | components["schemas"]["Plan"][];
		/**
		 * Plugin
		 * @description A file or an entry point that was loaded.
		 */
		Plugin: {
			/** @description What it adds. */
			kind: components["schemas"]["PluginKind"];
			/**
			 * Name
			 * @description Name of the file without `.py`, or of the entry point.
			 */
			name: string;
			/**
			 * Origin
			 * @description Name of the file, or of the package.
			 */
			origin: string;
			/**
			 * Version
			 * @description Version of the package; of a file its `__version__`, or else the first 12 digits of its SHA-256.
			 */
			version: string;
		};
		/**
		 * PluginKind
		 * @description What a plugin adds; also the name of its folder, and of its group of entry points after `pybirch.`.
		 * @enum {string}
		 */
		PluginKind: "drivers" | "procedures" | "exporters" | "pages";
		/**
		 * PresetList
		 * @description One page of a list: presets, without their plans.
		 */
		PresetList: {
			/**
			 * Items
			 * @description The entries of this page.
			 */
			items: components["schemas"]["PresetRecord"][];
			/**
			 * Next
			 * @description Cursor of the following page; null at the end.
			 * @default null
			 */
			next?: string | null;
		};
		/**
		 * PresetPlan
		 * @description A plan as New scan holds it; it may be unfinished.
		 */
		PresetPlan: {
			/**
			 * Steps
			 * @description Its steps.
			 */
			steps?: {
				[key: string]: unknown;
			}[];
		};
		/**
		 * PresetRecord
		 * @description A plan stored under a name, to start from again.
		 */
		PresetRecord: {
			/**
			 * Created At
			 * @description Time at which it was first stored, RFC 3339 in UTC.
			 */
			created_at: string;
			/**
			 * Name
			 * @description Name of the preset.
			 */
			name: string;
			/**
			 * Plan
			 * @description The plan; null in lists.
			 * @default null
			 */
			plan?: {
				[key: string]: unknown;
			} | null;
			/**
			 * Unreadable
			 * @description Names of the fields that cannot be read from the database and are empty here; empty where all can be read.
			 * @default
			 */
			unreadable?: string;
			/**
			 * Updated At
			 * @description Time of the last change, RFC 3339 in UTC.
			 */
			updated_at: string;
			/**
			 * User
			 * @description Who stored it.
			 */
			user: string;
		};
		/**
		 * ProblemAt
		 * @description A problem and where it is.
		 */
		ProblemAt: {
			/**
			 * Message
			 * @description What is wrong with it.
			 */
			message: string;
			/**
			 * Path
			 * @description Path of the field, `steps[0].positions`; empty for the whole.
			 */
			path: string;
		};
		/**
		 * ProblemDocument
		 * @description Why the server refused a request (RFC 9457).
		 */
		ProblemDocument: {
			/**
			 * Detail
			 * @description What is wrong and what to do about it.
			 */
			detail: string;
			/**
			 * Errors
			 * @description The first hundred wrong fields.
			 */
			errors: components["schemas"]["ProblemAt"][];
			/**
			 * Status
			 * @description The HTTP status.
			 */
			status: number;
			/**
			 * Title
			 * @description The HTTP status in words.
			 */
			title: string;
			/**
			 * Type
			 * @description Kind of the problem as a URI; mostly `about:blank`.
			 */
			type: string;
		};
		/**
		 * Procedure
		 * @description Runs the steps that a Python procedure produces.
		 */
		Procedure: {
			/**
			 * Arguments
			 * @description Its arguments by name.
			 */
			arguments?: {
				[key: string]: unknown;
			};
			/**
			 * Kind
			 * @default procedure
			 * @constant
			 */
			kind?: "procedure";
			/**
			 * Label
			 * @description Name of the points that are taken in this step; the label of a step inside it comes first.
			 * @default null
			 */
			label?: string | null;
			/**
			 * Metadata
			 * @description Further values by name, any JSON.
			 */
			metadata?: {
				[key: string]: unknown;
			};
			/**
			 * Name
			 * @description Name of the procedure.
			 */
			name: string;
		};
		/**
		 * ProcedureEntry
		 * @description A procedure that plans can use.
		 */
		ProcedureEntry: {
			/**
			 * Arguments
			 * @description JSON Schema of its arguments.
			 */
			arguments: {
				[key: string]: unknown;
			};
			/**
			 * Name
			 * @description Name of the procedure in a plan.
			 */
			name: string;
			/**
			 * Summary
			 * @description What it does, in a sentence.
			 */
			summary: string;
		};
		/**
		 * ProcedureList
		 * @description One page of a list: procedures.
		 */
		ProcedureList: {
			/**
			 * Items
			 * @description The entries of this page.
			 */
			items: components["schemas"]["ProcedureEntry"][];
			/**
			 * Left Out
			 * @description Files of procedures that cannot be used, and why.
			 */
			left_out: components["schemas"]["LeftOutFile"][];
			/**
			 * Next
			 * @description Cursor of the following page; null at the end.
			 * @default null
			 */
			next?: string | null;
		};
		/**
		 * Quantity
		 * @description A value with its unit, which is converted to that of the parameter.
		 */
		Quantity: {
			/**
			 * Unit
			 * @description Its unit, such as `nm`.
			 */
			unit: string;
			/**
			 * Value
			 * @description The number.
			 */
			value: number;
		};
		/**
		 * QueueChanges
		 * @description Changes of a queue; fields that are left out stay.
		 */
		QueueChanges: {
			/**
			 * Loop
			 * @description How many times the queue runs its scans, or `for ever`; null: once.
			 * @default null
			 */
			loop?: number | "for ever" | null;
			/**
			 * @description Whether the queue runs its scans one after the other or together.
			 * @default null
			 */
			mode?: components["schemas"]["QueueMode"] | null;
			/**
			 * Name
			 * @description New name.
			 * @default null
			 */
			name?: string | null;
			/**
			 * @description What the queue does when a scan fails.
			 * @default null
			 */
			on_failure?: components["schemas"]["OnFailure"] | null;
			/**
			 * Parallel
			 * @description Most scans at once in a parallel queue; null: as many as their instruments allow.
			 * @default null
			 */
			parallel?: number | null;
		};
		/**
		 * QueueCommand
		 * @description A command to a queue.
		 * @enum {string}
		 */
		QueueCommand: "start" | "pause" | "resume" | "stop" | "abort" | "clear" | "duplicate";
		/**
		 * QueueCommandBody
		 * @description A command to a queue.
		 */
		QueueCommandBody: {
			/** @description What the queue is to do. */
			command: components["schemas"]["QueueCommand"];
		};
		/**
		 * QueueList
		 * @description One page of a list: queues.
		 */
		QueueList: {
			/**
			 * Items
			 * @description The entries of this page.
			 */
			items: components["schemas"]["QueueRecord"][];
			/**
			 * Next
			 * @description Cursor of the following page; null at the end.
			 * @default null
			 */
			next?: string | null;
		};
		/**
		 * QueueMode
		 * @description How many scans of a queue run at a time: one, or as many as their instruments allow.
		 * @enum {string}
		 */
		QueueMode: "serial" | "parallel";
		/**
		 * QueueRecord
		 * @description A queue: the fields of `queue_status` and the time it was made.
		 */
		QueueRecord: {
			/**
			 * Completed Scans
			 * @description Scans of the queue that ended as `completed`.
			 */
			completed_scans: number;
			/**
			 * Created At
			 * @description Time at which somebody made the queue, RFC 3339 in UTC.
			 */
			created_at: string;
			/**
			 * Current Scan
			 * @description Identifier of the scan that runs; of several, of the one that started first.
			 */
			current_scan: string | null;
			/**
			 * Current Scans
			 * @description Identifiers of all scans that run.
			 */
			current_scans: string[];
			/**
			 * Eta
			 * @description Estimated time of work left, in s; null where it cannot be estimated.
			 */
			eta: number | null;
			/**
			 * Loop
			 * @description How many times the queue runs its scans, or `for ever`; null: once.
			 * @default null
			 */
			loop?: number | "for ever" | null;
			/**
			 * Message
			 * @description What the queue waits for, or why it stopped; text for people.
			 */
			message: string;
			/** @description Whether the queue runs its scans one after the other or together. */
			mode: components["schemas"]["QueueMode"];
			/**
			 * Name
			 * @description Name of the queue.
			 */
			name: string;
			/** @description What the queue does when a scan fails. */
			on_failure: components["schemas"]["OnFailure"];
			/**
			 * Parallel
			 * @description Most scans at once in a parallel queue; null: as many as their instruments allow.
			 * @default null
			 */
			parallel?: number | null;
			/**
			 * Pass Number
			 * @description Which pass of the loop this is, from 1.
			 * @default 1
			 */
			pass_number?: number;
			/**
			 * Progress
			 * @description Part of the queue that is done, 0 to 1.
			 */
			progress: number;
			/**
			 * Queue Id
			 * @description Identifier of the queue, `QUEUE_001`.
			 */
			queue_id: string;
			/** @description State of the queue. */
			status: components["schemas"]["QueueState"];
			/**
			 * Timestamp
			 * @description Time of this state, RFC 3339 in UTC.
			 */
			timestamp: string;
			/**
			 * Total Scans
			 * @description Scans in the queue, ended ones included.
			 */
			total_scans: number;
			/**
			 * Unreadable
			 * @description Names of the fields that cannot be read from the database and are empty here; empty where all can be read.
			 * @default
			 */
			unreadable?: string;
		};
		/**
		 * QueueState
		 * @description What a queue is doing.
		 * @enum {string}
		 */
		QueueState: "idle" | "running" | "pausing" | "paused" | "stopping";
		/**
		 * Range
		 * @description Positions from `start` to `stop`, given by their number `num` or by the distance `step`.
		 */
		Range: {
			/**
			 * Num
			 * @description Number of positions, both ends included.
			 * @default null
			 */
			num?: number | null;
			/**
			 * Spacing
			 * @description Whether neighbours have the same distance or the same ratio; `log` needs `num`.
			 * @default linear
			 * @enum {string}
			 */
			spacing?: "linear" | "log";
			/**
			 * Start
			 * @description First position, in the axis's unit.
			 */
			start: number;
			/**
			 * Step
			 * @description Distance from one position to the next, in the axis's unit; negative for a descending sweep.
			 * @default null
			 */
			step?: number | null;
			/**
			 * Stop
			 * @description Last position, in the axis's unit; with `step` the last one may lie before it.
			 */
			stop: number;
		};
		/**
		 * ReadSpec
		 * @description A reading: a value that can be measured.
		 */
		ReadSpec: {
			/**
			 * Duration
			 * @description Time that one reading takes, in s, to estimate durations; 0 where it is not known.
			 * @default 0
			 */
			duration?: number;
			/**
			 * Formula
			 * @description How it is calculated from other readings; empty where the instrument measures it.
			 * @default
			 */
			formula?: string;
			/**
			 * Shape
			 * @description `[]` for a number, `[n]` for an array of n numbers.
			 * @default []
			 */
			shape?: number[];
			/**
			 * Title
			 * @description What people call it; empty where its name says it.
			 * @default
			 */
			title?: string;
			/**
			 * Unit
			 * @description Unit of the reading.
			 * @default
			 */
			unit?: string;
			/**
			 * X
			 * @description Array reading of the same instrument with the coordinate of each number, such as a wavelength; null for none.
			 * @default null
			 */
			x?: string | null;
		};
		/**
		 * Ready
		 * @description Whether everything that scans need is there.
		 */
		Ready: {
			database: components["schemas"]["DatabaseReady"];
			engine: components["schemas"]["EngineReady"];
			/**
			 * Left Out
			 * @description Files of the laboratory's folder and packages that cannot be used; everything else works.
			 */
			left_out: components["schemas"]["LeftOutFile"][];
			/**
			 * Plugins
			 * @description What was loaded from the laboratory's folder and from packages.
			 */
			plugins: components["schemas"]["Plugin"][];
			web: components["schemas"]["WebReady"];
		};
		/**
		 * Rehearsal
		 * @description What a rehearsal of a queue found.
		 */
		Rehearsal: {
			/**
			 * Duration
			 * @description Estimated time until the last of them has ended, in s.
			 */
			duration: number;
			/**
			 * Problems
			 * @description What would fail; empty where nothing would.
			 */
			problems: components["schemas"]["ScanProblem"][];
			/**
			 * Timeline
			 * @description The waiting scans in the order of the queue, without those that somebody holds.
			 */
			timeline: components["schemas"]["RehearsedScan"][];
		};
		/**
		 * RehearsedScan
		 * @description When a waiting scan would run.
		 */
		RehearsedScan: {
			/**
			 * End
			 * @description Estimated end, in s from now.
			 */
			end: number;
			/**
			 * Exact
			 * @description Whether all its steps were walked through, and its time does not depend on what is measured.
			 */
			exact: boolean;
			/**
			 * Name
			 * @description Name of the scan.
			 */
			name: string;
			/**
			 * Scan Id
			 * @description Identifier of the scan.
			 */
			scan_id: string;
			/**
			 * Start
			 * @description Estimated start, in s from now.
			 */
			start: number;
			/**
			 * Waits For
			 * @description The scan that it waits for, or `its earliest start`; empty where it starts at once.
			 */
			waits_for: string;
		};
		/**
		 * Repeat
		 * @description Runs the inner steps `times` times, or again and again `until` a time comes or a condition holds.
		 */
		Repeat: {
			/**
			 * Every
			 * @description Time from the start of one pass to the start of the next, in s; a pass that takes longer is not cut short.
			 * @default 0
			 */
			every?: number;
			/**
			 * Kind
			 * @default repeat
			 * @constant
			 */
			kind?: "repeat";
			/**
			 * Label
			 * @description Name of the points that are taken in this step; the label of a step inside it comes first.
			 * @default null
			 */
			label?: string | null;
			/**
			 * Metadata
			 * @description Further values by name, any JSON.
			 */
			metadata?: {
				[key: string]: unknown;
			};
			/**
			 * Steps
			 * @description What to repeat.
			 */
			steps: (components["schemas"]["Sweep"] | components["schemas"]["SweepTogether"] | components["schemas"]["Measure"] | components["schemas"]["Set"] | components["schemas"]["Wait"] | components["schemas"]["WaitUntil"] | components["schemas"]["Repeat"] | components["schemas"]["If"] | components["schemas"]["Procedure"])[];
			/**
			 * Times
			 * @description How many times; with `until` the most.
			 * @default null
			 */
			times?: number | null;
			/**
			 * Until
			 * @description The condition, or the time in RFC 3339 with its zone, that ends the repetition; checked after each pass.
			 * @default null
			 */
			until?: (string | (components["schemas"]["Comparison"] | components["schemas"]["AnyOf-Input"] | components["schemas"]["AllOf-Input"] | components["schemas"]["ClockWindow"] | components["schemas"]["Disconnected"])) | null;
		};
		/**
		 * Role
		 * @description What somebody may do; each role may do everything that those before it may.
		 * @enum {string}
		 */
		Role: "viewer" | "operator" | "administrator";
		/**
		 * Rule
		 * @description Suspends scans from the moment at which a condition holds until another one has held for some time.
		 */
		Rule: {
			/**
			 * Enabled
			 * @description Whether it is looked at.
			 * @default true
			 */
			enabled?: boolean;
			/**
			 * Hold When
			 * @description The condition that suspends scans.
			 */
			hold_when: components["schemas"]["Comparison"] | components["schemas"]["AnyOf-Input"] | components["schemas"]["AllOf-Input"] | components["schemas"]["ClockWindow"] | components["schemas"]["Disconnected"];
			/**
			 * Name
			 * @description What people call the rule.
			 */
			name: string;
			/**
			 * Resume When
			 * @description The condition on which they go on; without it, that `hold_when` no longer holds.
			 * @default null
			 */
			resume_when?: (components["schemas"]["Comparison"] | components["schemas"]["AnyOf-Input"] | components["schemas"]["AllOf-Input"] | components["schemas"]["ClockWindow"] | components["schemas"]["Disconnected"]) | null;
			/**
			 * Scans
			 * @description Which scans it suspends.
			 * @default all
			 */
			scans?: "all" | components["schemas"]["ScansUsing"];
			/**
			 * Settle
			 * @description How long the condition to go on must hold without a break, in s.
			 * @default 0
			 */
			settle?: number;
		};
		/**
		 * RuleChanges
		 * @description Fields of a rule that are to change; `Rule` says what each may be.
		 */
		RuleChanges: {
			/**
			 * Enabled
			 * @description Whether it is looked at.
			 * @default null
			 */
			enabled?: boolean | null;
			/**
			 * Hold When
			 * @description Another condition that suspends scans.
			 * @default null
			 */
			hold_when?: {
				[key: string]: unknown;
			} | null;
			/**
			 * Name
			 * @description Another name.
			 * @default null
			 */
			name?: string | null;
			/**
			 * Resume When
			 * @description Another condition on which they go on.
			 * @default null
			 */
			resume_when?: {
				[key: string]: unknown;
			} | null;
			/**
			 * Scans
			 * @description Other scans that it suspends.
			 * @default null
			 */
			scans?: string | {
				[key: string]: unknown;
			} | null;
			/**
			 * Settle
			 * @description Another time that the condition must last, in s.
			 * @default null
			 */
			settle?: number | null;
		};
		/**
		 * RuleList
		 * @description One page of a list: rules.
		 */
		RuleList: {
			/**
			 * Items
			 * @description The entries of this page.
			 */
			items: components["schemas"]["RuleRecord"][];
			/**
			 * Next
			 * @description Cursor of the following page; null at the end.
			 * @default null
			 */
			next?: string | null;
		};
		/**
		 * RuleRecord
		 * @description A rule as REST answers it: its definition, where it comes from, and what it does at present.
		 */
		RuleRecord: {
			/**
			 * Created At
			 * @description Time at which it was made, RFC 3339 in UTC.
			 */
			created_at: string;
			/**
			 * Enabled
			 * @description Whether it is looked at.
			 * @default true
			 */
			enabled?: boolean;
			/**
			 * Hold When
			 * @description The condition that suspends scans.
			 */
			hold_when: components["schemas"]["Comparison"] | components["schemas"]["AnyOf-Output"] | components["schemas"]["AllOf-Output"] | components["schemas"]["ClockWindow"] | components["schemas"]["Disconnected"];
			/**
			 * Holding
			 * @description Whether it suspends scans now.
			 */
			holding: boolean;
			/**
			 * Id
			 * @description The same identifier.
			 */
			id: string;
			/**
			 * Name
			 * @description What people call the rule.
			 */
			name: string;
			/**
			 * Of Bench
			 * @description Whether it stands in the bench file, where its definition is edited.
			 */
			of_bench: boolean;
			/**
			 * Reason
			 * @description Why it suspends them; empty while it does not.
			 */
			reason: string;
			/**
			 * Resume When
			 * @description The condition on which they go on; without it, that `hold_when` no longer holds.
			 * @default null
			 */
			resume_when?: (components["schemas"]["Comparison"] | components["schemas"]["AnyOf-Output"] | components["schemas"]["AllOf-Output"] | components["schemas"]["ClockWindow"] | components["schemas"]["Disconnected"]) | null;
			/**
			 * Rule Id
			 * @description Identifier of the rule.
			 */
			rule_id: string;
			/**
			 * Scans
			 * @description Which scans it suspends.
			 * @default all
			 */
			scans?: "all" | components["schemas"]["ScansUsing"];
			/**
			 * Settle
			 * @description How long the condition to go on must hold without a break, in s.
			 * @default 0
			 */
			settle?: number;
			/**
			 * Since
			 * @description Since when it suspends them, RFC 3339 in UTC; null while it does not.
			 */
			since: string | null;
			/**
			 * Trouble
			 * @description Why it cannot be looked at now, such as a value that cannot be read; empty where it can.
			 */
			trouble: string;
			/**
			 * Updated At
			 * @description Time of the last change of its definition, RFC 3339 in UTC.
			 */
			updated_at: string;
			/**
			 * User
			 * @description Who made it; empty for a rule of the bench file.
			 */
			user: string;
		};
		/**
		 * ScanCommandBody
		 * @description A command to a scan.
		 */
		ScanCommandBody: {
			/**
			 * Command
			 * @description What the scan is to do; `restore` takes it out of the bin, which the engine has no part in.
			 * @enum {string}
			 */
			command: "pause" | "resume" | "stop" | "abort" | "halt" | "retry" | "retry_point" | "skip" | "restore";
			/**
			 * Now
			 * @description With `pause`: hold within the step; waits and moves stop, and follow when the scan is resumed.
			 * @default false
			 */
			now?: boolean;
		};
		/**
		 * ScanFields
		 * @description What people note about a scan; fields that are left out stay, and null empties a field.
		 */
		ScanFields: {
			/**
			 * Metadata
			 * @description Further values by name, any JSON.
			 * @default null
			 */
			metadata?: {
				[key: string]: unknown;
			} | null;
			/**
			 * Notes
			 * @description Notes, plain text.
			 * @default null
			 */
			notes?: string | null;
			/**
			 * Sample
			 * @description Name of the sample.
			 * @default null
			 */
			sample?: string | null;
			/**
			 * Tags
			 * @description Words to find the scan by.
			 * @default null
			 */
			tags?: string[] | null;
		};
		/**
		 * ScanIds
		 * @description Scans of a queue: in their new order, or to be removed.
		 */
		ScanIds: {
			/**
			 * Scan Ids
			 * @description Identifiers of the scans.
			 */
			scan_ids: string[];
		};
		/**
		 * ScanList
		 * @description One page of a list: scans, without their plans and measurements.
		 */
		ScanList: {
			/**
			 * Items
			 * @description The entries of this page.
			 */
			items: components["schemas"]["ScanRecord"][];
			/**
			 * Next
			 * @description Cursor of the following page; null at the end.
			 * @default null
			 */
			next?: string | null;
		};
		/**
		 * ScanOrScans
		 * @description A scan, or the scans that were made of a list of plans.
		 */
		ScanOrScans: components["schemas"]["ScanRecord"] | components["schemas"]["ScanList"];
		/**
		 * ScanProblem
		 * @description What would fail in a scan.
		 */
		ScanProblem: {
			/**
			 * Message
			 * @description What is wrong, for people.
			 */
			message: string;
			/**
			 * Path
			 * @description Where in its plan, such as `steps[0].positions`.
			 */
			path: string;
			/**
			 * Scan Id
			 * @description Identifier of the scan.
			 */
			scan_id: string;
		};
		/**
		 * ScanRecord
		 * @description A scan: the fields of `scan_status`, its plan, and what people noted about it.
		 */
		ScanRecord: {
			/**
			 * Created At
			 * @description Time of submission, RFC 3339 in UTC.
			 */
			created_at: string;
			/**
			 * Damage
			 * @description Why nobody can tell what was measured: the stored description is damaged. Empty where it is not.
			 * @default
			 */
			damage?: string;
			/**
			 * Deleted At
			 * @description Time at which somebody moved it to the bin, RFC 3339 in UTC; null while it is not there, and in lists.
			 * @default null
			 */
			deleted_at?: string | null;
			/**
			 * Elapsed
			 * @description Time that the scan was at work, in s; pauses are left out, runs before an interruption included.
			 */
			elapsed: number;
			/**
			 * Ended At
			 * @description Time of the end, RFC 3339 in UTC; null before it.
			 */
			ended_at: string | null;
			/**
			 * Eta
			 * @description Estimated time of work left, in s; null where it cannot be estimated.
			 */
			eta: number | null;
			/**
			 * @description The fault after which the scan holds until somebody decides; null while there is none.
			 * @default null
			 */
			fault?: components["schemas"]["HeldFault"] | null;
			/**
			 * Held
			 * @description While it waits: whether somebody holds it, so that the queue goes on without it.
			 * @default false
			 */
			held?: boolean;
			/**
			 * Measurements
			 * @description Its measurements; null in lists, and where `damage` is set.
			 * @default null
			 */
			measurements?: components["schemas"]["MeasurementRecord"][] | null;
			/**
			 * Message
			 * @description What the scan does or waits for, or why it ended; text for people.
			 */
			message: string;
			/**
			 * Metadata
			 * @description Further values by name, any JSON.
			 */
			metadata: {
				[key: string]: unknown;
			};
			/**
			 * Name
			 * @description Name of the scan, from its plan.
			 */
			name: string;
			/**
			 * Not Before
			 * @description While it waits: its earliest start, RFC 3339 in UTC; null where it may start at any time.
			 * @default null
			 */
			not_before?: string | null;
			/**
			 * Notes
			 * @description Notes of the scan, plain text.
			 */
			notes: string;
			/**
			 * Plan
			 * @description The plan as it was submitted; null in lists.
			 * @default null
			 */
			plan?: {
				[key: string]: unknown;
			} | null;
			/**
			 * Point
			 * @description Points measured so far.
			 */
			point: number;
			/**
			 * Priority
			 * @description While it waits: scans of a higher priority start before those of a lower one.
			 * @default 0
			 */
			priority?: number;
			/**
			 * Progress
			 * @description Part of the scan that is done, 0 to 1.
			 */
			progress: number;
			/**
			 * Queue Id
			 * @description Identifier of its queue, `QUEUE_001`.
			 */
			queue_id: string;
			/**
			 * Retry Of
			 * @description Identifier of the scan that this one repeats; null where it repeats none.
			 */
			retry_of: string | null;
			/**
			 * Sample
			 * @description Name of the sample; empty where none is given.
			 */
			sample: string;
			/**
			 * Scan Id
			 * @description Identifier of the scan, `SCAN_001`.
			 */
			scan_id: string;
			/**
			 * Started At
			 * @description Time of the first start, RFC 3339 in UTC; null before it.
			 */
			started_at: string | null;
			/** @description State of the scan. */
			status: components["schemas"]["ScanState"];
			/**
			 * Step
			 * @description Path of the plan's current step, `steps[0].steps[0]`; empty while none runs.
			 */
			step: string;
			/**
			 * Tags
			 * @description Tags of the scan.
			 */
			tags: string[];
			/**
			 * Timestamp
			 * @description Time of this state, RFC 3339 in UTC.
			 */
			timestamp: string;
			/**
			 * Total Points
			 * @description Points that the plan has; null where the plan does not say.
			 */
			total_points: number | null;
			/**
			 * Unreadable
			 * @description Names of the fields that cannot be read from the database and are empty here; empty where all can be read.
			 * @default
			 */
			unreadable?: string;
			/**
			 * User
			 * @description Who submitted the scan.
			 */
			user: string;
		};
		/**
		 * ScanSort
		 * @description Order of a list of scans; a minus in front reverses it. Equal scans are ordered by their number.
		 * @enum {string}
		 */
		ScanSort: "created_at" | "-created_at" | "name" | "-name" | "sample" | "-sample" | "elapsed" | "-elapsed";
		/**
		 * ScanState
		 * @description What a scan is doing, or how it ended.
		 * @enum {string}
		 */
		ScanState: "queued" | "starting" | "running" | "pausing" | "paused" | "suspended" | "stopping" | "aborting" | "completed" | "stopped" | "aborted" | "failed" | "interrupted";
		/**
		 * ScansUsing
		 * @description Scans that use at least one of certain instruments.
		 */
		ScansUsing: {
			/**
			 * Instruments
			 * @description Names of the instruments.
			 */
			instruments: string[];
		};
		/**
		 * Set
		 * @description Changes settings of an instrument, or moves its axes to one setpoint each.
		 */
		Set: {
			/**
			 * Instrument
			 * @description Name of the instrument.
			 */
			instrument: string;
			/**
			 * Kind
			 * @default set
			 * @constant
			 */
			kind?: "set";
			/**
			 * Label
			 * @description Name of the points that are taken in this step; the label of a step inside it comes first.
			 * @default null
			 */
			label?: string | null;
			/**
			 * Metadata
			 * @description Further values by name, any JSON.
			 */
			metadata?: {
				[key: string]: unknown;
			};
			/**
			 * Settings
			 * @description Values by name of setting or axis, in its unit.
			 */
			settings: {
				[key: string]: number | string;
			};
		};
		/**
		 * SettingSpec
		 * @description A setting: a value that is configured and stays, such as an exposure time.
		 */
		SettingSpec: {
			/**
			 * Choices
			 * @description The only values allowed; null where there is no such list.
			 * @default null
			 */
			choices?: string[] | null;
			/**
			 * Format
			 * @description How values are written, as in Python, `{value:d}`; empty where every value can be sent.
			 * @default
			 */
			format?: string;
			/**
			 * Limits
			 * @description Smallest and largest value; null where there are none.
			 * @default null
			 */
			limits?: [
				number,
				number
			] | null;
			/**
			 * Title
			 * @description What people call it; empty where its name says it.
			 * @default
			 */
			title?: string;
			/**
			 * Unit
			 * @description Unit of the setting.
			 * @default
			 */
			unit?: string;
			/**
			 * Writable
			 * @description Whether it can be changed, not only shown.
			 * @default true
			 */
			writable?: boolean;
		};
		/**
		 * StopCommandBody
		 * @description A command to the record of an emergency stop.
		 */
		StopCommandBody: {
			/**
			 * Command
			 * @description `dismiss` takes the banner away.
			 * @constant
			 */
			command: "dismiss";
		};
		/**
		 * StopList
		 * @description Emergency stops, the newest first.
		 */
		StopList: {
			/**
			 * Items
			 * @description The stops.
			 */
			items: components["schemas"]["StopRecord"][];
			/**
			 * Next
			 * @description Always null: there are no further pages.
			 * @default null
			 */
			next?: null;
		};
		/**
		 * StopOutcome
		 * @description What an emergency stop achieved at one instrument.
		 * @enum {string}
		 */
		StopOutcome: "safe" | "stopped" | "moving" | "not reached" | "left alone";
		/**
		 * StoppedAxis
		 * @description An axis after an emergency stop.
		 */
		StoppedAxis: {
			/**
			 * Name
			 * @description Name of the axis.
			 */
			name: string;
			/**
			 * Position
			 * @description Readback; null where it is not known.
			 * @default null
			 */
			position?: number | null;
			/**
			 * Safe
			 * @description Safe value; null where the bench gives none.
			 * @default null
			 */
			safe?: number | null;
			/**
			 * Unit
			 * @description Unit of `position` and `safe`.
			 * @default
			 */
			unit?: string;
		};
		/**
		 * StoppedInstrument
		 * @description An instrument after an emergency stop.
		 */
		StoppedInstrument: {
			/**
			 * Axes
			 * @description Its axes.
			 */
			axes?: components["schemas"]["StoppedAxis"][];
			/**
			 * Instrument Id
			 * @description Number of the instrument.
			 */
			instrument_id: number;
			/**
			 * Instrument Name
			 * @description Name of the instrument on its bench.
			 */
			instrument_name: string;
			/** @description What the stop did to the instrument so far. */
			outcome: components["schemas"]["StopOutcome"];
			/**
			 * Reason
			 * @description Why the stop did not reach the instrument; empty where it did.
			 * @default
			 */
			reason?: string;
		};
		/**
		 * StopRecord
		 * @description An emergency stop: the fields of `emergency_stop`, and who dismissed its banner.
		 */
		StopRecord: {
			/**
			 * Dismissed At
			 * @description Time of that, RFC 3339 in UTC; null until then.
			 */
			dismissed_at: string | null;
			/**
			 * Dismissed By
			 * @description Who dismissed the banner; null until somebody does.
			 */
			dismissed_by: string | null;
			/**
			 * Instruments
			 * @description Every instrument of the bench.
			 */
			instruments: components["schemas"]["StoppedInstrument"][];
			/**
			 * Queues
			 * @description Identifiers of the queues that it stopped.
			 */
			queues: string[];
			/**
			 * Scans
			 * @description Identifiers of the scans that it aborted.
			 */
			scans: string[];
			/**
			 * Stop Id
			 * @description Identifier of the stop.
			 */
			stop_id: string;
			/**
			 * Timestamp
			 * @description Time at which somebody asked for the stop, RFC 3339 in UTC.
			 */
			timestamp: string;
			/**
			 * Unreadable
			 * @description Names of the fields that cannot be read from the database and are empty here; empty where all can be read.
			 * @default
			 */
			unreadable?: string;
			/**
			 * User
			 * @description Who asked for it.
			 */
			user: string;
		};
		/**
		 * Sweep
		 * @description Moves an axis to one position after the other and runs the inner steps at each.
		 */
		Sweep: {
			/**
			 * Axis
			 * @description Name of the axis, `stage.x`.
			 */
			axis: string;
			/**
			 * Kind
			 * @default sweep
			 * @constant
			 */
			kind?: "sweep";
			/**
			 * Label
			 * @description Name of the points that are taken in this step; the label of a step inside it comes first.
			 * @default null
			 */
			label?: string | null;
			/**
			 * Metadata
			 * @description Further values by name, any JSON.
			 */
			metadata?: {
				[key: string]: unknown;
			};
			/**
			 * On Fault
			 * @description What to do when an instrument fails here or in an inner step.
			 * @default null
			 */
			on_fault?: (components["schemas"]["FaultPolicy"] | components["schemas"]["FaultPolicy"][]) | null;
			/**
			 * Positions
			 * @description The positions as a list or a range, in the axis's unit.
			 */
			positions: number[] | components["schemas"]["Range"];
			/**
			 * Relative
			 * @description Whether positions count from where the axes stand before the sweep; they return there afterwards.
			 * @default false
			 */
			relative?: boolean;
			/**
			 * Settle
			 * @description Wait after each move, in s.
			 * @default 0
			 */
			settle?: number;
			/**
			 * Snake
			 * @description Whether to go through the positions backwards every other time.
			 * @default false
			 */
			snake?: boolean;
			/**
			 * Steps
			 * @description What to do at each position.
			 */
			steps: (components["schemas"]["Sweep"] | components["schemas"]["SweepTogether"] | components["schemas"]["Measure"] | components["schemas"]["Set"] | components["schemas"]["Wait"] | components["schemas"]["WaitUntil"] | components["schemas"]["Repeat"] | components["schemas"]["If"] | components["schemas"]["Procedure"])[];
		};
		/**
		 * SweepTogether
		 * @description Moves several axes together, each to its next position, and runs the inner steps at each.
		 */
		SweepTogether: {
			/**
			 * Axes
			 * @description Equally many positions for each axis, `stage.x`, in its unit.
			 */
			axes: {
				[key: string]: number[] | components["schemas"]["Range"];
			};
			/**
			 * Kind
			 * @default sweep
			 * @constant
			 */
			kind?: "sweep";
			/**
			 * Label
			 * @description Name of the points that are taken in this step; the label of a step inside it comes first.
			 * @default null
			 */
			label?: string | null;
			/**
			 * Metadata
			 * @description Further values by name, any JSON.
			 */
			metadata?: {
				[key: string]: unknown;
			};
			/**
			 * On Fault
			 * @description What to do when an instrument fails here or in an inner step.
			 * @default null
			 */
			on_fault?: (components["schemas"]["FaultPolicy"] | components["schemas"]["FaultPolicy"][]) | null;
			/**
			 * Relative
			 * @description Whether positions count from where the axes stand before the sweep; they return there afterwards.
			 * @default false
			 */
			relative?: boolean;
			/**
			 * Settle
			 * @description Wait after each move, in s.
			 * @default 0
			 */
			settle?: number;
			/**
			 * Snake
			 * @description Whether to go through the positions backwards every other time.
			 * @default false
			 */
			snake?: boolean;
			/**
			 * Steps
			 * @description What to do at each position.
			 */
			steps: (components["schemas"]["Sweep"] | components["schemas"]["SweepTogether"] | components["schemas"]["Measure"] | components["schemas"]["Set"] | components["schemas"]["Wait"] | components["schemas"]["WaitUntil"] | components["schemas"]["Repeat"] | components["schemas"]["If"] | components["schemas"]["Procedure"])[];
		};
		/**
		 * Then
		 * @description What follows when trying again did not help.
		 * @enum {string}
		 */
		Then: "fail" | "skip" | "hold";
		/**
		 * Wait
		 * @description Waits.
		 */
		Wait: {
			/**
			 * Kind
			 * @default wait
			 * @constant
			 */
			kind?: "wait";
			/**
			 * Label
			 * @description Name of the points that are taken in this step; the label of a step inside it comes first.
			 * @default null
			 */
			label?: string | null;
			/**
			 * Metadata
			 * @description Further values by name, any JSON.
			 */
			metadata?: {
				[key: string]: unknown;
			};
			/**
			 * Seconds
			 * @description How long, in s.
			 */
			seconds: number;
		};
		/**
		 * WaitUntil
		 * @description Waits until a condition holds, or until a time.
		 */
		WaitUntil: {
			/**
			 * For
			 * @description How long the condition must hold without a break, in s.
			 * @default 0
			 */
			for?: number;
			/**
			 * Kind
			 * @default wait
			 * @constant
			 */
			kind?: "wait";
			/**
			 * Label
			 * @description Name of the points that are taken in this step; the label of a step inside it comes first.
			 * @default null
			 */
			label?: string | null;
			/**
			 * Metadata
			 * @description Further values by name, any JSON.
			 */
			metadata?: {
				[key: string]: unknown;
			};
			/**
			 * Then
			 * @description What the scan does after the longest wait.
			 * @default fail
			 * @enum {string}
			 */
			then?: "fail" | "go on";
			/**
			 * Timeout
			 * @description Longest wait, in s; without it the scan waits as long as it takes.
			 * @default null
			 */
			timeout?: number | null;
			/**
			 * Until
			 * @description The condition, or the time in RFC 3339 with its zone.
			 */
			until: string | (components["schemas"]["Comparison"] | components["schemas"]["AnyOf-Input"] | components["schemas"]["AllOf-Input"] | components["schemas"]["ClockWindow"] | components["schemas"]["Disconnected"]);
		};
		/**
		 * WebReady
		 * @description The web server.
		 */
		WebReady: {
			/**
			 * Connections
			 * @description Room sockets and Socket.IO clients that it has open.
			 */
			connections: number;
			/**
			 * Pid
			 * @description Its process id.
			 */
			pid: number;
		};
	};
	responses: never;
	parameters: never;
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export type Schemas = components["schemas"];
export type ScanRecord = Schemas["ScanRecord"];
export type QueueRecord = Schemas["QueueRecord"];
export type InstrumentRecord = Schemas["InstrumentRecord"];
export type MeasurementRecord = Schemas["MeasurementRecord"];
export type StopRecord = Schemas["StopRecord"];
/** Data of each event by its name. */
export type EventMap = {
	[Event in PyBirchEvent as Event["event"]]: Event["data"];
};
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
export interface Common {
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
export type Everything = GlobalRoom & Omit<ScanRoom, "log"> & Omit<QueueRoom, "log"> & InstrumentRoom & {
	log: (ScanLog | EventMap["queue_log"])[];
};
/** The state of a room of which only the name is known: any of the parts may be there. */
export type AnyRoom = Partial<Everything>;
/** The state of the room of this name. */
export type RoomOf<Name extends string> = Name extends "global" ? GlobalRoom : Name extends "instruments" ? InstrumentsRoom : Name extends `scan_${string}` ? ScanRoom : Name extends `queue_${string}` ? QueueRoom : Name extends `instrument_${string}` ? InstrumentRoom : AnyRoom;
/** Values of one column as JSON has them, one a row. */
export type JsonColumn = DataPoints["columns"][string];
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
export type LinkState = "connecting" | "connected" | "disconnected";
/** What carries frames, such as a WebSocket; it reports by calling opened(), received(text) and closed(code, reason). */
export interface Transport {
	open(url: string): void;
	send(text: string): void;
	close(): void;
}
/** The time, and timers; tests have their own. */
export interface Clock {
	/** Epoch milliseconds. */
	now(): number;
	setTimeout(work: () => void, ms: number): number;
	clearTimeout(timer: number): void;
	/** 0 to 1. */
	random(): number;
}
/** What a link needs to know of its room. */
export interface Followed {
	readonly room: string;
	/** The place to go on from after a reconnect. */
	cursor: string | null;
}
export interface Ways {
	/** The address to connect to; `nonce` makes every address different. */
	url(since: string | null, nonce: number): string;
	frame(frame: Frame): void;
	changed(): void;
	clock: Clock;
	/** Least milliseconds between two acknowledgements, and so between two frames: the server sends the next one after them. */
	pace: number;
}
declare class Link {
	state: LinkState;
	/** Why the connection ended last: a close code and a sentence. */
	code: number | null;
	reason: string;
	/** Whether the server refused for good. */
	final: boolean;
	/** Epoch ms of the next attempt, of the last frame, and of the first frame of this connection. */
	retryAt: number | null;
	lastContact: number | null;
	connectedAt: number | null;
	private readonly room;
	private readonly transport;
	private readonly ways;
	private attempt;
	private timer;
	private acknowledgement;
	private acknowledgedAt;
	private stopped;
	private since;
	constructor(room: Followed, transport: Transport, ways: Ways);
	start(): void;
	/** The carrier is connected. The link counts as connected at the first frame: a refusal comes after the handshake. */
	opened(): void;
	/** A frame as it came. */
	received(text: string): void;
	/** The connection ended, or could not be made. */
	closed(code: number, reason?: string): void;
	/** Connect anew at once, going on from the last cursor. */
	reopen(): void;
	/** Do not wait for the next attempt. */
	retryNow(): void;
	/** Notice a connection that has gone silent; called about each second. */
	check(): void;
	stop(): void;
	private get connected();
	/** Acknowledge at once, or as soon as `pace` allows after the last time; there is never more than one frame to acknowledge. */
	private acknowledgeInPace;
	private acknowledge;
	private open;
	private clear;
	/** A frame of a connection that has ended is not acknowledged on the next one. */
	private dropAcknowledgement;
}
/** The element that a listener belongs to. */
export interface Owner {
	readonly isConnected: boolean;
}
declare class Tally {
	total: number;
	/** Without a value. */
	none: number;
	infinite: number;
	/** Zero or less. */
	below: number;
	/** Count one number. */
	number(value: number): void;
	/** Count the numbers at [from, to) of `values`. */
	numbers(values: ArrayLike<number>, from: number, to: number): void;
	/** Count so many numbers that are not there. */
	missing(count: number): void;
	/** Count what `other` counted. */
	take(other: Tally): void;
}
declare class Series {
	static readonly INDEX = "@index";
	static readonly TIME = "@time";
	first: number;
	/** The row after the last. */
	end: number;
	/** How many rows are kept. */
	retain: number;
	/** Why the server gave none of its newest rows, "" when all is well. */
	damage: string;
	private thinning;
	private thinned;
	private thinnedStart;
	private readonly arrayNumbers;
	private readonly byName;
	/** Columns that are not in `columns` are added when rows have them. `arrayNumbers`: most numbers kept of an array column. */
	constructor(columns?: readonly Column[], { first, retain, arrayNumbers }?: {
		first?: number | undefined;
		retain?: number | undefined;
		arrayNumbers?: number | undefined;
	});
	get length(): number;
	/** Whether some of the rows that are let go are kept. */
	get thins(): boolean;
	set thins(on: boolean);
	/** The first row of which anything is known. */
	get start(): number;
	/** The columns without the index and the time. */
	get columns(): {
		name: string;
		unit: string;
		size: number;
	}[];
	/** Set units and coordinates where the columns came without (a run carries none). */
	describe(columns: readonly Column[]): void;
	/** The column with the coordinates of an array column; null where there is none. */
	coordinates(name: string): string | null;
	/** Add the rows of a run that follow the last; rows that are here already are skipped. Returns how many were new, or -1 when rows
	 *  are missing between (nothing is added then). */
	append(run: Run): number;
	/** Add rows that lead up to `start` (history loaded later), thinned where there is no room for all. Returns how many were new, or
	 *  -1 when rows are missing between. */
	prepend(run: Run): number;
	/** Empty the series, to go on at row `first`. */
	reset(first: number): void;
	/** Forget the rows before `index`. */
	forgetBefore(index: number): void;
	/** How many rows of a column are kept at most. */
	rowsOf(name: string): number;
	has(name: string): boolean;
	/** Numbers in a row of a column. */
	size(name: string): number;
	unit(name: string): string;
	value(name: string, index: number): number;
	/** The first row of a column that is kept: arrays are forgotten sooner than numbers. */
	firstOf(name: string): number;
	/** The numbers of one row of an array column, null when they are not kept. */
	row(name: string, index: number): Float64Array | null;
	/** Values of a scalar column in rows [from, to). */
	slice(name: string, from?: number, to?: number): Float64Array;
	/** Values of a scalar column in the rows of `indexes`. */
	gather(name: string, indexes: ArrayLike<number>): Float64Array;
	/** The row numbers in [from, to) that are kept. */
	rows(from: number, to: number): number[];
	/** Row numbers in [from, to) that draw as all of them would: of each bucket the least and greatest value of `name`, at most `most`
	 *  rows; with `positive` of the values above zero, as a logarithmic axis draws them. Buckets lie at fixed rows, so that the drawing
	 *  does not crawl while rows are added. */
	outline(name: string, from: number, to: number, most: number, positive?: boolean): number[];
	/** At most `most` rows of the kept ones in [from, to) that draw `name` as all of them would, looked at anew each time. */
	sketch(name: string, from: number, to: number, most: number, positive?: boolean): number[];
	/** How many numbers of a column are finite, missing, infinite or not positive in rows [from, to), which are kept, or in all rows
	 *  from `start` on. */
	tally(name: string, from?: number, to?: number): Tally;
	/** The thinned rows in [from, to) that draw `name`. */
	private older;
	private columnOf;
	private write;
	/** Write the rows [from, to) of a packed run. */
	private fill;
	private thin;
	/** Let go of the rows for which there is no room. */
	private trim;
}
/** What a frame tells listeners: an event, new rows, or a whole state. */
export type Told = {
	[Name in EventName]: [
		Name,
		EventMap[Name]
	];
}[EventName] | [
	"points",
	Points
] | [
	"snapshot",
	AnyRoom
];
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
/** How one room's link is. */
export interface LinkStatus {
	state: LinkState;
	/** Close code of the last end, null while all is well. */
	code: number | null;
	reason: string;
	/** Seconds to the next attempt, null when none is waiting. */
	retry_in: number | null;
	/** Whether the server refused, so that it is not tried again. */
	final: boolean;
	/** Epoch ms of the last frame. */
	last_contact: number | null;
}
/** How all links are. */
export interface LiveStatus {
	/** The worst of the page's rooms. */
	state: LinkState;
	/** Milliseconds from an event's timestamp to this browser, median and 99th percentile of the last minute; null without events. */
	latency: number | null;
	latency_p99: number | null;
	/** Epoch ms of the last frame of any room. */
	last_contact: number | null;
	/** Seconds to the next attempt, null when none is waiting. */
	retry_in: number | null;
	/** A sentence for the banner, "" when all is well. */
	reason: string;
	/** Null before the first frame. */
	engine: EngineState | null;
	rooms: Record<string, LinkStatus>;
}
export type AnyEvent = {
	[Name in EventName]: [
		name: Name,
		data: EventMap[Name]
	];
}[EventName] | [
	name: "points",
	data: Points
];
/** What listeners of a room hear, with the arguments they get. */
export type Hears<State> = {
	/** The whole state; at once when it is known already. */
	snapshot: [
		state: State
	];
	/** New rows: in order, without gap or double. */
	points: [
		run: Points
	];
	/** Every event, and new rows, by name. */
	event: AnyEvent;
	/** After all events of a frame: the moment to redraw. */
	frame: [
	];
	status: [
		link: LinkStatus
	];
} & {
	[Name in EventName]: [
		data: EventMap[Name]
	];
};
export type Handlers<State> = {
	[Name in keyof Hears<State>]?: (...data: Hears<State>[Name]) => void;
};
export interface LiveWays {
	repair: Repairs["repair"];
	url: (room: string, since: string | null, nonce: number) => string;
	clock: Clock;
}
declare class Live {
	private readonly rooms;
	private readonly ways;
	private readonly changes;
	private readonly latency;
	private engine;
	private prepare;
	/** `server` is the address of another server than this page's. `repair` fetches missing rows, `url` gives a room's address; tests
	 *  have their own `clock`. */
	constructor({ server, clock, ...ways }?: Partial<LiveWays> & {
		server?: string;
	});
	/** Listen to a room; returns what ends it. With `element` the listeners are dropped when it has left the page. */
	on<Name extends string>(name: Name, handlers: Handlers<RoomOf<Name>>, { element }?: {
		element?: Owner | null;
	}): () => void;
	/** The room's state now, events included; null before its first frame. */
	state<Name extends string>(name: Name): RoomOf<Name> | null;
	/** The columns of each measurement of a scan room, none before its first frame. */
	series(name: string): Record<string, Series>;
	status(): LiveStatus;
	/** Call `listener` now, at each change, and each second for what only ages. Returns what ends it. */
	onStatus(listener: (status: LiveStatus) => void, { element }?: {
		element?: Owner | null;
	}): () => void;
	/** Do not wait for the next attempt to connect. */
	retryNow(): void;
	/** Connect every room anew, each going on from its cursor. */
	reconnect(): void;
	/** Carry a room over `transport` from now on; the caller starts the link and calls its opened, received and closed. */
	link(name: string, transport: Transport): Link;
	/** The carrier of a room has gone for good: end `link` and forget the room, unless another link carries it by now. */
	forget(name: string, link: Link): void;
	/** Look after silent links and listeners of elements that are gone; called each second. */
	tick(): void;
	/** How many listeners and rooms there are: these must not grow over page changes. */
	size(): {
		rooms: number;
		listeners: number;
	};
	/** Run `work` before a listener is added (the bridge forgets left sockets there). */
	beforeListening(work: () => void): void;
	private room;
	private frame;
	/** Note how old the events are, but not while the room catches up with what came before it was connected. */
	private observe;
	private changed;
}
/** What this uses of a WebSocket. */
export interface PlainSocket {
	readyState: number;
	onopen: ((event: never) => unknown) | null;
	onmessage: ((event: never) => unknown) | null;
	onclose: ((event: never) => unknown) | null;
	send(text: string): void;
	close(): void;
}
export type SocketClass = new (url: string) => PlainSocket;
/** What listeners hear, with the arguments they get; each event comes with the name of its room. */
export type RealtimeEvents = {
	[Name in Exclude<keyof EventMap, "data_points">]: [
		data: EventMap[Name],
		room: string
	];
} & {
	/** A room's whole state: at the start, and again when a reconnect could not be resumed. */
	snapshot: [
		state: AnyRoom,
		room: string
	];
	/** New rows of a measurement by columns: in order, without gap or double. */
	data_points: [
		run: Points,
		room: string
	];
	/** The links together; `status` tells more. */
	connection: [
		state: LinkState,
		status: LiveStatus
	];
};
export type Listener<Name extends keyof RealtimeEvents> = (...data: RealtimeEvents[Name]) => void;
export interface RealtimeOptions {
	/** Address of the server, with its prefix: "https://lab.example.org/services/pybirch/". By default the one this script came from. */
	server?: string;
	/** For surroundings without a WebSocket of their own, and for tests. */
	WebSocketClass?: SocketClass;
	live?: Live;
}
export declare class PyBirchRealtime {
	private static made;
	private readonly live;
	private readonly socketClass;
	private readonly rooms;
	private readonly listeners;
	private connected;
	private told;
	private timer;
	constructor({ server, WebSocketClass, live }?: RealtimeOptions);
	/** The instance that a page has ready, and that managers use unless they are given another. */
	static get shared(): PyBirchRealtime;
	/** Open the sockets of all followed rooms. */
	connect(): void;
	/** Close them all; what is followed stays so for the next connect(). */
	disconnect(): void;
	/** Follow a room: `global`, `scan_SCAN_001`, `queue_QUEUE_001`, `instruments`, `instrument_1`. */
	subscribe(room: string): void;
	unsubscribe(room: string): void;
	/** Follow a room with handlers of its own, which get its state at once when it is known. Returns what ends it. */
	follow<Name extends string>(room: Name, handlers: Handlers<RoomOf<Name>>): () => void;
	/** The state of a followed room now, events included; null before its first frame. */
	room<Name extends string>(name: Name): RoomOf<Name> | null;
	/** How the links are together. */
	get state(): LinkState;
	/** Everything known of the links and the engine. */
	status(): LiveStatus;
	/** Call `listener` at each event `name` of any followed room; returns what ends it. */
	on<Name extends keyof RealtimeEvents>(name: Name, listener: Listener<Name>): () => void;
	onSnapshot: (listener: Listener<"snapshot">) => () => void;
	onScanStatus: (listener: Listener<"scan_status">) => () => void;
	onScanAnnotated: (listener: Listener<"scan_annotated">) => () => void;
	onScanLog: (listener: Listener<"scan_log">) => () => void;
	onDataPoint: (listener: Listener<"data_point">) => () => void;
	onDataPoints: (listener: Listener<"data_points">) => () => void;
	onQueueStatus: (listener: Listener<"queue_status">) => () => void;
	onQueueOrder: (listener: Listener<"queue_order">) => () => void;
	onQueueLog: (listener: Listener<"queue_log">) => () => void;
	onInstrumentStatus: (listener: Listener<"instrument_status">) => () => void;
	onInstrumentPosition: (listener: Listener<"instrument_position">) => () => void;
	onPresence: (listener: Listener<"presence">) => () => void;
	onEmergencyStop: (listener: Listener<"emergency_stop">) => () => void;
	onConnection: (listener: Listener<"connection">) => () => void;
	private following;
	/** Leave a room that nobody needs any more. */
	private drop;
	private enter;
	private points;
	private tell;
}
export interface ManagerOptions {
	/** Who follows the rooms; by default the page's ready instance, which is connected. */
	realtime?: PyBirchRealtime;
	/** The element to draw into; by default the one with `data-pybirch-queue`, `-scan` or `-instrument` and the identifier. */
	root?: ParentNode;
}
/** A name and a value that an element lists, or another shows alone. */
export type Values = Record<string, string | number | null | undefined>;
export declare class InstrumentRealtimeManager {
	readonly instrumentId: number;
	/** Stop following the instrument; what is drawn stays. */
	readonly close: () => void;
	private readonly leaves;
	private units;
	constructor(instrumentId: number, { realtime, root }?: ManagerOptions);
	updateStatus(status: string, error?: string): void;
	/** Show where the axes are, and where they are going. */
	updatePosition(position: Values, target?: Values): void;
	updateSettings(settings: Values): void;
	private show;
}
export interface Line {
	x: number[];
	/** NaN where there is no number. */
	y: number[];
	xTitle: string;
	yTitle: string;
}
export declare class QueueRealtimeManager {
	readonly queueId: string;
	/** Stop following the queue; what is drawn stays. */
	readonly close: () => void;
	private readonly leaves;
	private current;
	constructor(queueId: string, { realtime, root }?: ManagerOptions);
	/** Show how far the queue is: `progress` from 0 to 1, and scans that have ended of all. */
	updateProgress(progress: number, ended?: number, total?: number): void;
	updateStatus(status: string, message?: string): void;
	/** Mark the scans that run now, by `aria-current`. */
	highlightCurrentScan(scanIds: string | readonly string[]): void;
	/** Add a line to the log. */
	appendLog({ timestamp, level, message }: Pick<QueueLog, "timestamp" | "level" | "message">): void;
	private show;
	private list;
}
/** What the chart of a scan shows. */
export interface ChartConfig extends ManagerOptions {
	/** The canvas to draw on, or its selector; by default the `<canvas data-pybirch="chart">` of the scan's element. */
	canvas?: HTMLCanvasElement | string;
	/** The measurement (the instrument's name); by default the first of which readings come. */
	measurement?: string;
	/** The column across, such as `stage.x`; by default the index of the reading. */
	x?: string;
	/** The column upwards; by default the first one that is measured. */
	y?: string;
	/** How many of the last readings are shown. */
	most?: number;
	/** Draws instead of us, such as with a chart library; called at most once in each frame of the screen. */
	draw?: (line: Line) => void;
}
export declare class ScanRealtimeManager {
	readonly scanId: string;
	/** Stop following the scan; what is drawn stays. */
	readonly close: () => void;
	private readonly leaves;
	private readonly chart;
	private line;
	private frame;
	/** What the last status said: seconds, and whether time goes on; `at` is when it came. */
	private clock;
	constructor(scanId: string, chartConfig?: ChartConfig);
	/** Show how far the scan is: `progress` from 0 to 1, and points that are measured of all. */
	updateProgress(progress: number, point?: number, total?: number | null): void;
	updateStatus(status: string, message?: string): void;
	/** Add a reading to the chart; one of another measurement is passed over. */
	addDataPoint({ measurement, data, sequence_index: first }: Pick<DataPoint, "measurement" | "data" | "sequence_index">): void;
	/** Show the time that the scan has run, in seconds. */
	updateElapsedTime(seconds: number): void;
	private elapsed;
	private show;
	/** Add the rows of a run to the line. */
	private take;
	private draw;
}

export {};
