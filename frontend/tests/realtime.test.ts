import test from "node:test";
import assert from "node:assert/strict";
import { PyBirchRealtime } from "../src/realtime/client.ts";
import { client } from "./fake_socket.ts";
import { run, snapshot, events } from "./support.ts";

test("global is followed from the start; states go from connecting to connected to disconnected", (t) => {
  const { realtime, of } = client();
  t.after(() => realtime.disconnect());
  const states = [];
  realtime.onConnection((state) => states.push(state));
  assert.equal(realtime.state, "disconnected");
  realtime.connect();
  of("global")[0].open();
  of("global")[0].message(snapshot("global", "a", { scans: [] }));
  assert.deepEqual(
    of("global")[0].sent.map((ack) => ack.ack),
    ["a"],
  );
  realtime.disconnect();
  assert.deepEqual(states, ["connecting", "connected", "disconnected"]);
  assert.equal(of("global")[0].readyState, 3);
});

test("listeners hear their event with its room until they are ended", (t) => {
  const { realtime, of } = client();
  t.after(() => realtime.disconnect());
  const heard = [];
  const off = realtime.onScanStatus((data, room) => heard.push([data.scan_id, room]));
  realtime.connect();
  realtime.subscribe("scan_S1");
  for (const room of ["global", "scan_S1"]) of(room)[0].message(events(room, "a", ["scan_status", { scan_id: "S1", status: "running" }]));
  assert.deepEqual(heard, [
    ["S1", "global"],
    ["S1", "scan_S1"],
  ]);
  off();
  of("global")[0].message(events("global", "b", ["scan_status", { scan_id: "S1", status: "paused" }]));
  assert.equal(heard.length, 2);
});

test("runs are heard whole and point by point", (t) => {
  const { realtime, of } = client();
  t.after(() => realtime.disconnect());
  const points = [];
  const runs = [];
  realtime.onDataPoint((point) => points.push(point));
  realtime.onDataPoints((found) => runs.push(found.count));
  realtime.subscribe("scan_S1");
  realtime.connect();
  of("scan_S1")[0].message(events("scan_S1", "a", ["data_points", run(0, 3)]));
  assert.deepEqual(runs, [3]);
  assert.deepEqual(
    points.map((p) => [p.sequence_index, p.data.v]),
    [
      [0, 0],
      [1, 1],
      [2, 2],
    ],
  );
  assert.equal(points[2].timestamp, run(0, 3).timestamps[2]);
});

test("unsubscribing closes the socket; a lost one is opened again from its cursor", (t) => {
  const { realtime, of, clock } = client();
  t.after(() => realtime.disconnect());
  realtime.connect();
  realtime.subscribe("instruments");
  of("instruments")[0].message(snapshot("instruments", "c5", { instruments: [] }));
  of("instruments")[0].onclose({ code: 1006, reason: "" });
  clock.advance(1000);
  assert.match(of("instruments")[1].url, /^instruments\?c5#/);
  realtime.unsubscribe("instruments");
  clock.advance(60000);
  assert.equal(of("instruments").length, 2);
  assert.equal(of("instruments")[1].readyState, 3);
});

test("a room that was followed goes on from its cursor after disconnect and connect", (t) => {
  const { realtime, of } = client();
  t.after(() => realtime.disconnect());
  realtime.connect();
  of("global")[0].message(snapshot("global", "c1", { scans: [] }));
  realtime.disconnect();
  realtime.connect();
  assert.match(of("global")[1].url, /^global\?c1#/);
});

test("a follower gets the state at once, and keeps the room when it is unsubscribed", (t) => {
  const { realtime, of } = client();
  t.after(() => realtime.disconnect());
  realtime.connect();
  realtime.subscribe("queue_Q1");
  const [socket] = of("queue_Q1");
  socket.message(snapshot("queue_Q1", "a", { queue: { name: "night" }, scans: [], log: [] }));
  const names = [];
  const off = realtime.follow("queue_Q1", { snapshot: ({ queue }) => names.push(queue.name) });
  assert.deepEqual(names, ["night"]);
  realtime.unsubscribe("queue_Q1");
  assert.notEqual(socket.readyState, 3);
  off();
  assert.equal(socket.readyState, 3);
});

test("another server has its own address", () => {
  const urls = [];
  class Socket {
    constructor(url) {
      urls.push(url);
    }
    close() {}
  }
  const realtime = new PyBirchRealtime({ server: "https://lab.example.org/pybirch/", WebSocketClass: Socket });
  globalThis.location ??= { protocol: "http:", host: "elsewhere" };
  realtime.connect();
  realtime.disconnect();
  assert.match(urls[0], /^wss:\/\/lab\.example\.org\/pybirch\/ws\/global\?/);
});
