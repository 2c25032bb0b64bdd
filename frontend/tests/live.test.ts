import test from "node:test";
import assert from "node:assert/strict";
import { Wire, makeLive, snapshot, events } from "./support.ts";
import { Dispatcher } from "../src/core/dispatch.ts";
import { Latency } from "../src/core/latency.ts";
test("a listener that fails does not keep the others from hearing", () => {
  const failures = [];
  const listeners = new Dispatcher((error) => failures.push(error.message));
  const heard = [];
  listeners.on("a", () => {
    throw new Error("broken");
  });
  listeners.on("a", (data) => heard.push(data));
  listeners.emit("a", 1);
  assert.deepEqual([heard, failures], [[1], ["broken"]]);
});

test("a listener of an element that has left the page is dropped, one that is not in it yet is kept", () => {
  const { live } = makeLive();
  const element = { isConnected: false };
  let heard = 0;
  live.on("global", { scan_status: () => (heard += 1) }, { element });
  live.tick();
  const link = live.link("global", new Wire());
  link.start();
  const tell = () => link.received(events("global", "a", ["scan_status", { scan_id: "S", status: "running" }]));
  tell();
  element.isConnected = true;
  tell();
  element.isConnected = false;
  tell();
  assert.equal(heard, 2);
  assert.equal(live.size().listeners, 0);
});

test("the worst room tells the state, and the engine's is passed on", () => {
  const { live } = makeLive();
  const one = live.link("global", new Wire());
  const two = live.link("instruments", new Wire());
  one.start();
  two.start();
  one.received(snapshot("global", "a", { engine: { status: "online", heartbeat_age: 0.2 } }));
  assert.equal(live.status().state, "connecting");
  two.received(snapshot("instruments", "a", {}));
  assert.equal(live.status().state, "connected");
  const states = [];
  live.onStatus((status) => states.push(status.engine.status));
  one.received(JSON.stringify({ room: "global", kind: "heartbeat", cursor: "a", engine: { status: "offline", heartbeat_age: 9 } }));
  assert.deepEqual(states, ["online", "offline"]);
  two.closed(1006, "");
  assert.equal(live.status().state, "disconnected");
  assert.match(live.status().reason, /cannot be reached/);
});

test("the age of events is measured, also when the server's clock runs ahead, and forgotten after a minute", () => {
  const latency = new Latency();
  const at = (iso) => [["scan_status", { timestamp: iso }]];
  const now = Date.parse("2026-01-01T00:00:10Z");
  assert.equal(latency.quantile(0.5, now), null);
  latency.observe(at("2026-01-01T00:00:09.980Z"), now);
  assert.equal(latency.quantile(0.5, now), 20);
  latency.observe(at("2026-01-01T00:00:10.030Z"), now);
  assert.equal(latency.quantile(0, now), 0);
  assert.equal(latency.quantile(0.5, now + 61000), null);
});

test("what a room catches up with when it connects does not count as late", () => {
  const { live, clock } = makeLive();
  const link = live.link("global", new Wire());
  link.start();
  link.received(snapshot("global", "a", { scans: [] }));
  const told = (age) => events("global", "b", ["queue_status", { timestamp: new Date(clock.now() - age).toISOString() }]);
  link.received(told(9000));
  assert.equal(live.status().latency, null);
  clock.advance(3000);
  link.received(told(15));
  assert.equal(live.status().latency, 15);
});

test("forgetting a room ends its link and its listeners, unless another link carries it by now", () => {
  const { live } = makeLive();
  const wire = new Wire();
  live.on("scan_S", { points() {} });
  const first = live.link("scan_S", wire);
  const second = live.link("scan_S", new Wire());
  live.forget("scan_S", first);
  assert.deepEqual(live.size(), { rooms: 1, listeners: 1 });
  live.forget("scan_S", second);
  assert.deepEqual(live.size(), { rooms: 0, listeners: 0 });
  assert.equal(wire.closes > 0, true);
});
