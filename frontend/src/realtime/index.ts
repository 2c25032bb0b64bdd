/* What other pages and apps import: `import { PyBirchRealtime } from "…/assets/built/realtime.mjs"`. */
export { PyBirchRealtime, type RealtimeEvents, type RealtimeOptions } from "./client.ts";
export { InstrumentRealtimeManager } from "./instrument_manager.ts";
export { type ManagerOptions } from "./leaves.ts";
export { type Line } from "./line_plot.ts";
export { QueueRealtimeManager } from "./queue_manager.ts";
export { ScanRealtimeManager, type ChartConfig } from "./scan_manager.ts";
