// @ts-nocheck
/* The rooms of a page: their state, their listeners and how their links are. Pages use `PyBirch.live`; see
 * dash_bridge.js. */
import * as backoff from "./backoff.ts";
import { Dispatcher } from "./dispatch.ts";
import { RoomState } from "./frames.ts";
import { Latency } from "./latency.ts";
import { Link } from "./link.ts";
import * as place from "./place.ts";

const CATCHING_UP = 2000;
const CLOCK = {
  now: () => Date.now(),
  setTimeout: (work, ms) => globalThis.setTimeout(work, ms),
  clearTimeout: (timer) => globalThis.clearTimeout(timer),
  random: Math.random,
};

/** One room: what is known of it, who listens, and its link when there is one. */
class Room {
  constructor(name, ways) {
    this.data = new RoomState(name, ways);
    this.listeners = new Dispatcher();
    this.link = null;
  }

  tell(events) {
    for (const [name, data] of events) {
      this.listeners.emit(name, data);
      if (name !== "snapshot") this.listeners.emit("event", name, data);
    }
    this.listeners.emit("frame");
  }
}

export class Live {
  /** `repair(scanId, measurement, first, last)` -> promise of a run; `url(room, since, nonce)`; `clock` for
   *  tests. */
  constructor({ repair = fetchRun, url = socketUrl, clock = CLOCK } = {}) {
    this._rooms = new Map();
    this._ways = { repair, url, clock };
    this._changes = new Dispatcher();
    this._latency = new Latency();
    this._engine = null;
    this._beforeListening = () => {};
  }

  /** Listen to a room; see dash_bridge.js for the handlers. Returns what ends it. */
  on(name, handlers, { element = null } = {}) {
    this._beforeListening();
    const room = this._room(name);
    const offs = Object.entries(handlers).map(([event, handler]) => room.listeners.on(event, handler, { element }));
    if (handlers.snapshot && room.data.known) handlers.snapshot(room.data.state);
    if (handlers.status && room.link) handlers.status(linkStatus(room.link, this._ways.clock.now()));
    return () => offs.forEach((off) => off());
  }

  state(name) {
    const room = this._rooms.get(name);
    return room ? room.data.state : null;
  }

  /** {measurement: Series} of a scan room, empty before its first frame. */
  series(name) {
    const room = this._rooms.get(name);
    return room ? room.data.series : {};
  }

  /** How the links are, all together and each; see dash_bridge.js. */
  status() {
    const now = this._ways.clock.now();
    const rooms = {};
    for (const [name, room] of this._rooms) if (room.link) rooms[name] = linkStatus(room.link, now);
    const open = Object.values(rooms).filter((link) => !link.final);
    const worst = ["disconnected", "connecting"].find((state) => open.some((link) => link.state === state));
    const waits = open.map((link) => link.retry_in).filter((wait) => wait !== null);
    const contacts = [...this._rooms.values()].map((room) => room.link && room.link.lastContact).filter(Boolean);
    return {
      state: worst || (open.length ? "connected" : "connecting"),
      latency: this._latency.quantile(0.5, now),
      latency_p99: this._latency.quantile(0.99, now),
      last_contact: contacts.length ? Math.max(...contacts) : null,
      retry_in: waits.length ? Math.min(...waits) : null,
      reason: (open.find((link) => link.state === "disconnected") || { reason: "" }).reason,
      engine: this._engine,
      rooms,
    };
  }

  /** Call `listener(status)` now, at each change, and each second for what only ages. Returns what ends it.
   *  */
  onStatus(listener, { element = null } = {}) {
    const off = this._changes.on("status", listener, { element });
    listener(this.status());
    return off;
  }

  retryNow() {
    for (const room of this._rooms.values()) if (room.link) room.link.retryNow();
  }

  /** Connect every room anew, each going on from its cursor. */
  reconnect() {
    for (const room of this._rooms.values()) if (room.link) room.link.reopen();
  }

  /** Carry a room over `transport` from now on; the caller starts the link and calls its
   *  opened/received/closed. */
  link(name, transport) {
    const room = this._room(name);
    if (room.link) room.link.stop();
    const { url, clock } = this._ways;
    room.link = new Link(room.data, transport, {
      url: (since, nonce) => url(name, since, nonce),
      frame: (frame) => this._frame(room, frame),
      changed: () => this._changed(room),
      clock,
    });
    return room.link;
  }

  /** The carrier of a room has gone for good: end `link` and forget the room, unless another carries it by
   *  now. */
  forget(name, link) {
    link.stop();
    const room = this._rooms.get(name);
    if (!room || room.link !== link) return;
    this._rooms.delete(name);
    this._changed(room);
  }

  /** Look after silent links and listeners of elements that are gone; called each second. */
  tick() {
    for (const room of this._rooms.values()) {
      if (room.link) room.link.check();
      room.listeners.sweep();
    }
    this._changes.sweep();
    this._changes.emit("status", this.status());
  }

  /** How many listeners and rooms there are: what must not grow over page changes. */
  size() {
    let listeners = this._changes.size;
    for (const room of this._rooms.values()) listeners += room.listeners.size;
    return { rooms: this._rooms.size, listeners };
  }

  /** Run `work` before a listener is added (the bridge forgets left sockets there). */
  beforeListening(work) {
    this._beforeListening = work;
  }

  _room(name) {
    let room = this._rooms.get(name);
    if (!room) {
      const { repair, clock } = this._ways;
      room = new Room(name, {
        repair,
        late: (events) => room.tell(events),
        resync: () => room.link && room.link.reopen(),
        wait: (attempt) => new Promise((done) => clock.setTimeout(done, backoff.delay(attempt, clock.random))),
      });
      this._rooms.set(name, room);
    }
    return room;
  }

  _frame(room, frame) {
    const engine = frame.engine || (frame.state && frame.state.engine);
    const turned = engine && (!this._engine || this._engine.status !== engine.status);
    if (engine) this._engine = engine;
    const events = room.data.apply(frame);
    this._observe(room, frame, events);
    if (frame.kind !== "heartbeat") room.tell(events);
    if (turned) this._changes.emit("status", this.status());
  }

  /** Note how old the events are, but not while the room catches up with what came before it was connected. */
  _observe(room, frame, events) {
    const now = this._ways.clock.now();
    const settled = room.link && room.link.connectedAt !== null && now - room.link.connectedAt > CATCHING_UP;
    if (settled && frame.kind === "events") this._latency.observe(events, now);
  }

  _changed(room) {
    if (room.link) room.listeners.emit("status", linkStatus(room.link, this._ways.clock.now()));
    this._changes.emit("status", this.status());
  }
}

function linkStatus(link, now) {
  const wait = link.retryAt === null ? null : Math.max(0, (link.retryAt - now) / 1000);
  return { state: link.state, code: link.code, reason: link.reason, retry_in: wait, final: link.final, last_contact: link.lastContact };
}

/** Rows `first` to `last` of a measurement through REST. */
async function fetchRun(scanId, measurement, first, last) {
  const url = place.api(`scans/${scanId}/data`, { format: "json", measurement, first, last });
  const answer = await globalThis.fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return (await answer.json()).measurements[measurement];
}

function socketUrl(room, since, nonce) {
  return place.socket(room, { since, nonce });
}
