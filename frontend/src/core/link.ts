// @ts-nocheck
/* One room's connection, whatever carries it: when to connect, to acknowledge, to wait and to give up.
 *
 * The carrier (`transport`) is {open(url), send(text), close()} and reports by calling opened(),
 * received(text), closed(code, reason). */
import * as backoff from "./backoff.ts";

const State = Object.freeze({ CONNECTING: "connecting", CONNECTED: "connected", DISCONNECTED: "disconnected" });
const FINAL = { 4401: "You are signed out. Sign in again.", 4403: "You may not see this.", 4404: "There is no such thing here." };
const PASSING = {
  1001: "The server is restarting.",
  4400: "The server did not understand this page.",
  4408: "This page was too slow to follow.",
  4429: "There are too many connections.",
};
const CROWDED = 4429;
const MISUNDERSTOOD = 4400;
const SILENCE = 25000; // a heartbeat comes at least every 15 s
const OPENING = 15000;

let nonce = 0; // grows over all links of the page: no url or acknowledgement is ever the same text twice

export class Link {
  /** `room`: a RoomState. `ways`: {url(since, nonce), frame(frame), changed(), clock {now, setTimeout,
   *  clearTimeout, random}}. */
  constructor(room, transport, ways) {
    this.room = room;
    this.state = State.CONNECTING;
    this.code = null;
    this.reason = "";
    this.final = false;
    this.retryAt = null;
    this.lastContact = null;
    this.connectedAt = null;
    this._transport = transport;
    this._ways = ways;
    this._attempt = 0;
    this._timer = null;
    this._stopped = false;
    this._since = 0; // when the present attempt began
  }

  start() {
    this._open();
  }

  /** The carrier is connected; the link counts as such at the first frame, for a refusal comes after the
   *  handshake. */
  opened() {
    this._since = this._ways.clock.now();
  }

  /** A frame as it came. */
  received(text) {
    if (this._stopped || this.final) return;
    const frame = parse(text);
    if (!frame || frame.room !== this.room.room) {
      this.room.cursor = null;
      this.closed(MISUNDERSTOOD, "");
      return;
    }
    this.lastContact = this._ways.clock.now();
    this._attempt = 0;
    this.code = null;
    this.reason = "";
    const fresh = this.state !== State.CONNECTED;
    if (fresh) this.connectedAt = this.lastContact;
    this.state = State.CONNECTED;
    this._ways.frame(frame);
    if (fresh) this._ways.changed();
    if (frame.kind !== "heartbeat" && this.state === State.CONNECTED)
      this._transport.send(JSON.stringify({ ack: frame.cursor, n: (nonce += 1) }));
  }

  /** The connection ended, or could not be made. */
  closed(code, reason) {
    if (this._stopped || this.final || this._timer !== null) return;
    this.code = code;
    this.state = State.DISCONNECTED;
    if (code in FINAL) {
      this.final = true;
      this.reason = reason || FINAL[code];
      this._ways.changed();
      return;
    }
    if (code === MISUNDERSTOOD) this.room.cursor = null;
    this.reason = PASSING[code] || "The server cannot be reached.";
    const { clock } = this._ways;
    const wait = code === CROWDED ? backoff.MOST : backoff.delay(this._attempt, clock.random);
    this._attempt += 1;
    this.retryAt = clock.now() + wait;
    this._timer = clock.setTimeout(() => this._open(), wait);
    this._ways.changed();
  }

  /** Connect anew at once, going on from the last cursor. */
  reopen() {
    if (!this._stopped && !this.final) this._open();
  }

  /** Do not wait for the next attempt. */
  retryNow() {
    if (this._timer !== null) this._open();
  }

  /** Notice a connection that has gone silent; called about each second. */
  check() {
    if (this._stopped || this.final || this._timer !== null) return;
    const now = this._ways.clock.now();
    const silent = this.state === State.CONNECTED ? now - this.lastContact > SILENCE : now - this._since > OPENING;
    if (!silent) return;
    this._transport.close();
    this.closed(1006, "");
  }

  stop() {
    this._stopped = true;
    this._clear();
    this._transport.close();
  }

  _open() {
    this._clear();
    this.state = State.CONNECTING;
    this._since = this._ways.clock.now();
    this._transport.open(this._ways.url(this.room.cursor, (nonce += 1)));
    this._ways.changed();
  }

  _clear() {
    if (this._timer !== null) this._ways.clock.clearTimeout(this._timer);
    this._timer = null;
    this.retryAt = null;
  }
}

function parse(text) {
  try {
    const frame = JSON.parse(text);
    return frame && typeof frame === "object" && typeof frame.kind === "string" ? frame : null;
  } catch {
    return null;
  }
}

export { State as LinkState };
