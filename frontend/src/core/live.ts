/* The rooms of a page: their state, their listeners, and how their links are.
 *
 * A listener may be added before there is a link, and survives reconnects. When a reconnect could not be resumed, `snapshot` comes again
 * and replaces what is shown. */
import * as backoff from "./backoff.ts";
import { Dispatcher, type Owner } from "./dispatch.ts";
import { RoomState, type Repairs, type Told } from "./frames.ts";
import { Latency } from "./latency.ts";
import { Link, type Clock, type LinkState, type Transport } from "./link.ts";
import * as place from "./place.ts";
import type { AnyRoom, EngineState, EventMap, EventName, Frame, JsonRun, Points, RoomOf } from "./rooms.ts";
import type { Series } from "./series.ts";

const CATCHING_UP = 2000; // ms
const BETWEEN_STATES = 100; // ms; numbers that people read change ten times a second, while each frame costs a pass through Dash
const CLOCK: Clock = {
  now: () => Date.now(),
  setTimeout: (work, ms) => globalThis.setTimeout(work, ms),
  clearTimeout: (timer) => globalThis.clearTimeout(timer),
  random: Math.random,
};

/** How one room's link is. */
export interface LinkStatus {
  state: LinkState;
  /** Close code of the last end, null while all is well. */
  code: number | null;
  reason: string;
  /** Seconds to the next attempt, null when none is waiting. */
  retry_in: number | null;
  /** Whether the server refused, so that it is not tried again. */
  final: boolean;
  /** Epoch ms of the last frame. */
  last_contact: number | null;
}

/** How all links are. */
export interface LiveStatus {
  /** The worst of the page's rooms. */
  state: LinkState;
  /** Milliseconds from an event's timestamp to this browser, median and 99th percentile of the last minute; null without events. */
  latency: number | null;
  latency_p99: number | null;
  /** Epoch ms of the last frame of any room. */
  last_contact: number | null;
  /** Seconds to the next attempt, null when none is waiting. */
  retry_in: number | null;
  /** A sentence for the banner, "" when all is well. */
  reason: string;
  /** Null before the first frame. */
  engine: EngineState | null;
  rooms: Record<string, LinkStatus>;
}

type AnyEvent = { [Name in EventName]: [name: Name, data: EventMap[Name]] }[EventName] | [name: "points", data: Points];

/** What listeners of a room hear, with the arguments they get. */
type Hears<State> = {
  /** The whole state; at once when it is known already. */
  snapshot: [state: State];
  /** New rows: in order, without gap or double. */
  points: [run: Points];
  /** Every event, and new rows, by name. */
  event: AnyEvent;
  /** After all events of a frame: the moment to redraw. */
  frame: [];
  status: [link: LinkStatus];
} & { [Name in EventName]: [data: EventMap[Name]] };

export type Handlers<State> = { [Name in keyof Hears<State>]?: (...data: Hears<State>[Name]) => void };

/** One room: what is known of it, who listens, and its link when there is one. */
class Room {
  readonly data: RoomState;
  readonly listeners = new Dispatcher<Hears<AnyRoom>>();
  link: Link | null = null;

  constructor(name: string, ways: Omit<Repairs, "late" | "resync">) {
    this.data = new RoomState(name, { ...ways, late: (told) => this.tell(told), resync: () => this.link?.reopen() });
  }

  tell(all: Told[]): void {
    for (const told of all) {
      this.listeners.emit(told[0], ...([told[1]] as never));
      if (told[0] !== "snapshot") this.listeners.emit("event", ...told);
    }
    this.listeners.emit("frame");
  }
}

interface LiveWays {
  repair: Repairs["repair"];
  url: (room: string, since: string | null, nonce: number) => string;
  clock: Clock;
}

export class Live {
  private readonly rooms = new Map<string, Room>();
  private readonly ways: LiveWays;
  private readonly changes = new Dispatcher<{ status: [LiveStatus] }>();
  private readonly latency = new Latency();
  private engine: EngineState | null = null;
  private prepare: () => void = () => {};

  /** `server` is the address of another server than this page's. `repair` fetches missing rows, `url` gives a room's address; tests
   *  have their own `clock`. */
  constructor({ server, clock = CLOCK, ...ways }: Partial<LiveWays> & { server?: string } = {}) {
    const url: LiveWays["url"] = (room, since, nonce) => place.socket(room, { since, nonce, base: server });
    this.ways = { url, repair: (...rows) => fetchRun(server, ...rows), clock, ...ways };
  }

  /** Listen to a room; returns what ends it. With `element` the listeners are dropped when it has left the page. */
  on<Name extends string>(name: Name, handlers: Handlers<RoomOf<Name>>, { element = null }: { element?: Owner | null } = {}): () => void {
    this.prepare();
    const room = this.room(name);
    const given = Object.entries(handlers) as [keyof Hears<AnyRoom>, (...data: unknown[]) => void][];
    const offs = given.map(([event, handler]) => room.listeners.on(event, handler, { element }));
    if (room.data.known) handlers.snapshot?.(room.data.state as RoomOf<Name>);
    if (room.link) handlers.status?.(linkStatus(room.link, this.ways.clock.now()));
    return () => offs.forEach((off) => off());
  }

  /** The room's state now, events included; null before its first frame. */
  state<Name extends string>(name: Name): RoomOf<Name> | null {
    return (this.rooms.get(name)?.data.state as RoomOf<Name> | undefined) ?? null;
  }

  /** The columns of each measurement of a scan room, none before its first frame. */
  series(name: string): Record<string, Series> {
    return this.rooms.get(name)?.data.series ?? {};
  }

  status(): LiveStatus {
    const now = this.ways.clock.now();
    const rooms: Record<string, LinkStatus> = {};
    for (const [name, room] of this.rooms) if (room.link) rooms[name] = linkStatus(room.link, now);
    const open = Object.values(rooms).filter((link) => !link.final);
    const worst = (["disconnected", "connecting"] as const).find((state) => open.some((link) => link.state === state));
    const waits = open.map((link) => link.retry_in).filter((wait) => wait !== null);
    const contacts = Object.values(rooms).flatMap((link) => link.last_contact ?? []);
    return {
      state: worst ?? (open.length ? "connected" : "connecting"),
      latency: this.latency.quantile(0.5, now),
      latency_p99: this.latency.quantile(0.99, now),
      last_contact: contacts.length ? Math.max(...contacts) : null,
      retry_in: waits.length ? Math.min(...waits) : null,
      reason: open.find((link) => link.state === "disconnected")?.reason ?? "",
      engine: this.engine,
      rooms,
    };
  }

  /** Call `listener` now, at each change, and each second for what only ages. Returns what ends it. */
  onStatus(listener: (status: LiveStatus) => void, { element = null }: { element?: Owner | null } = {}): () => void {
    const off = this.changes.on("status", listener, { element });
    listener(this.status());
    return off;
  }

  /** Do not wait for the next attempt to connect. */
  retryNow(): void {
    for (const { link } of this.rooms.values()) link?.retryNow();
  }

  /** Connect every room anew, each going on from its cursor. */
  reconnect(): void {
    for (const { link } of this.rooms.values()) link?.reopen();
  }

  /** Carry a room over `transport` from now on; the caller starts the link and calls its opened, received and closed. */
  link(name: string, transport: Transport): Link {
    const room = this.room(name);
    room.link?.stop();
    const { url, clock } = this.ways;
    room.link = new Link(room.data, transport, {
      url: (since, nonce) => url(name, since, nonce),
      frame: (frame) => this.frame(room, frame),
      changed: () => this.changed(room),
      clock,
      pace: name.startsWith("scan_") ? 0 : BETWEEN_STATES,
    });
    return room.link;
  }

  /** The carrier of a room has gone for good: end `link` and forget the room, unless another link carries it by now. */
  forget(name: string, link: Link): void {
    link.stop();
    const room = this.rooms.get(name);
    if (room?.link !== link) return;
    this.rooms.delete(name);
    this.changed(room);
  }

  /** Look after silent links and listeners of elements that are gone; called each second. */
  tick(): void {
    for (const room of this.rooms.values()) {
      room.link?.check();
      room.listeners.sweep();
    }
    this.changes.sweep();
    this.changes.emit("status", this.status());
  }

  /** How many listeners and rooms there are: these must not grow over page changes. */
  size(): { rooms: number; listeners: number } {
    let listeners = this.changes.size;
    for (const room of this.rooms.values()) listeners += room.listeners.size;
    return { rooms: this.rooms.size, listeners };
  }

  /** Run `work` before a listener is added (the bridge forgets left sockets there). */
  beforeListening(work: () => void): void {
    this.prepare = work;
  }

  private room(name: string): Room {
    let room = this.rooms.get(name);
    if (!room) {
      const { repair, clock } = this.ways;
      const wait = (attempt: number) => new Promise<void>((done) => clock.setTimeout(done, backoff.delay(attempt, clock.random)));
      this.rooms.set(name, (room = new Room(name, { repair, wait })));
    }
    return room;
  }

  private frame(room: Room, frame: Frame): void {
    const engine = frame.engine ?? (frame.kind === "snapshot" ? frame.state.engine : undefined);
    const turned = engine && this.engine?.status !== engine.status;
    if (engine) this.engine = engine;
    const told = room.data.apply(frame);
    if (frame.kind === "events") this.observe(room, told);
    if (frame.kind !== "heartbeat") room.tell(told);
    if (turned) this.changes.emit("status", this.status());
  }

  /** Note how old the events are, but not while the room catches up with what came before it was connected. */
  private observe({ link }: Room, told: Told[]): void {
    const now = this.ways.clock.now();
    const connectedAt = link?.connectedAt ?? null;
    if (connectedAt !== null && now - connectedAt > CATCHING_UP) this.latency.observe(told, now);
  }

  private changed({ link, listeners }: Room): void {
    if (link) listeners.emit("status", linkStatus(link, this.ways.clock.now()));
    this.changes.emit("status", this.status());
  }
}

function linkStatus({ state, code, reason, retryAt, final, lastContact }: Link, now: number): LinkStatus {
  const wait = retryAt === null ? null : Math.max(0, (retryAt - now) / 1000);
  return { state, code, reason, retry_in: wait, final, last_contact: lastContact };
}

/** Rows `first` to `last` of a measurement through REST. */
async function fetchRun(server: string | undefined, scanId: string, measurement: string, first: number, last: number) {
  const url = place.api(`scans/${scanId}/data`, { format: "json", measurement, first, last }, server);
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return ((await answer.json()) as { measurements: Record<string, JsonRun> }).measurements[measurement];
}
