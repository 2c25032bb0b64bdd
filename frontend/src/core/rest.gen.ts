/* Made from docs/reference/openapi.json by generate_types.ts; change dashboard/api instead. */

export interface paths {
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This interface as a page */
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
        /** Every instrument of the bench */
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
        /** An instrument and what it offers */
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
        /** Move, stop, set, connect or disconnect an instrument */
        post: operations["command_instrument"];
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
        /** This interface as an OpenAPI 3.1 document */
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
        /** Check a plan and estimate points, duration and size; nothing is queued */
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
        /** Every preset, by name */
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
        /** A preset and its plan */
        get: operations["get_preset"];
        /** Keep a plan under this name, in place of an earlier one; 201 when the name is new */
        put: operations["put_preset"];
        post?: never;
        /** Forget a preset */
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
        /** Every procedure a plan can call, with its arguments */
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
        /** Every queue, oldest first */
        get: operations["list_queues"];
        put?: never;
        /** Make a queue */
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
        /** A queue */
        get: operations["get_queue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a queue's name, mode or what it does on failure */
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
        /** Start, pause, resume, stop, abort or clear a queue */
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
        /** The last lines of a queue's log */
        get: operations["queue_log"];
        put?: never;
        post?: never;
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
        /** Add a scan at the end of a queue */
        post: operations["add_scan"];
        /** Remove queued scans */
        delete: operations["remove_scans"];
        options?: never;
        head?: never;
        /** Put queued scans in this order */
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
        /** Remove a queued scan */
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
        /** Whether web server, engine and database are there; 503 while not */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Scans, newest first unless `sort` says otherwise */
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
        /** A scan with its plan and what it measured */
        get: operations["get_scan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change notes, tags, sample or metadata of a scan */
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
        /** Readings of one measurement as bare numbers; `first` and `last` as for the data. Four bytes (little-endian) say how long the JSON is that follows: `first_index`, `count`, `total`, `columns` with `name` and `size` (numbers a reading). Then come, column after column, the numbers of all readings as float64 (little-endian), at last the timestamps in seconds since 1970. With `where` only the readings within every range are given, and a column `@index` says which they are. */
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
        /** Pause, resume, stop, abort or retry a scan */
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
        /** Readings of a scan; `first` and `last` are sequence indices, both included. The header `X-PyBirch-Rows` says how many readings the answer holds. JSON has no word for what is not a finite number: it is "NaN", "Infinity" or "-Infinity", and null where there is no value. Readings that are not as they were written are answered with 500 and a problem of the type `urn:pybirch:data_damaged`; where that is found only after the first byte, the connection breaks off before the answer is whole. */
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
        /** The last lines of a scan's log */
        get: operations["scan_log"];
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
        /** Several scans as one zip: a folder for each with its readings, and its record and plan in `scan.json` */
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
        /** Samples and tags of the newest scans, most used first */
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
        /** Emergency stop: every scan and every instrument, now */
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
        /** The last emergency stops, the newest first: who asked, what they ended, where instruments stood since */
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
        /** An emergency stop */
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
        /** Take away the banner of an emergency stop, for everybody; nothing begins again by it */
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
         * Alive
         * @description The web process answers.
         */
        Alive: {
            /**
             * Status
             * @default ok
             * @constant
             */
            status?: "ok";
        };
        /**
         * Annotations
         * @description What people add to a scan.
         */
        Annotations: {
            /** @default null */
            expected?: components["schemas"]["Fields"] | null;
            /**
             * Metadata
             * @default null
             */
            metadata?: {
                [key: string]: unknown;
            } | null;
            /**
             * Notes
             * @default null
             */
            notes?: string | null;
            /**
             * Sample
             * @default null
             */
            sample?: string | null;
            /**
             * Tags
             * @default null
             */
            tags?: string[] | null;
        };
        /**
         * Answered
         * @description A command that the engine accepted.
         */
        Answered: {
            /** Command Id */
            command_id: string;
            /**
             * Reason
             * @default
             */
            reason?: string;
            /**
             * Result
             * @default null
             */
            result?: {
                [key: string]: unknown;
            } | null;
            /** Status */
            status: string;
        };
        /**
         * AxisSpec
         * @description Something that can be moved or set: unit, soft limits, and the value it is left at for safety.
         */
        AxisSpec: {
            /**
             * Format
             * @default
             */
            format?: string;
            /**
             * Limits
             * @default null
             */
            limits?: [
                number,
                number
            ] | null;
            /**
             * Safe
             * @default null
             */
            safe?: number | null;
            /**
             * Speed
             * @default null
             */
            speed?: number | null;
            /**
             * Unit
             * @default
             */
            unit?: string;
        };
        /**
         * Column
         * @description A column of a measurement: a swept axis (`stage.x`) or a reading (`intensity`).
         */
        Column: {
            /** Name */
            name: string;
            /**
             * Shape
             * @default []
             */
            shape?: number[];
            /**
             * Unit
             * @default
             */
            unit?: string;
        };
        /**
         * Condition
         * @description True once the last reading of a column lies above or below a value.
         */
        Condition: {
            /**
             * Above
             * @default null
             */
            above?: number | null;
            /**
             * Below
             * @default null
             */
            below?: number | null;
            /** Column */
            column: string;
            /**
             * Instrument
             * @default null
             */
            instrument?: string | null;
        };
        /**
         * DatabaseReady
         * @description The database; `status` is ok, full (its disk) or unavailable, `message` what to do about its disk.
         */
        DatabaseReady: {
            /** Kind */
            kind: string;
            /**
             * Message
             * @default
             */
            message?: string;
            /** Status */
            status: string;
        };
        /**
         * EngineReady
         * @description The engine; `status` is running, starting, hung or offline, `message` what is wrong and what to do about it.
         *
         *     `heartbeat_age` is in seconds, null when there never was an engine.
         */
        EngineReady: {
            /** Bench */
            bench: string;
            /** Heartbeat Age */
            heartbeat_age: number | null;
            /**
             * Message
             * @default
             */
            message?: string;
            /** Pid */
            pid: number | null;
            /** Status */
            status: string;
        };
        /**
         * Fields
         * @description Fields of a scan that people write; what is left out stays, or is not looked at, and null is as good as empty.
         */
        Fields: {
            /**
             * Metadata
             * @default null
             */
            metadata?: {
                [key: string]: unknown;
            } | null;
            /**
             * Notes
             * @default null
             */
            notes?: string | null;
            /**
             * Sample
             * @default null
             */
            sample?: string | null;
            /**
             * Tags
             * @default null
             */
            tags?: string[] | null;
        };
        /**
         * InstrumentCommand
         * @description What a user may ask of an instrument.
         * @enum {string}
         */
        InstrumentCommand: "move" | "stop" | "set" | "connect" | "disconnect";
        /**
         * InstrumentList
         * @description A page of instruments.
         */
        InstrumentList: {
            /** Items */
            items: components["schemas"]["InstrumentRecord"][];
            /**
             * Next
             * @default null
             */
            next?: string | null;
        };
        /**
         * InstrumentOrder
         * @description A command to an instrument: `move` takes axis and value, or target, and maybe relative; `set` takes settings.
         */
        InstrumentOrder: {
            /**
             * Axis
             * @default null
             */
            axis?: string | null;
            command: components["schemas"]["InstrumentCommand"];
            /**
             * Relative
             * @default false
             */
            relative?: boolean;
            /**
             * Settings
             * @default null
             */
            settings?: {
                [key: string]: number | string;
            } | null;
            /**
             * Target
             * @default null
             */
            target?: {
                [key: string]: number;
            } | null;
            /**
             * Value
             * @default null
             */
            value?: number | null;
        };
        /**
         * InstrumentRecord
         * @description An instrument: the fields of `instrument_status` and what it offers.
         */
        InstrumentRecord: {
            /** Error */
            error: string | null;
            /** Held By */
            held_by: string | null;
            /** Identity */
            identity: string;
            /** Instrument Id */
            instrument_id: number;
            /** Instrument Name */
            instrument_name: string;
            /** Position */
            position: {
                [key: string]: number | null;
            };
            /** Settings */
            settings: {
                [key: string]: number | string | null;
            };
            spec: components["schemas"]["InstrumentSpec"];
            status: components["schemas"]["InstrumentState"];
            /** Target */
            target: {
                [key: string]: number | null;
            };
            /** Timestamp */
            timestamp: string;
            /** Units */
            units: {
                [key: string]: string;
            };
            /**
             * Unreadable
             * @default
             */
            unreadable?: string;
            /** Value */
            value: {
                [key: string]: number | ("NaN" | "Infinity" | "-Infinity") | null;
            };
            /** Warning */
            warning: string | null;
        };
        /**
         * InstrumentSpec
         * @description What an instrument offers, independent of the driver that talks to it.
         */
        InstrumentSpec: {
            /** Axes */
            axes?: {
                [key: string]: components["schemas"]["AxisSpec"];
            };
            /**
             * Driver
             * @default
             */
            driver?: string;
            /** Name */
            name: string;
            /** Reads */
            reads?: {
                [key: string]: components["schemas"]["ReadSpec"];
            };
            /**
             * Resource
             * @default
             */
            resource?: string;
            /** Settings */
            settings?: {
                [key: string]: components["schemas"]["SettingSpec"];
            };
            /**
             * Title
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
         * @description What scans were labelled with lately, most used first.
         */
        Labels: {
            /** Samples */
            samples: string[];
            /** Tags */
            tags: string[];
        };
        /**
         * LeftOutFile
         * @description A file of procedures that cannot be used; `line` is 0 where no line is at fault.
         */
        LeftOutFile: {
            /** File */
            file: string;
            /** Line */
            line: number;
            /** Reason */
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
         * @description The last lines of a log, oldest first.
         */
        LogList: {
            /** Items */
            items: components["schemas"]["LogRecord"][];
            /**
             * Next
             * @default null
             */
            next?: string | null;
        };
        /**
         * LogRecord
         * @description A line of a scan's or queue's log.
         */
        LogRecord: {
            level: components["schemas"]["Level"];
            /** Message */
            message: string;
            /** Queue Id */
            queue_id: string;
            /**
             * Scan Id
             * @default null
             */
            scan_id?: string | null;
            /** Timestamp */
            timestamp: string;
        };
        /**
         * Measure
         * @description Take a reading of each instrument, `repeats` times.
         */
        Measure: {
            /** Instruments */
            instruments: string[];
            /**
             * Kind
             * @default measure
             * @constant
             */
            kind?: "measure";
            /**
             * Repeats
             * @default 1
             */
            repeats?: number;
        };
        /**
         * MeasurementRecord
         * @description What one measurement of a scan holds so far.
         */
        MeasurementRecord: {
            /** Columns */
            columns: components["schemas"]["Column"][];
            /** Name */
            name: string;
            /** Total */
            total: number;
        };
        /**
         * NewQueue
         * @description A queue to be made.
         */
        NewQueue: {
            /** @default serial */
            mode?: components["schemas"]["QueueMode"];
            /** Name */
            name: string;
            /** @default stop */
            on_failure?: components["schemas"]["OnFailure"];
        };
        /**
         * Nothing
         * @description An empty body.
         */
        Nothing: Record<string, never>;
        /**
         * OnFailure
         * @description What a queue does when one of its scans fails.
         * @enum {string}
         */
        OnFailure: "stop" | "continue";
        /**
         * Plan
         * @description What a scan does, and what people want to know it by.
         */
        Plan: {
            /** Metadata */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * Name
             * @default Scan
             */
            name?: string;
            /**
             * Notes
             * @default
             */
            notes?: string;
            /**
             * Sample
             * @default
             */
            sample?: string;
            /** Steps */
            steps: (components["schemas"]["Sweep"] | components["schemas"]["Measure"] | components["schemas"]["Set"] | components["schemas"]["Wait"] | components["schemas"]["Repeat"] | components["schemas"]["Procedure"])[];
            /**
             * Tags
             * @default []
             */
            tags?: string[];
        };
        /**
         * PlanCheck
         * @description What a plan would do; `duration` in seconds and `size` in bytes are estimates, null where only running tells.
         */
        PlanCheck: {
            /** Duration */
            duration: number | null;
            /** Instruments */
            instruments: string[];
            /** Points */
            points: number | null;
            /** Problem Count */
            problem_count: number;
            /** Problems */
            problems: components["schemas"]["ProblemAt"][];
            /** Size */
            size: number | null;
        };
        /**
         * PresetList
         * @description A page of presets, plans left out.
         */
        PresetList: {
            /** Items */
            items: components["schemas"]["PresetRecord"][];
            /**
             * Next
             * @default null
             */
            next?: string | null;
        };
        /**
         * PresetPlan
         * @description A plan as the form has it; it may be unfinished.
         */
        PresetPlan: {
            /** Steps */
            steps?: {
                [key: string]: unknown;
            }[];
        };
        /**
         * PresetRecord
         * @description A plan kept by name to start from again.
         */
        PresetRecord: {
            /** Created At */
            created_at: string;
            /** Name */
            name: string;
            /**
             * Plan
             * @default null
             */
            plan?: {
                [key: string]: unknown;
            } | null;
            /**
             * Unreadable
             * @default
             */
            unreadable?: string;
            /** Updated At */
            updated_at: string;
            /** User */
            user: string;
        };
        /**
         * ProblemAt
         * @description What is wrong, and where.
         */
        ProblemAt: {
            /** Message */
            message: string;
            /** Path */
            path: string;
        };
        /**
         * ProblemDocument
         * @description Why a request was refused (RFC 9457).
         */
        ProblemDocument: {
            /** Detail */
            detail: string;
            /** Errors */
            errors: components["schemas"]["ProblemAt"][];
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /**
         * Procedure
         * @description Steps made by a Python procedure of the registry.
         */
        Procedure: {
            /** Arguments */
            arguments?: {
                [key: string]: unknown;
            };
            /**
             * Kind
             * @default procedure
             * @constant
             */
            kind?: "procedure";
            /** Name */
            name: string;
        };
        /**
         * ProcedureEntry
         * @description A procedure; `arguments` is the JSON Schema of what it takes.
         */
        ProcedureEntry: {
            /** Arguments */
            arguments: {
                [key: string]: unknown;
            };
            /** Name */
            name: string;
            /** Summary */
            summary: string;
        };
        /**
         * ProcedureList
         * @description A page of procedures, and the files that were left out.
         */
        ProcedureList: {
            /** Items */
            items: components["schemas"]["ProcedureEntry"][];
            /** Left Out */
            left_out: components["schemas"]["LeftOutFile"][];
            /**
             * Next
             * @default null
             */
            next?: string | null;
        };
        /**
         * QueueChanges
         * @description What of a queue is to change.
         */
        QueueChanges: {
            /** @default null */
            mode?: components["schemas"]["QueueMode"] | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /** @default null */
            on_failure?: components["schemas"]["OnFailure"] | null;
        };
        /**
         * QueueCommand
         * @description What a user may ask of a queue.
         * @enum {string}
         */
        QueueCommand: "start" | "pause" | "resume" | "stop" | "abort" | "clear";
        /**
         * QueueList
         * @description A page of queues.
         */
        QueueList: {
            /** Items */
            items: components["schemas"]["QueueRecord"][];
            /**
             * Next
             * @default null
             */
            next?: string | null;
        };
        /**
         * QueueMode
         * @description How many scans of a queue may run at a time: one, or as many as their instruments allow.
         * @enum {string}
         */
        QueueMode: "serial" | "parallel";
        /**
         * QueueOrder
         * @description A command to a queue.
         */
        QueueOrder: {
            command: components["schemas"]["QueueCommand"];
        };
        /**
         * QueueRecord
         * @description A queue: the fields of `queue_status` and its settings.
         */
        QueueRecord: {
            /** Completed Scans */
            completed_scans: number;
            /** Created At */
            created_at: string;
            /** Current Scan */
            current_scan: string | null;
            /** Current Scans */
            current_scans: string[];
            /** Eta */
            eta: number | null;
            /** Message */
            message: string;
            mode: components["schemas"]["QueueMode"];
            /** Name */
            name: string;
            on_failure: components["schemas"]["OnFailure"];
            /** Progress */
            progress: number;
            /** Queue Id */
            queue_id: string;
            status: components["schemas"]["QueueState"];
            /** Timestamp */
            timestamp: string;
            /** Total Scans */
            total_scans: number;
            /**
             * Unreadable
             * @default
             */
            unreadable?: string;
        };
        /**
         * QueueState
         * @description Life of a queue.
         * @enum {string}
         */
        QueueState: "idle" | "running" | "pausing" | "paused" | "stopping";
        /**
         * Range
         * @description Positions from `start` to `stop`: either `num` of them or every `step`.
         */
        Range: {
            /**
             * Num
             * @default null
             */
            num?: number | null;
            /**
             * Spacing
             * @default linear
             * @enum {string}
             */
            spacing?: "linear" | "log";
            /** Start */
            start: number;
            /**
             * Step
             * @default null
             */
            step?: number | null;
            /** Stop */
            stop: number;
        };
        /**
         * ReadSpec
         * @description Something that can be measured; `shape` is [] for a number, [n] for an array.
         */
        ReadSpec: {
            /**
             * Duration
             * @default 0
             */
            duration?: number;
            /**
             * Shape
             * @default []
             */
            shape?: number[];
            /**
             * Unit
             * @default
             */
            unit?: string;
        };
        /**
         * Ready
         * @description Whether everything that scans need is there.
         */
        Ready: {
            database: components["schemas"]["DatabaseReady"];
            engine: components["schemas"]["EngineReady"];
            web: components["schemas"]["WebReady"];
        };
        /**
         * Repeat
         * @description Do the inner steps `times` times, or at least once and `until` a moment or condition.
         *
         *     `every` is the time in seconds from the beginning of one pass to that of the next, if that is longer.
         */
        Repeat: {
            /**
             * Every
             * @default 0
             */
            every?: number;
            /**
             * Kind
             * @default repeat
             * @constant
             */
            kind?: "repeat";
            /** Steps */
            steps: (components["schemas"]["Sweep"] | components["schemas"]["Measure"] | components["schemas"]["Set"] | components["schemas"]["Wait"] | components["schemas"]["Repeat"] | components["schemas"]["Procedure"])[];
            /**
             * Times
             * @default null
             */
            times?: number | null;
            /**
             * Until
             * @default null
             */
            until?: (string | components["schemas"]["Condition"]) | null;
        };
        /**
         * ScanCommand
         * @description What a user may ask of a scan.
         * @enum {string}
         */
        ScanCommand: "pause" | "resume" | "stop" | "abort" | "retry";
        /**
         * ScanIds
         * @description Scans of a queue: in their new order, or to be removed.
         */
        ScanIds: {
            /** Scan Ids */
            scan_ids: string[];
        };
        /**
         * ScanList
         * @description A page of scans, plans and measurements left out; `next` is the cursor of the following one.
         */
        ScanList: {
            /** Items */
            items: components["schemas"]["ScanRecord"][];
            /**
             * Next
             * @default null
             */
            next?: string | null;
        };
        /**
         * ScanOrder
         * @description A command to a scan.
         */
        ScanOrder: {
            command: components["schemas"]["ScanCommand"];
        };
        /**
         * ScanRecord
         * @description A scan: the fields of `scan_status` and everything people added to it.
         */
        ScanRecord: {
            /** Created At */
            created_at: string;
            /**
             * Damage
             * @default
             */
            damage?: string;
            /** Elapsed */
            elapsed: number;
            /** Ended At */
            ended_at: string | null;
            /** Eta */
            eta: number | null;
            /**
             * Measurements
             * @default null
             */
            measurements?: components["schemas"]["MeasurementRecord"][] | null;
            /** Message */
            message: string;
            /** Metadata */
            metadata: {
                [key: string]: unknown;
            };
            /** Name */
            name: string;
            /** Notes */
            notes: string;
            /**
             * Plan
             * @default null
             */
            plan?: {
                [key: string]: unknown;
            } | null;
            /** Point */
            point: number;
            /** Progress */
            progress: number;
            /** Queue Id */
            queue_id: string;
            /** Retry Of */
            retry_of: string | null;
            /** Sample */
            sample: string;
            /** Scan Id */
            scan_id: string;
            /** Started At */
            started_at: string | null;
            status: components["schemas"]["ScanState"];
            /** Step */
            step: string;
            /** Tags */
            tags: string[];
            /** Timestamp */
            timestamp: string;
            /** Total Points */
            total_points: number | null;
            /**
             * Unreadable
             * @default
             */
            unreadable?: string;
            /** User */
            user: string;
        };
        /**
         * ScanSort
         * @description By what a list of scans is in order; a minus turns it round. Of what is equal the older one is the lesser.
         * @enum {string}
         */
        ScanSort: "created_at" | "-created_at" | "name" | "-name" | "sample" | "-sample" | "elapsed" | "-elapsed";
        /**
         * ScanState
         * @description Life of a scan.
         * @enum {string}
         */
        ScanState: "queued" | "starting" | "running" | "pausing" | "paused" | "stopping" | "aborting" | "completed" | "stopped" | "aborted" | "failed" | "interrupted";
        /**
         * Set
         * @description Change settings of an instrument, or bring axes of it to a value without sweeping them.
         */
        Set: {
            /** Instrument */
            instrument: string;
            /**
             * Kind
             * @default set
             * @constant
             */
            kind?: "set";
            /** Settings */
            settings: {
                [key: string]: number | string;
            };
        };
        /**
         * SettingSpec
         * @description Something that is configured and stays: exposure, range, filter.
         */
        SettingSpec: {
            /**
             * Choices
             * @default null
             */
            choices?: string[] | null;
            /**
             * Format
             * @default
             */
            format?: string;
            /**
             * Limits
             * @default null
             */
            limits?: [
                number,
                number
            ] | null;
            /**
             * Unit
             * @default
             */
            unit?: string;
            /**
             * Writable
             * @default true
             */
            writable?: boolean;
        };
        /**
         * StopList
         * @description Emergency stops, the newest first.
         */
        StopList: {
            /** Items */
            items: components["schemas"]["StopRecord"][];
            /**
             * Next
             * @default null
             */
            next?: null;
        };
        /**
         * StopOrder
         * @description What to do with the record of a stop.
         */
        StopOrder: {
            /**
             * Command
             * @constant
             */
            command: "dismiss";
        };
        /**
         * StopOutcome
         * @description What an emergency stop has come to at one instrument.
         * @enum {string}
         */
        StopOutcome: "safe" | "stopped" | "moving" | "not reached" | "left alone";
        /**
         * StoppedAxis
         * @description Where an axis stands after an emergency stop, and where it is safe.
         */
        StoppedAxis: {
            /** Name */
            name: string;
            /**
             * Position
             * @default null
             */
            position?: number | null;
            /**
             * Safe
             * @default null
             */
            safe?: number | null;
            /**
             * Unit
             * @default
             */
            unit?: string;
        };
        /**
         * StoppedInstrument
         * @description What an emergency stop has come to at one instrument.
         */
        StoppedInstrument: {
            /** Axes */
            axes?: components["schemas"]["StoppedAxis"][];
            /** Instrument Id */
            instrument_id: number;
            /** Instrument Name */
            instrument_name: string;
            outcome: components["schemas"]["StopOutcome"];
            /**
             * Reason
             * @default
             */
            reason?: string;
        };
        /**
         * StopRecord
         * @description An emergency stop: the fields of `emergency_stop`, and who took its banner away.
         */
        StopRecord: {
            /** Dismissed At */
            dismissed_at: string | null;
            /** Dismissed By */
            dismissed_by: string | null;
            /** Instruments */
            instruments: components["schemas"]["StoppedInstrument"][];
            /** Queues */
            queues: string[];
            /** Scans */
            scans: string[];
            /** Stop Id */
            stop_id: string;
            /** Timestamp */
            timestamp: string;
            /**
             * Unreadable
             * @default
             */
            unreadable?: string;
            /** User */
            user: string;
        };
        /**
         * Sweep
         * @description Bring an axis to each position in turn and do the inner steps there.
         *
         *     `snake` reverses the order at every other entry; `relative` counts positions from where the axis stands on
         *     entry and brings it back there afterwards; `settle` is a wait in seconds after each move.
         */
        Sweep: {
            /** Axis */
            axis: string;
            /**
             * Kind
             * @default sweep
             * @constant
             */
            kind?: "sweep";
            /** Positions */
            positions: number[] | components["schemas"]["Range"];
            /**
             * Relative
             * @default false
             */
            relative?: boolean;
            /**
             * Settle
             * @default 0
             */
            settle?: number;
            /**
             * Snake
             * @default false
             */
            snake?: boolean;
            /** Steps */
            steps: (components["schemas"]["Sweep"] | components["schemas"]["Measure"] | components["schemas"]["Set"] | components["schemas"]["Wait"] | components["schemas"]["Repeat"] | components["schemas"]["Procedure"])[];
        };
        /**
         * Wait
         * @description Do nothing for `seconds`.
         */
        Wait: {
            /**
             * Kind
             * @default wait
             * @constant
             */
            kind?: "wait";
            /** Seconds */
            seconds: number;
        };
        /**
         * WebReady
         * @description The web process; `connections` are the room sockets and Socket.IO clients it has open.
         */
        WebReady: {
            /** Connections */
            connections: number;
            /** Pid */
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
                    "application/json": components["schemas"]["Alive"];
                };
            };
        };
    };
    list_instruments: {
        parameters: {
            query?: {
                cursor?: string;
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
                instrument_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstrumentOrder"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
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
                cursor?: string;
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
                queue_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueueOrder"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
                };
            };
        };
    };
    queue_log: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path: {
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
    add_scan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plan"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanRecord"];
                };
            };
        };
    };
    remove_scans: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
                    "application/json": components["schemas"]["Answered"];
                };
            };
        };
    };
    reorder_scans: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
                    "application/json": components["schemas"]["Answered"];
                };
            };
        };
    };
    remove_scan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue_id: string;
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
                    "application/json": components["schemas"]["Answered"];
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
    list_scans: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                q?: string;
                queue_id?: string;
                sample?: string;
                since?: string;
                sort?: components["schemas"]["ScanSort"];
                status?: components["schemas"]["ScanState"][];
                tag?: string;
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
                columns?: string[];
                first: number;
                /** @description With `where`: also the readings at both ends of every line between consecutive readings that crosses the window. */
                joined?: boolean;
                last: number;
                measurement: string;
                /** @description `COLUMN:LOW:HIGH`, both included: only readings within; several ranges must all hold. `@index` and `@time` (seconds since 1970) are columns too. */
                where?: string[];
            };
            header?: never;
            path: {
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
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScanOrder"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
                };
            };
        };
    };
    scan_data: {
        parameters: {
            query?: {
                columns?: string[];
                first?: number;
                /** @description One of arrow, csv, hdf5, json, netcdf, parquet. */
                format?: "arrow" | "csv" | "hdf5" | "json" | "netcdf" | "parquet";
                last?: number;
                /** @description Needed where the scan has several and the format holds one (arrow, csv, parquet). */
                measurement?: string;
            };
            header?: never;
            path: {
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
                    "application/vnd.apache.arrow.file": unknown;
                    "application/vnd.apache.parquet": unknown;
                    "application/x-hdf5": unknown;
                    "application/x-netcdf": unknown;
                    "text/csv": unknown;
                };
            };
        };
    };
    scan_log: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path: {
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
    export_scans: {
        parameters: {
            query: {
                /** @description One of arrow, csv, hdf5, json, netcdf, parquet. */
                format?: "arrow" | "csv" | "hdf5" | "json" | "netcdf" | "parquet";
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
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
                };
            };
        };
    };
    list_stops: {
        parameters: {
            query?: {
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
                stop_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopOrder"];
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
