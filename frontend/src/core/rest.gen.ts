/* Made from docs/reference/openapi.json by generate_types.ts; change dashboard/api instead. */

export interface paths {
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what: sign-ins, commands, changes and refusals, the latest first
         * @description Needs the role administrator.
         */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same as a CSV table with a row for each of the latest 100,000 entries
         * @description Needs the role administrator.
         */
        get: operations["export_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This interface as a page
         * @description Needs the role viewer.
         */
        get: operations["docs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the web server is alive */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/instruments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every instrument of the bench
         * @description Needs the role viewer.
         */
        get: operations["list_instruments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/instruments/{instrument_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An instrument and what it offers
         * @description Needs the role viewer.
         */
        get: operations["get_instrument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/instruments/{instrument_id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move, stop, set, connect or disconnect an instrument, carry out an action, or send it a message
         * @description Needs the role operator.
         */
        post: operations["command_instrument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/instruments/{instrument_id}/exchanges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last 500 exchanges of an instrument's session: what was sent and came back, oldest first. Instruments on one resource share a session
         * @description Needs the role viewer.
         */
        get: operations["list_exchanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who you are, and your role
         * @description Needs the role viewer.
         */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This interface as an OpenAPI 3.1 document
         * @description Needs the role viewer.
         */
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/plans/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a plan and estimate points, duration and size; nothing is queued
         * @description Needs the role viewer.
         */
        post: operations["check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every preset, by name
         * @description Needs the role viewer.
         */
        get: operations["list_presets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/presets/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A preset and its plan
         * @description Needs the role viewer.
         */
        get: operations["get_preset"];
        /**
         * Keep a plan under this name, in place of an earlier one; 201 when the name is new
         * @description Needs the role operator.
         */
        put: operations["put_preset"];
        post?: never;
        /**
         * Forget a preset
         * @description Needs the role operator.
         */
        delete: operations["remove_preset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/procedures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every procedure a plan can call, with its arguments
         * @description Needs the role viewer.
         */
        get: operations["list_procedures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every queue, oldest first
         * @description Needs the role viewer.
         */
        get: operations["list_queues"];
        put?: never;
        /**
         * Make a queue
         * @description Needs the role operator.
         */
        post: operations["make_queue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues/{queue_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A queue
         * @description Needs the role viewer.
         */
        get: operations["get_queue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a queue's name, mode, rule for failed scans, loop or most scans at once
         * @description Needs the role operator.
         */
        patch: operations["change_queue"];
        trace?: never;
    };
    "/queues/{queue_id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start, pause, resume, stop, abort, clear or duplicate a queue
         * @description Needs the role operator.
         */
        post: operations["command_queue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues/{queue_id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last lines of a queue's log
         * @description Needs the role viewer.
         */
        get: operations["queue_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues/{queue_id}/rehearse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rehearse the waiting scans of a queue on a simulated bench: what would fail, what runs when. Nothing moves
         * @description Needs the role viewer.
         */
        post: operations["rehearse_queue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues/{queue_id}/scans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a scan at the end of a queue, or all scans of a list of plans (all or none; the answer has `items`)
         * @description Needs the role operator.
         */
        post: operations["add_scan"];
        /**
         * Remove queued scans
         * @description Needs the role operator.
         */
        delete: operations["remove_scans"];
        options?: never;
        head?: never;
        /**
         * Put queued scans in this order
         * @description Needs the role operator.
         */
        patch: operations["reorder_scans"];
        trace?: never;
    };
    "/queues/{queue_id}/scans/{scan_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a queued scan
         * @description Needs the role operator.
         */
        delete: operations["remove_scan"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether web server, engine and database work; 503 while not */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every rule, oldest first
         * @description Needs the role viewer.
         */
        get: operations["list_rules"];
        put?: never;
        /**
         * Make a rule that suspends scans
         * @description Needs the role operator.
         */
        post: operations["make_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules/{rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A rule
         * @description Needs the role viewer.
         */
        get: operations["get_rule"];
        put?: never;
        post?: never;
        /**
         * Remove a rule; scans that it suspends go on
         * @description Needs the role operator.
         */
        delete: operations["remove_rule"];
        options?: never;
        head?: never;
        /**
         * Change a rule, or enable or disable it
         * @description Needs the role operator.
         */
        patch: operations["change_rule"];
        trace?: never;
    };
    "/scans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Scans, newest first unless `sort` says otherwise
         * @description Needs the role viewer.
         */
        get: operations["list_scans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scans/{scan_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A scan with its plan and measurements
         * @description Needs the role viewer.
         */
        get: operations["get_scan"];
        put?: never;
        post?: never;
        /**
         * Move a scan that has ended to the bin; the command `restore` takes it out again. Nothing is erased
         * @description Needs the role operator.
         */
        delete: operations["delete_scan"];
        options?: never;
        head?: never;
        /**
         * Change notes, tags, sample or metadata of a scan; of a waiting one also what it does and when
         * @description Needs the role operator.
         */
        patch: operations["annotate_scan"];
        trace?: never;
    };
    "/scans/{scan_id}/columns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readings of one measurement as bare numbers; `first` and `last` as for the data. Four bytes (little-endian) say how long the JSON is that follows: `first_index`, `count`, `total`, `columns` with `name` and `size` (numbers a reading). Then come, column after column, the numbers of all readings as float64 (little-endian), at last the timestamps in seconds since 1970. With `where` only the readings within every range are given, and a column `@index` says which they are.
         * @description Needs the role viewer.
         */
        get: operations["scan_columns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scans/{scan_id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause, resume, stop, halt, abort or retry a scan, or say what to do with a point that failed
         * @description Needs the role operator.
         */
        post: operations["command_scan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scans/{scan_id}/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readings of a scan; `first` and `last` are sequence indices, both included. The header `X-PyBirch-Rows` says how many readings the answer holds. JSON has no word for what is not a finite number: it is "NaN", "Infinity" or "-Infinity", and null where there is no value. Readings that are not as they were written are answered with 500 and a problem of the type `urn:pybirch:data_damaged`; where that is found only after the first byte, the connection breaks off before the answer is whole. Answers have an `ETag`; with `If-None-Match` they are 304 while nothing changed, and with `Range` a download that broke off goes on.
         * @description Needs the role viewer.
         */
        get: operations["scan_data"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scans/{scan_id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last lines of a scan's log
         * @description Needs the role viewer.
         */
        get: operations["scan_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scans/{scan_id}/record": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the laboratory was during a scan: plan, bench file, every instrument at start and end, settings that changed, software; the same record is in every export
         * @description Needs the role viewer.
         */
        get: operations["scan_record"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scans/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Several scans as one zip: a folder for each with its readings, and its record and plan in `scan.json`
         * @description Needs the role viewer.
         */
        get: operations["export_scans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scans/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Samples and tags of the newest scans, most used first
         * @description Needs the role viewer.
         */
        get: operations["scan_labels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Emergency stop: every scan and every instrument, now
         * @description Needs the role viewer.
         */
        post: operations["stop_everything"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last emergency stops, the newest first: who asked, what they ended, where instruments stood since
         * @description Needs the role viewer.
         */
        get: operations["list_stops"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stops/{stop_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An emergency stop
         * @description Needs the role viewer.
         */
        get: operations["get_stop"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stops/{stop_id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take away the banner of an emergency stop, for everybody; nothing begins again by it
         * @description Needs the role operator.
         */
        post: operations["command_stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
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
export type $defs = Record<string, never>;
export interface operations {
    list_audit: {
        parameters: {
            query?: {
                /** @description Words of the action, such as `move` or `sign in`. */
                action?: string;
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description Entries in one answer. */
                limit?: number;
                /** @description Earliest time, RFC 3339. */
                since?: string;
                /** @description What it was done to: identifier of a scan or queue, name of an instrument or preset. */
                target?: string;
                /** @description Who did it. */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
                };
            };
        };
    };
    export_audit: {
        parameters: {
            query?: {
                /** @description Words of the action, such as `move` or `sign in`. */
                action?: string;
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description Entries in one answer. */
                limit?: number;
                /** @description Earliest time, RFC 3339. */
                since?: string;
                /** @description What it was done to: identifier of a scan or queue, name of an instrument or preset. */
                target?: string;
                /** @description Who did it. */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    docs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    list_instruments: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description Entries in one answer; all by default. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstrumentList"];
                };
            };
        };
    };
    get_instrument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Number of the instrument. */
                instrument_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstrumentRecord"];
                };
            };
        };
    };
    command_instrument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Number of the instrument. */
                instrument_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstrumentCommandBody"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
        };
    };
    list_exchanges: {
        parameters: {
            query?: {
                /** @description `json`, or `text` as a file to save */
                format?: components["schemas"]["ExchangeFormat"];
            };
            header?: never;
            path: {
                /** @description Number of the instrument. */
                instrument_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExchangeList"];
                    "text/plain": components["schemas"]["ExchangeList"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    check: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plan"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanCheck"];
                };
            };
        };
    };
    list_presets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresetList"];
                };
            };
        };
    };
    get_preset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the preset. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresetRecord"];
                };
            };
        };
    };
    put_preset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the preset. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresetPlan"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresetRecord"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresetRecord"];
                };
            };
        };
    };
    remove_preset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the preset. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_procedures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcedureList"];
                };
            };
        };
    };
    list_queues: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description Entries in one answer; all by default. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueList"];
                };
            };
        };
    };
    make_queue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewQueue"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueRecord"];
                };
            };
        };
    };
    get_queue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the queue, `QUEUE_001`. */
                queue_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueRecord"];
                };
            };
        };
    };
    change_queue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the queue, `QUEUE_001`. */
                queue_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueueChanges"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueRecord"];
                };
            };
        };
    };
    command_queue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the queue, `QUEUE_001`. */
                queue_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueueCommandBody"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
        };
    };
    queue_log: {
        parameters: {
            query?: {
                /** @description Number of lines, the last ones. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Identifier of the queue, `QUEUE_001`. */
                queue_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogList"];
                };
            };
        };
    };
    rehearse_queue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the queue, `QUEUE_001`. */
                queue_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EmptyBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rehearsal"];
                };
            };
        };
    };
    add_scan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the queue, `QUEUE_001`. */
                queue_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanOrPlans"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanOrScans"];
                };
            };
        };
    };
    remove_scans: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the queue, `QUEUE_001`. */
                queue_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScanIds"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
        };
    };
    reorder_scans: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the queue, `QUEUE_001`. */
                queue_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScanIds"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
        };
    };
    remove_scan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the queue, `QUEUE_001`. */
                queue_id: string;
                /** @description Identifier of the scan, `SCAN_001`. */
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
        };
    };
    list_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleList"];
                };
            };
        };
    };
    make_rule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rule"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleRecord"];
                };
            };
        };
    };
    get_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the rule, `RULE_001`. */
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleRecord"];
                };
            };
        };
    };
    remove_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the rule, `RULE_001`. */
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the rule, `RULE_001`. */
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleChanges"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleRecord"];
                };
            };
        };
    };
    list_scans: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description Whether to list the scans in the bin instead of the others. */
                deleted?: boolean;
                /** @description Scans in one answer. */
                limit?: number;
                /**
                 * @description Text in identifier, name, sample, notes or tags; or a query such as `laser_nm > 500 and sample:S-42`, over
                 *     metadata, settings and the fields sample, tag, name, notes, status, queue, user and scan.
                 */
                q?: string;
                /** @description Identifier of the queue. */
                queue_id?: string;
                /** @description Name of the sample. */
                sample?: string;
                /** @description Earliest time of submission, RFC 3339. */
                since?: string;
                /** @description Field that gives the order; a minus before it reverses the order. */
                sort?: components["schemas"]["ScanSort"];
                /** @description One or more states, with commas between them. */
                status?: components["schemas"]["ScanState"][];
                /** @description A tag of the scan. */
                tag?: string;
                /** @description Latest time of submission, RFC 3339. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanList"];
                };
            };
        };
    };
    get_scan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the scan, `SCAN_001`. */
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanRecord"];
                };
            };
        };
    };
    delete_scan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the scan, `SCAN_001`. */
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanRecord"];
                };
            };
        };
    };
    annotate_scan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the scan, `SCAN_001`. */
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Annotations"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanRecord"];
                };
            };
        };
    };
    scan_columns: {
        parameters: {
            query: {
                /** @description Columns to include, with commas between them; all by default. */
                columns?: string[];
                /** @description Sequence index of the first row. */
                first: number;
                /** @description With `where`: also the rows at both ends of every line between consecutive rows that crosses the window. */
                joined?: boolean;
                /** @description Sequence index of the last row. */
                last: number;
                /** @description Name of the measurement. */
                measurement: string;
                /**
                 * @description `COLUMN:LOW:HIGH`: only rows whose value lies between LOW and HIGH, both included. Several ranges must all hold.
                 *     `@index` and `@time` (seconds since 1970) are columns too.
                 */
                where?: string[];
            };
            header?: never;
            path: {
                /** @description Identifier of the scan, `SCAN_001`. */
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    command_scan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the scan, `SCAN_001`. */
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScanCommandBody"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
        };
    };
    scan_data: {
        parameters: {
            query?: {
                /** @description Whether CSV begins with the mark (U+FEFF) from which Excel knows that it is UTF-8. */
                bom?: boolean;
                /** @description Columns to include, with commas between them; all by default. */
                columns?: string[];
                /** @description Sequence index of the first row. */
                first?: number;
                /** @description One of arrow, csv, event-model, hdf5, json, netcdf, parquet, xlsx, zarr. */
                format?: "arrow" | "csv" | "event-model" | "hdf5" | "json" | "netcdf" | "parquet" | "xlsx" | "zarr";
                /** @description Sequence index of the last row. */
                last?: number;
                /** @description Name of the measurement; needed where the scan has several and the format holds one (arrow, csv, parquet). */
                measurement?: string;
                /** @description Between the cells of CSV. */
                separator?: "comma" | "semicolon" | "tab";
                /**
                 * @description `COLUMN:LOW:HIGH`: only rows whose value lies between LOW and HIGH, both included. Several ranges must all hold.
                 *     `@index` and `@time` (seconds since 1970) are columns too.
                 */
                where?: string[];
            };
            header?: never;
            path: {
                /** @description Identifier of the scan, `SCAN_001`. */
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "application/jsonl": unknown;
                    "application/vnd.apache.arrow.file": unknown;
                    "application/vnd.apache.parquet": unknown;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                    "application/x-hdf5": unknown;
                    "application/x-netcdf": unknown;
                    "application/zip": unknown;
                    "text/csv": unknown;
                };
            };
        };
    };
    scan_log: {
        parameters: {
            query?: {
                /** @description Number of lines, the last ones. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Identifier of the scan, `SCAN_001`. */
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogList"];
                };
            };
        };
    };
    scan_record: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the scan, `SCAN_001`. */
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabRecord"];
                };
            };
        };
    };
    export_scans: {
        parameters: {
            query: {
                /** @description One of arrow, csv, event-model, hdf5, json, netcdf, parquet, xlsx, zarr. */
                format?: "arrow" | "csv" | "event-model" | "hdf5" | "json" | "netcdf" | "parquet" | "xlsx" | "zarr";
                /** @description Repeated, or with commas between the identifiers. */
                scan_id: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    scan_labels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Labels"];
                };
            };
        };
    };
    stop_everything: {
        parameters: {
            query?: {
                /** @description A UUID of this stop: one that comes again, or by a room socket too, is one stop */
                request_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EmptyBody"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
        };
    };
    list_stops: {
        parameters: {
            query?: {
                /** @description Number of stops, the newest ones. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StopList"];
                };
            };
        };
    };
    get_stop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the emergency stop. */
                stop_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StopRecord"];
                };
            };
        };
    };
    command_stop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the emergency stop. */
                stop_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopCommandBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StopRecord"];
                };
            };
        };
    };
}
