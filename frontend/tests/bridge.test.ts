/** Dash's layout with `WebSocket` components, as far as the bridge sees it. */
import test from "node:test";
import assert from "node:assert/strict";
import { makeLive, snapshot, events } from "./support.ts";
import { Bridge, forgetPast } from "../src/core/dash_bridge.ts";
class Layout {
  constructor() {
    this.components = new Map();
    this.time = 0;
    const { live, clock } = makeLive();
    this.live = live;
    this.clock = clock;
    const dash = {
      setProps: (id, props) => Object.assign(this.components.get(id), props),
      props: (id) => this.components.get(id) || null,
      now: () => (this.time += 1),
    };
    this.bridge = new Bridge(dash, () => live);
    live.beforeListening(() => this.bridge.sweep());
  }

  mount(id, room) {
    this.components.set(id, { id, room });
    this.tell(id);
  }

  unmount(id) {
    this.components.delete(id);
  }

  open(id) {
    this.components.get(id).state = { readyState: 1, timeStamp: (this.time += 1) };
    this.tell(id);
  }

  message(id, data) {
    this.components.get(id).message = { data, timeStamp: (this.time += 1) };
    this.tell(id);
  }

  close(id, code) {
    this.components.get(id).state = { readyState: 3, code, timeStamp: (this.time += 1) };
    this.tell(id);
  }

  tell(id) {
    const { room, message, state } = this.components.get(id);
    this.bridge.update(id, room, message, state);
  }
}

function opened() {
  const layout = new Layout();
  layout.mount("s", "scan_A");
  layout.open("s");
  return { layout, props: layout.components.get("s") };
}

test("what Dash remembers of every message for an undo is let go", () => {
  const history = { past: [{ props: { message: "long" } }, {}], present: { props: {} }, future: [] };
  forgetPast([{ getState: () => ({ history }) }]);
  assert.deepEqual(history, { past: [], present: { props: {} }, future: [] });
  forgetPast(undefined); // before there is a store
});

test("a mounted component gets a url, frames are applied and acknowledged through `send`", () => {
  const { layout, props } = opened();
  assert.match(props.url, /^scan_A\?#\d+$/);
  layout.message("s", snapshot("scan_A", "c1", { log: [] }));
  assert.equal(JSON.parse(props.send).ack, "c1");
  assert.equal(layout.live.status().rooms.scan_A.state, "connected");
});

test("a callback that runs again with the same message does not apply it twice", () => {
  const { layout } = opened();
  let heard = 0;
  layout.live.on("scan_A", { scan_log: () => (heard += 1) });
  layout.message("s", events("scan_A", "c2", ["scan_log", { message: "x" }]));
  layout.tell("s");
  assert.equal(heard, 1);
});

test("when a message and the end arrive in one callback, the message counts first", () => {
  const { layout, props } = opened();
  let heard = 0;
  layout.live.on("scan_A", { scan_log: () => (heard += 1) });
  props.message = { data: events("scan_A", "c2", ["scan_log", { message: "x" }]), timeStamp: (layout.time += 1) };
  layout.close("s", 1006);
  assert.equal(heard, 1);
  assert.equal(layout.live.status().state, "disconnected");
  layout.clock.advance(1000);
  assert.match(props.url, /^scan_A\?c2#/);
});

test("what an earlier connection still says is not taken for the new one's", () => {
  const { layout, props } = opened();
  layout.message("s", snapshot("scan_A", "c1", { log: [] }));
  const before = props.url;
  layout.close("s", 1006);
  const old = { ...props.state };
  layout.clock.advance(1000);
  assert.notEqual(props.url, before);
  const again = props.url;
  props.state = { ...old, code: 4404 };
  layout.tell("s");
  assert.equal(layout.live.status().rooms.scan_A.final, false);
  assert.equal(props.url, again);
});

test("a component that Dash mounts anew connects from the present cursor", () => {
  const { layout, props } = opened();
  layout.message("s", snapshot("scan_A", "c1", { log: [] }));
  layout.message("s", events("scan_A", "c9"));
  layout.open("s"); // by itself, with the url of before
  assert.match(props.url, /^scan_A\?c9#/);
});

test("200 page changes leave the sockets and listeners of the present page only", () => {
  const layout = new Layout();
  layout.mount("frame", "global");
  for (let i = 0; i < 200; i += 1) {
    const room = `scan_${i % 7}`;
    layout.components.set("page", { id: "page", room });
    layout.live.on(room, { points() {}, snapshot() {} });
    layout.tell("page");
    layout.open("page");
    layout.message("page", snapshot(room, `c${i}`, { log: [] }));
  }
  assert.deepEqual(layout.bridge.sockets(), ["frame", "page"]);
  assert.deepEqual(layout.live.size(), { rooms: 2, listeners: 2 });
  layout.unmount("page");
  layout.bridge.sweep();
  assert.deepEqual(layout.live.size(), { rooms: 1, listeners: 0 });
  assert.equal(layout.clock.timers.size, 0);
});
