import test from "node:test";
import assert from "node:assert/strict";
import { Wire, makeLive, run, snapshot, events, settle } from "./support.ts";
const ROOM = "scan_SCAN_001";

function scanRoom(more) {
  const { live, clock } = makeLive(more);
  const heard = { values: [], order: [], snapshots: 0 };
  live.on(ROOM, {
    snapshot: () => (heard.snapshots += 1),
    points: (found) => {
      assert.equal(found.count, found.columns.v.length);
      assert.equal(found.timestamps ? found.timestamps.length : found.count, found.count);
      heard.values.push(...found.columns.v);
    },
    event: (name) => heard.order.push(name),
  });
  const wire = new Wire();
  const link = live.link(ROOM, wire);
  link.start();
  return { live, clock, link, wire, heard };
}

function state(first, count, total = first + count) {
  const { columns } = run(first, count);
  const measurements = [{ name: "m", total, columns: [{ name: "v", unit: "V", shape: [] }] }];
  return { scan: { scan_id: "SCAN_001", status: "running", measurements }, log: [], points: { m: { first_index: first, total, columns } } };
}

const upTo = (count) => Array.from({ length: count }, (_, i) => i);

test("points come as runs, singly sent or not, with units from the snapshot", () => {
  const { live, link, heard } = scanRoom();
  link.received(snapshot(ROOM, "a", state(0, 0)));
  const one = { scan_id: "SCAN_001", measurement: "m", data: { v: 0 }, sequence_index: 0, timestamp: "2026-01-01T00:00:00Z" };
  link.received(events(ROOM, "b", ["data_point", one], ["data_points", run(1, 3)], ["scan_log", { message: "x" }]));
  assert.deepEqual(heard.values, [0, 1, 2, 3]);
  assert.deepEqual(heard.order, ["points", "points", "scan_log"]);
  assert.equal(live.series(ROOM).m.unit("v"), "V");
});

test("rows that came before are not handed out again", () => {
  const { link, heard } = scanRoom();
  link.received(snapshot(ROOM, "a", state(0, 10)));
  link.received(events(ROOM, "b", ["data_points", run(5, 10)], ["data_points", run(2, 3)], ["data_points", run(15, 1)]));
  assert.deepEqual(heard.values, [10, 11, 12, 13, 14, 15]);
});

test("missing rows are fetched and everything is handed out in order", async () => {
  const asked = [];
  const repair = async (scan, measurement, first, last) => {
    asked.push([scan, measurement, first, last]);
    return run(first, last - first + 1);
  };
  const { link, heard, live } = scanRoom({ repair });
  link.received(snapshot(ROOM, "a", state(0, 0)));
  link.received(events(ROOM, "b", ["data_points", run(0, 5)]));
  link.received(events(ROOM, "c", ["data_points", run(8, 2)], ["data_points", run(10, 2)]));
  assert.deepEqual(heard.values, upTo(5));
  await settle();
  link.received(events(ROOM, "d", ["data_points", run(12, 3)]));
  assert.deepEqual(asked, [["SCAN_001", "m", 5, 8]]);
  assert.deepEqual(heard.values, upTo(15));
  assert.equal(live.series(ROOM).m.end, 15);
});

test("while rows of one measurement are missing, others go on", async () => {
  const { link, heard } = scanRoom({ repair: () => new Promise(() => {}) });
  link.received(snapshot(ROOM, "a", state(0, 0)));
  link.received(events(ROOM, "b", ["data_points", run(5, 1)], ["data_points", run(0, 2, "other")]));
  await settle();
  assert.deepEqual(heard.values, [0, 1]);
});

test("rows that cannot be had lead to a fresh snapshot", async () => {
  const { link, heard, wire, clock } = scanRoom({ repair: () => Promise.reject(new Error("503")) });
  link.received(snapshot(ROOM, "a", state(0, 0)));
  link.received(events(ROOM, "b", ["data_points", run(5, 1)]));
  for (let i = 0; i < 3; i += 1) {
    await settle();
    clock.advance(5000);
  }
  await settle();
  assert.equal(wire.urls.length, 2);
  assert.match(wire.urls[1], /\?#/);
  link.opened();
  link.received(snapshot(ROOM, "c", state(0, 8)));
  link.received(events(ROOM, "d", ["data_points", run(8, 1)]));
  assert.equal(heard.snapshots, 2);
  assert.deepEqual(heard.values, [8]);
});

test("a snapshot that leaves rows out starts the series anew there, one that overlaps does not", () => {
  const { link, live } = scanRoom();
  link.received(snapshot(ROOM, "a", state(0, 10)));
  link.received(snapshot(ROOM, "b", state(5, 10)));
  assert.deepEqual([live.series(ROOM).m.first, live.series(ROOM).m.end], [0, 15]);
  link.received(snapshot(ROOM, "c", state(100, 10)));
  assert.deepEqual([live.series(ROOM).m.first, live.series(ROOM).m.end], [100, 110]);
});

test("who comes later gets the state with everything since", () => {
  const { link, live } = scanRoom();
  link.received(snapshot(ROOM, "a", state(0, 2)));
  const status = { scan_id: "SCAN_001", status: "paused", progress: 0.5 };
  link.received(events(ROOM, "b", ["data_points", run(2, 2)], ["scan_status", status], ["scan_log", { message: "held" }]));
  let seen = null;
  live.on(ROOM, { snapshot: (found) => (seen = found) });
  assert.equal(seen.scan.status, "paused");
  assert.deepEqual(seen.points.m.columns.v, [0, 1, 2, 3]);
  assert.deepEqual(seen.points.m.units, { v: "V" });
  assert.deepEqual(seen.points.m.timestamps, [null, null, ...run(2, 2).timestamps]);
  assert.equal(seen.log[0].message, "held");
});

test("the state of global follows its events, ended scans leaving it", () => {
  const { live } = makeLive();
  const link = live.link("global", new Wire());
  link.start();
  link.received(
    snapshot("global", "a", { queues: [], scans: [{ scan_id: "S1", status: "running" }], instruments: [{ instrument_id: 1 }] }),
  );
  link.received(
    events(
      "global",
      "b",
      ["scan_status", { scan_id: "S2", status: "running" }],
      ["scan_status", { scan_id: "S1", status: "completed" }],
      ["queue_status", { queue_id: "Q1", status: "running" }],
      ["instrument_status", { instrument_id: 1, status: "moving" }],
    ),
  );
  const state = live.state("global");
  assert.deepEqual(
    state.scans.map((scan) => scan.scan_id),
    ["S2"],
  );
  assert.equal(state.queues[0].status, "running");
  assert.equal(state.instruments[0].status, "moving");
});

test("readings that the server cannot read are told with the series, which goes on after them", () => {
  const { live, link, heard } = scanRoom();
  const broken = state(30, 0);
  broken.points.m = { ...broken.points.m, timestamps: [], damage: "readings 0 to 29 of m cannot be read" };
  link.received(snapshot(ROOM, "a", broken));
  const series = live.series(ROOM).m;
  assert.equal(series.damage, "readings 0 to 29 of m cannot be read");
  link.received(events(ROOM, "b", ["data_points", run(30, 2)]));
  assert.deepEqual(heard.values, [30, 31]);
  link.received(snapshot(ROOM, "c", state(0, 32)));
  assert.equal(live.series(ROOM).m.damage, "");
});

test("what is no finite number comes in words", () => {
  const { live, link } = scanRoom();
  link.received(snapshot(ROOM, "a", state(0, 0)));
  const told = { ...run(0, 4), columns: { v: ["Infinity", "-Infinity", "NaN", null] } };
  link.received(events(ROOM, "b", ["data_points", told]));
  assert.deepEqual(Array.from(live.series(ROOM).m.slice("v")), [Infinity, -Infinity, NaN, NaN]);
});
