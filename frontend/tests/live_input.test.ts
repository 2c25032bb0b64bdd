/* Live inputs: how often they tell, that the last value arrives, and what they hold. */
import assert from "node:assert/strict";
import test from "node:test";
import { follow, type Rooms } from "../src/dom/live_input.ts";
import { Clock, events, makeLive, run, settle, snapshot, Wire } from "./support.ts";

const ROOM = "scan_SCAN_001";

function begin(what: string, more = {}) {
  const { live } = makeLive();
  const clock = new Clock();
  const wire = new Wire();
  const link = live.link(ROOM, wire);
  link.start();
  link.opened();
  const given: unknown[] = [];
  const wanted = { room: ROOM, what, perSecond: 4, most: 500, keys: [], ...more };
  const off = follow(wanted, live as unknown as Rooms, (data) => given.push(data), clock);
  const tell = (text: string) => link.received(text);
  return { clock, given, tell, off };
}

const status = (point: number) => ["scan_status", { scan_id: "SCAN_001", point }];
const SCAN = { scan: { scan_id: "SCAN_001", point: 0 }, points: {}, log: [] };

test("a live input has the room's value at once, then at most four times a second, and always the last", () => {
  const { clock, given, tell } = begin("scan_status");
  assert.deepEqual(given, []);
  tell(snapshot(ROOM, "1", SCAN));
  clock.advance(0);
  for (let point = 1; point <= 100; point += 1) tell(events(ROOM, String(point + 1), status(point)));
  assert.deepEqual(given, [{ scan_id: "SCAN_001", point: 0 }]);
  clock.advance(1000);
  assert.deepEqual(given.at(-1), { scan_id: "SCAN_001", point: 100 });
  assert.equal(given.length, 2);
});

test("what did not change is not told again, and what has ended tells nothing", () => {
  const { clock, given, tell, off } = begin("scan_status");
  tell(snapshot(ROOM, "1", SCAN));
  clock.advance(0);
  tell(events(ROOM, "2", ["scan_log", { scan_id: "SCAN_001", message: "hello" }]));
  clock.advance(1000);
  assert.equal(given.length, 1);
  tell(events(ROOM, "3", status(1)));
  off();
  clock.advance(1000);
  assert.equal(given.length, 1);
});

test("points are thinned evenly to what was asked for, the last reading among them", async () => {
  const { clock, given, tell } = begin("points", { most: 10 });
  tell(snapshot(ROOM, "1", { ...SCAN, points: { m: run(0, 95) } }));
  await settle();
  clock.advance(0);
  const { m } = given.at(-1) as { m: { total: number; shown: number; columns: Record<string, number[]> } };
  assert.equal(m.total, 95);
  assert.equal(m.shown, m.columns.v.length);
  assert.ok(m.shown <= 10);
  assert.equal(m.columns.v.at(-1), 94);
  assert.deepEqual(m.columns["@index"], m.columns.v);
});

test("with keys, the value holds only those and is given only when one of them changed", () => {
  const { clock, given, tell } = begin("scan_status", { keys: ["status"] });
  tell(snapshot(ROOM, "1", { ...SCAN, scan: { scan_id: "SCAN_001", status: "running", point: 0 } }));
  clock.advance(1000);
  tell(events(ROOM, "2", ["scan_status", { scan_id: "SCAN_001", status: "running", point: 1 }]));
  clock.advance(1000);
  assert.deepEqual(given, [{ status: "running" }]);
  tell(events(ROOM, "3", ["scan_status", { scan_id: "SCAN_001", status: "paused", point: 1 }]));
  clock.advance(1000);
  assert.deepEqual(given, [{ status: "running" }, { status: "paused" }]);
});

test("with keys, a list holds only those of each entry", () => {
  const { clock, given, tell } = begin("log", { keys: ["level"] });
  tell(
    snapshot(ROOM, "1", { ...SCAN, log: [{ scan_id: "SCAN_001", level: "INFO", message: "hello", timestamp: "2026-01-01T00:00:00Z" }] }),
  );
  clock.advance(0);
  assert.deepEqual(given, [[{ level: "INFO" }]]);
});
