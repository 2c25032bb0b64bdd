/* What the tests share: every file of the browser core loaded into this process, a clock under control, and
 * makers of frames. */
import { Live } from "../src/core/live.ts";

/** A clock that moves only when told to; timers fire in order. */
class Clock {
  constructor() {
    this.time = 1_000_000;
    this.timers = new Map();
    this._last = 0;
    this.now = () => this.time;
    this.random = () => 0;
    this.setTimeout = (work, ms) => {
      this._last += 1;
      this.timers.set(this._last, { at: this.time + ms, work });
      return this._last;
    };
    this.clearTimeout = (timer) => this.timers.delete(timer);
  }

  advance(ms) {
    const end = this.time + ms;
    for (;;) {
      const due = [...this.timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.time = due[1].at;
      due[1].work();
    }
    this.time = end;
  }
}

/** A transport that remembers what was asked of it. */
class Wire {
  constructor() {
    this.urls = [];
    this.sent = [];
    this.closes = 0;
  }

  open(url) {
    this.urls.push(url);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.closes += 1;
  }
}

/** A Live with a controlled clock, its urls readable as "room?since". */
function makeLive(more = {}) {
  const clock = new Clock();
  const live = new Live({ clock, url: (room, since, nonce) => `${room}?${since || ""}#${nonce}`, ...more });
  return { live, clock };
}

/** A run of rows whose column v is the sequence index. */
function run(first, count, measurement = "m") {
  const v = Array.from({ length: count }, (_, i) => first + i);
  const timestamps = v.map((i) => new Date(1_700_000_000_000 + i).toISOString());
  return { scan_id: "SCAN_001", measurement, first_index: first, columns: { v }, timestamps };
}

function snapshot(room, cursor, state) {
  return JSON.stringify({ room, kind: "snapshot", cursor, state });
}

function events(room, cursor, ...list) {
  return JSON.stringify({ room, kind: "events", cursor, events: list.map(([event, data]) => ({ event, data })) });
}

/** Let promises that are ready run. */
function settle() {
  return new Promise((done) => setImmediate(done));
}

export { Clock, Wire, makeLive, run, snapshot, events, settle };
