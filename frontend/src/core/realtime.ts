// @ts-nocheck
/* PyBirch's events for any page, with or without Dash, over plain WebSockets:
 *
 *     PyBirchRealtime.onScanStatus((status, room) => …);
 *     PyBirchRealtime.connect();                        // `global` from the start
 *     PyBirchRealtime.subscribe("scan_SCAN_001");
 *
 * Each on…(listener) returns what ends it. It needs the other files of assets/js/core, in any order. */
import { Dispatcher } from "./dispatch.ts";
import { Live } from "./live.ts";

/** A browser WebSocket as the carrier of a Link. */
class PlainTransport {
  constructor(WebSocketClass) {
    this._class = WebSocketClass;
    this._socket = null;
    this.link = null;
  }

  open(url) {
    this.close();
    const socket = new this._class(url);
    this._socket = socket;
    const current = (work) => (event) => this._socket === socket && work(event);
    socket.onopen = current(() => this.link.opened());
    socket.onmessage = current((event) => this.link.received(event.data));
    socket.onclose = current((event) => this.link.closed(event.code, event.reason));
  }

  send(text) {
    if (this._socket && this._socket.readyState === 1) this._socket.send(text);
  }

  close() {
    const socket = this._socket;
    this._socket = null;
    if (socket) socket.close();
  }
}

const EVENTS = {
  onSnapshot: "snapshot",
  onScanStatus: "scan_status",
  onQueueStatus: "queue_status",
  onDataPoints: "data_points",
  onDataPoint: "data_point",
  onInstrumentStatus: "instrument_status",
  onInstrumentPosition: "instrument_position",
  onScanLog: "scan_log",
  onQueueLog: "queue_log",
  onPresence: "presence",
  onScanAnnotated: "scan_annotated",
  onQueueOrder: "queue_order",
  onConnection: "connection",
};

export class Realtime {
  /** `WebSocketClass`, `live` (a PyBirch.Live): for tests and other surroundings. */
  constructor({ WebSocketClass = globalThis.WebSocket, live = null } = {}) {
    this._class = WebSocketClass;
    this._live = live;
    this._rooms = new Map([["global", null]]);
    this._connected = false;
    this._listeners = new Dispatcher();
    this._timer = null;
  }

  /** Open the sockets of the subscribed rooms. */
  connect() {
    if (this._connected) return;
    this._connected = true;
    if (!this._live) this._live = new Live();
    for (const room of this._rooms.keys()) this._open(room);
    this._timer = globalThis.setInterval(() => this._live.tick(), 1000);
    this._state();
  }

  /** Close them all; what is subscribed stays so for the next connect(). */
  disconnect() {
    if (!this._connected) return;
    this._connected = false;
    globalThis.clearInterval(this._timer);
    for (const room of this._rooms.keys()) this._close(room);
    this._state();
  }

  /** Follow a room: `global`, `scan_SCAN_001`, `queue_QUEUE_001`, `instruments`, `instrument_1`. */
  subscribe(room) {
    if (this._rooms.has(room)) return;
    this._rooms.set(room, null);
    if (this._connected) this._open(room);
  }

  unsubscribe(room) {
    if (this._connected && this._rooms.has(room)) this._close(room);
    this._rooms.delete(room);
    if (this._connected) this._state();
  }

  /** `connecting`, `connected` or `disconnected`. */
  get state() {
    return this._connected && this._rooms.size ? this._live.status().state : "disconnected";
  }

  /** Everything known of the links, as PyBirch.live.status() gives it. */
  status() {
    return this._live ? this._live.status() : null;
  }

  _open(room) {
    const transport = new PlainTransport(this._class);
    const off = this._live.on(room, {
      snapshot: (state) => this._listeners.emit("snapshot", state, room),
      points: (run) => this._points(run, room),
      event: (name, data) => name !== "points" && this._listeners.emit(name, data, room),
      status: () => this._state(),
    });
    transport.link = this._live.link(room, transport);
    this._rooms.set(room, { link: transport.link, off });
    transport.link.start();
  }

  _close(room) {
    const { link, off } = this._rooms.get(room);
    off();
    this._live.forget(room, link);
    this._rooms.set(room, null);
  }

  _points(run, room) {
    this._listeners.emit("data_points", run, room);
    if (!this._listeners.has("data_point")) return;
    for (let i = 0; i < run.count; i += 1) this._listeners.emit("data_point", point(run, i), room);
  }

  _state() {
    const { state } = this;
    if (state === this._told) return;
    this._told = state;
    this._listeners.emit("connection", state, this.status());
  }
}

for (const [method, event] of Object.entries(EVENTS)) {
  Realtime.prototype[method] = function listen(listener) {
    return this._listeners.on(event, listener);
  };
}

/** One row of a run as a `data_point`. */
function point(run, i) {
  const data = {};
  for (const [name, values] of Object.entries(run.columns)) data[name] = values[i];
  return {
    scan_id: run.scan_id,
    measurement: run.measurement,
    data,
    sequence_index: run.first_index + i,
    timestamp: run.timestamps ? run.timestamps[i] : null,
  };
}

/** Put a ready instance on the page, for scripts of their own. */
export function publish() {
  globalThis.PyBirchRealtime = new Realtime();
}
