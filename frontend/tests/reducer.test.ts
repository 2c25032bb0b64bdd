/* The number of scans in each state, which lists of ended scans follow. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ScanStatus } from "../src/core/events.gen.ts";
import { reduce } from "../src/core/reducer.ts";
import type { AnyRoom } from "../src/core/rooms.ts";

function status(id: string, state: ScanStatus["status"]): ScanStatus {
  return { scan_id: id, queue_id: "QUEUE_001", name: id, status: state, progress: 0, point: 0, timestamp: "2026-05-04T12:00:00Z" };
}

test("counts follow the scans from state to state", () => {
  const state: AnyRoom = { scans: [status("SCAN_001", "running")], counts: { running: 1, completed: 7 } };
  reduce(state, "scan_status", status("SCAN_001", "running"));
  assert.deepEqual(state.counts, { running: 1, completed: 7 });
  reduce(state, "scan_status", status("SCAN_002", "queued"));
  reduce(state, "scan_status", status("SCAN_001", "completed"));
  assert.deepEqual(state.counts, { running: 0, completed: 8, queued: 1 });
});

const STOP = { stop_id: "a", user: "Ada", timestamp: "2026-05-04T18:04:12Z", scans: [], queues: [], instruments: [] };

test("what is dismissed stays so, whatever is told of the stop afterwards", () => {
  const state = { stop: null };
  reduce(state, "emergency_stop", STOP);
  assert.equal(state.stop.dismissed_at, null);
  reduce(state, "stop_dismissed", { stop_id: "a", dismissed_by: "bob", dismissed_at: "now", timestamp: "now" });
  reduce(state, "emergency_stop", { ...STOP, instruments: [] });
  assert.deepEqual([state.stop.dismissed_by, state.stop.instruments], ["bob", []]);
  reduce(state, "emergency_stop", { ...STOP, stop_id: "b" });
  assert.deepEqual([state.stop.stop_id, state.stop.dismissed_by], ["b", null]);
});
