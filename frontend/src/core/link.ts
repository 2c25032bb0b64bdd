/* One room's connection, whatever carries it: when to connect, to acknowledge, to wait and to give up. */
import * as backoff from "./backoff.ts";
import type { Frame } from "./rooms.ts";

export type LinkState = "connecting" | "connected" | "disconnected";

/** What carries frames, such as a WebSocket; it reports by calling opened(), received(text) and closed(code, reason). */
export interface Transport {
  open(url: string): void;
  send(text: string): void;
  close(): void;
}

/** The time, and timers; tests have their own. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  setTimeout(work: () => void, ms: number): number;
  clearTimeout(timer: number): void;
  /** 0 to 1. */
  random(): number;
}

/** What a link needs to know of its room. */
export interface Followed {
  readonly room: string;
  /** The place to go on from after a reconnect. */
  cursor: string | null;
}

export interface Ways {
  /** The address to connect to; `nonce` makes every address different. */
  url(since: string | null, nonce: number): string;
  frame(frame: Frame): void;
  changed(): void;
  clock: Clock;
  /** Least milliseconds between two acknowledgements, and so between two frames: the server sends the next one after them. */
  pace: number;
}

/** Close codes after which it makes no sense to try again. */
const FINAL: Record<number, string> = {
  4401: "You are signed out. Sign in again.",
  4403: "Your role does not allow you to see this.",
  4404: "There is no such scan, queue or instrument.",
};
const PASSING: Record<number, string> = {
  1001: "The server is restarting.",
  4400: "The server did not understand this page.",
  4408: "This page was too slow to follow.",
  4429: "There are too many connections.",
};
const CROWDED = 4429;
const MISUNDERSTOOD = 4400;
const LOST = 1006;
const SILENCE = 25000; // ms; a heartbeat comes at least every 15 s
const OPENING = 15000; // ms

let nonce = 0; // grows over all links of the page: no url or acknowledgement is ever the same text twice

export class Link {
  state: LinkState = "connecting";
  /** Why the connection ended last: a close code and a sentence. */
  code: number | null = null;
  reason = "";
  /** Whether the server refused for good. */
  final = false;
  /** Epoch ms of the next attempt, of the last frame, and of the first frame of this connection. */
  retryAt: number | null = null;
  lastContact: number | null = null;
  connectedAt: number | null = null;
  private readonly room: Followed;
  private readonly transport: Transport;
  private readonly ways: Ways;
  private attempt = 0;
  private timer: number | null = null;
  private acknowledgement: number | null = null; // timer of one that waits for its time
  private acknowledgedAt = 0; // epoch ms
  private stopped = false;
  private since = 0; // epoch ms at which the present attempt began

  constructor(room: Followed, transport: Transport, ways: Ways) {
    this.room = room;
    this.transport = transport;
    this.ways = ways;
  }

  start(): void {
    this.open();
  }

  /** The carrier is connected. The link counts as connected at the first frame: a refusal comes after the handshake. */
  opened(): void {
    this.since = this.ways.clock.now();
  }

  /** A frame as it came. */
  received(text: string): void {
    if (this.stopped || this.final) return;
    const frame = parse(text);
    if (!frame || frame.room !== this.room.room) {
      this.room.cursor = null;
      this.closed(MISUNDERSTOOD, "");
      return;
    }
    this.lastContact = this.ways.clock.now();
    this.attempt = 0;
    this.code = null;
    this.reason = "";
    const fresh = this.state !== "connected";
    if (fresh) this.connectedAt = this.lastContact;
    this.state = "connected";
    this.ways.frame(frame);
    if (fresh) this.ways.changed();
    if (frame.kind !== "heartbeat" && this.connected) this.acknowledgeInPace(frame.cursor);
  }

  /** The connection ended, or could not be made. */
  closed(code: number, reason = ""): void {
    if (this.stopped || this.final || this.timer !== null) return;
    this.code = code;
    this.state = "disconnected";
    this.dropAcknowledgement();
    if (code in FINAL) {
      this.final = true;
      this.reason = reason || FINAL[code];
      this.ways.changed();
      return;
    }
    if (code === MISUNDERSTOOD) this.room.cursor = null;
    this.reason = PASSING[code] ?? "The server cannot be reached.";
    const { clock } = this.ways;
    const wait = code === CROWDED ? backoff.MOST : backoff.delay(this.attempt, clock.random);
    this.attempt += 1;
    this.retryAt = clock.now() + wait;
    this.timer = clock.setTimeout(() => this.open(), wait);
    this.ways.changed();
  }

  /** Connect anew at once, going on from the last cursor. */
  reopen(): void {
    if (!this.stopped && !this.final) this.open();
  }

  /** Do not wait for the next attempt. */
  retryNow(): void {
    if (this.timer !== null) this.open();
  }

  /** Notice a connection that has gone silent; called about each second. */
  check(): void {
    if (this.stopped || this.final || this.timer !== null) return;
    const now = this.ways.clock.now();
    const silent = this.connected ? now - (this.lastContact ?? now) > SILENCE : now - this.since > OPENING;
    if (!silent) return;
    this.transport.close();
    this.closed(LOST);
  }

  stop(): void {
    this.stopped = true;
    this.clear();
    this.transport.close();
  }

  private get connected(): boolean {
    return this.state === "connected";
  }

  /** Acknowledge at once, or as soon as `pace` allows after the last time; there is never more than one frame to acknowledge. */
  private acknowledgeInPace(cursor: string): void {
    const { clock, pace } = this.ways;
    const wait = this.acknowledgedAt + pace - clock.now();
    if (wait <= 0) this.acknowledge(cursor);
    else this.acknowledgement = clock.setTimeout(() => this.acknowledge(cursor), Math.min(wait, pace));
  }

  private acknowledge(cursor: string): void {
    this.acknowledgement = null;
    this.acknowledgedAt = this.ways.clock.now();
    this.transport.send(JSON.stringify({ ack: cursor, n: (nonce += 1) }));
  }

  private open(): void {
    this.clear();
    this.state = "connecting";
    this.since = this.ways.clock.now();
    this.transport.open(this.ways.url(this.room.cursor, (nonce += 1)));
    this.ways.changed();
  }

  private clear(): void {
    if (this.timer !== null) this.ways.clock.clearTimeout(this.timer);
    this.timer = null;
    this.retryAt = null;
    this.dropAcknowledgement();
  }

  /** A frame of a connection that has ended is not acknowledged on the next one. */
  private dropAcknowledgement(): void {
    if (this.acknowledgement !== null) this.ways.clock.clearTimeout(this.acknowledgement);
    this.acknowledgement = null;
  }
}

function parse(text: string): Frame | null {
  try {
    const frame: unknown = JSON.parse(text);
    return frame && typeof frame === "object" && "kind" in frame && typeof frame.kind === "string" ? (frame as Frame) : null;
  } catch {
    return null;
  }
}
