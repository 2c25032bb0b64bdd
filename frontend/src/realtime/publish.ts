/* `PyBirchRealtime` as a global, for scripts without a build. It is the class, and has the methods of a ready instance and the managers
 * on it:
 *
 *     PyBirchRealtime.onScanStatus((scan) => …);
 *     PyBirchRealtime.connect();
 *     const other = new PyBirchRealtime({ server: "https://lab.example.org/" });
 *     new PyBirchRealtime.ScanRealtimeManager("SCAN_001"); */
import { PyBirchRealtime } from "./client.ts";
import { InstrumentRealtimeManager } from "./instrument_manager.ts";
import { QueueRealtimeManager } from "./queue_manager.ts";
import { ScanRealtimeManager } from "./scan_manager.ts";

const managers = { InstrumentRealtimeManager, QueueRealtimeManager, ScanRealtimeManager };
export type ReadyRealtime = typeof PyBirchRealtime & PyBirchRealtime & typeof managers;

export function publish(): void {
  const ready = PyBirchRealtime.shared;
  const get = (made: typeof PyBirchRealtime, name: string | symbol): unknown => {
    if (Object.hasOwn(managers, name)) return Reflect.get(managers, name);
    if (Object.hasOwn(made, name) || !(name in ready)) return Reflect.get(made, name);
    const member: unknown = Reflect.get(ready, name);
    return typeof member === "function" ? member.bind(ready) : member;
  };
  globalThis.PyBirchRealtime = new Proxy(PyBirchRealtime, { get }) as ReadyRealtime;
}
