import test from "node:test";
import assert from "node:assert/strict";
import { Wire, makeLive, snapshot, events } from "./support.ts";
import * as backoff from "../src/core/backoff.ts";
function connected(more) {
  const { live, clock } = makeLive(more);
  const wire = new Wire();
  const link = live.link("global", wire);
  link.start();
  link.opened();
  return { live, clock, wire, link };
}

test("a frame makes the link connected and is acknowledged by its cursor, each time as another text", () => {
  const { wire, link, live, clock } = connected();
  assert.equal(link.state, "connecting");
  link.received(snapshot("global", "c1", { scans: [] }));
  assert.equal(live.status().state, "connected");
  clock.advance(100);
  link.received(events("global", "c1"));
  assert.deepEqual(
    wire.sent.map((ack) => ack.ack),
    ["c1", "c1"],
  );
  assert.notEqual(wire.sent[0].n, wire.sent[1].n);
});

test("states are acknowledged ten times a second at most, each frame once, and the points of a scan at once", () => {
  const { wire, link, live, clock } = connected();
  link.received(snapshot("global", "c1", {}));
  for (let i = 2; i <= 6; i += 1) {
    link.received(events("global", `c${i}`));
    clock.advance(99);
    assert.equal(wire.sent.at(-1)!.ack, `c${i - 1}`);
    clock.advance(1);
    assert.equal(wire.sent.at(-1)!.ack, `c${i}`);
  }
  assert.equal(wire.sent.length, 6);
  const scanWire = new Wire();
  const scan = live.link("scan_SCAN_001", scanWire);
  scan.start();
  scan.opened();
  scan.received(snapshot("scan_SCAN_001", "s1", {}));
  scan.received(events("scan_SCAN_001", "s2"));
  assert.equal(scanWire.sent.length, 2);
});

test("a frame that waits for its acknowledgement is not acknowledged on the next connection", () => {
  const { wire, link, clock } = connected();
  link.received(snapshot("global", "c1", {}));
  link.received(events("global", "c2"));
  link.closed(1006);
  clock.advance(10000);
  assert.equal(wire.sent.length, 1);
});

test("heartbeats are not acknowledged and keep the link alive", () => {
  const { wire, link, live, clock } = connected();
  link.received(snapshot("global", "c1", {}));
  for (let i = 0; i < 6; i += 1) {
    clock.advance(10000);
    link.received(JSON.stringify({ room: "global", kind: "heartbeat", cursor: "c1" }));
    live.tick();
  }
  assert.equal(link.state, "connected");
  assert.equal(wire.sent.length, 1);
  assert.equal(wire.urls.length, 1);
});

test("a lost connection is tried again after 1, 2, 4 … 30 s and goes on from the cursor", () => {
  const { wire, link, clock, live } = connected();
  link.received(snapshot("global", "c7", {}));
  const waits = [];
  for (let i = 0; i < 7; i += 1) {
    link.closed(1006, "");
    waits.push(live.status().retry_in);
    assert.equal(live.status().state, "disconnected");
    clock.advance(waits[i] * 1000 - 1);
    assert.equal(wire.urls.length, i + 1);
    clock.advance(1);
    assert.equal(wire.urls.length, i + 2);
  }
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 30, 30]);
  assert.ok(wire.urls.slice(1).every((url) => url.startsWith("global?c7#")));
  assert.equal(new Set(wire.urls).size, wire.urls.length);
  link.opened();
  link.received(events("global", "c8"));
  link.closed(1001, "");
  assert.equal(live.status().retry_in, 1);
  assert.match(live.status().reason, /restarting/);
});

test("the wait is shortened at random, never lengthened", () => {
  assert.equal(
    backoff.delay(3, () => 0),
    8000,
  );
  assert.equal(
    backoff.delay(3, () => 1),
    6400,
  );
  assert.equal(
    backoff.delay(50, () => 0),
    30000,
  );
});

for (const code of [4401, 4403, 4404]) {
  test(`a refusal with ${code} is told and not tried again`, () => {
    const { link, clock, wire, live } = connected();
    link.closed(code, "");
    clock.advance(120000);
    live.tick();
    live.retryNow();
    assert.equal(wire.urls.length, 1);
    const room = live.status().rooms.global;
    assert.deepEqual([room.final, room.code, room.state], [true, code, "disconnected"]);
    assert.ok(room.reason.length > 5);
  });
}

test("too many connections wait the longest", () => {
  const { link, live } = connected();
  link.closed(4429, "");
  assert.equal(live.status().retry_in, 30);
});

test("retry now does not wait", () => {
  const { link, live, wire } = connected();
  link.closed(1006, "");
  live.retryNow();
  assert.equal(wire.urls.length, 2);
  assert.equal(live.status().state, "connecting");
});

test("silence for longer than two heartbeats is a lost connection", () => {
  const { link, live, clock, wire } = connected();
  link.received(snapshot("global", "c1", {}));
  clock.advance(26000);
  live.tick();
  assert.equal(live.status().state, "disconnected");
  assert.equal(wire.closes, 1);
  clock.advance(1000);
  assert.match(wire.urls[1], /global\?c1#/);
});

test("a connection that never opens is tried again", () => {
  const { live, clock, wire } = connected();
  clock.advance(16000);
  live.tick();
  clock.advance(1000);
  assert.equal(wire.urls.length, 2);
});

test("garbage starts over with a fresh snapshot", () => {
  const { link, clock, wire } = connected();
  link.received(snapshot("global", "c1", {}));
  link.received("{not json");
  clock.advance(1000);
  assert.match(wire.urls[1], /^global\?#/);
});

test("a stopped link stays silent", () => {
  const { link, clock, wire } = connected();
  link.stop();
  link.closed(1006, "");
  link.received(snapshot("global", "c1", {}));
  clock.advance(60000);
  assert.equal(wire.urls.length, 1);
  assert.equal(wire.sent.length, 0);
});
