/* Live data of PyBirch for any page, with or without Dash:
 *
 *     const realtime = new PyBirchRealtime();
 *     realtime.onScanStatus((status, room) => …);
 *     realtime.subscribe("scan_SCAN_001");
 *     realtime.connect();                              // `global` is subscribed from the start
 *
 * Each on…(listener) returns what ends it. */
import { Dispatcher } from "../core/dispatch.ts";
import type { DataPoint } from "../core/events.gen.ts";
import type { Link, LinkState } from "../core/link.ts";
import { Live, type Handlers, type LiveStatus } from "../core/live.ts";
import type { AnyRoom, EventMap, Points, RoomOf } from "../core/rooms.ts";
import { RoomSocket, type SocketClass } from "./room_socket.ts";

const TICK = 1000; // ms

/** What listeners hear, with the arguments they get; each event comes with the name of its room. */
export type RealtimeEvents = { [Name in Exclude<keyof EventMap, "data_points">]: [data: EventMap[Name], room: string] } & {
  /** A room's whole state: at the start, and again when a reconnect could not be resumed. */
  snapshot: [state: AnyRoom, room: string];
  /** New rows of a measurement by columns: in order, without gap or double. */
  data_points: [run: Points, room: string];
  /** The links together; `status` tells more. */
  connection: [state: LinkState, status: LiveStatus];
};
type Listener<Name extends keyof RealtimeEvents> = (...data: RealtimeEvents[Name]) => void;

export interface RealtimeOptions {
  /** Address of the server, with its prefix: "https://lab.example.org/services/pybirch/". By default the one this script came from. */
  server?: string;
  /** For surroundings without a WebSocket of their own, and for tests. */
  WebSocketClass?: SocketClass;
  live?: Live;
}

/** A room that is followed; it is left when nobody needs it. */
interface Following {
  /** Whether `subscribe` asked for it. */
  subscribed: boolean;
  /** Handlers of `follow`. */
  followers: Set<object>;
  /** While connected. */
  link: Link | null;
  off: () => void;
}

export class PyBirchRealtime {
  private static made: PyBirchRealtime | null = null;
  private readonly live: Live;
  private readonly socketClass: SocketClass;
  private readonly rooms = new Map<string, Following>();
  private readonly listeners = new Dispatcher<RealtimeEvents>();
  private connected = false;
  private told: LinkState = "disconnected";
  private timer: number | undefined;

  constructor({ server, WebSocketClass = globalThis.WebSocket, live }: RealtimeOptions = {}) {
    this.live = live ?? new Live({ server });
    this.socketClass = WebSocketClass;
    this.subscribe("global");
  }

  /** The instance that a page has ready, and that managers use unless they are given another. */
  static get shared(): PyBirchRealtime {
    return (this.made ??= new PyBirchRealtime());
  }

  /** Open the sockets of all followed rooms. */
  connect(): void {
    if (this.connected) return;
    this.connected = true;
    for (const [room, following] of this.rooms) this.enter(room, following);
    this.timer = globalThis.setInterval(() => this.live.tick(), TICK);
    this.tell();
  }

  /** Close them all; what is followed stays so for the next connect(). */
  disconnect(): void {
    if (!this.connected) return;
    this.connected = false;
    globalThis.clearInterval(this.timer);
    for (const { link, off } of this.rooms.values()) {
      off();
      link?.stop();
    }
    this.tell();
  }

  /** Follow a room: `global`, `scan_SCAN_001`, `queue_QUEUE_001`, `instruments`, `instrument_1`. */
  subscribe(room: string): void {
    this.following(room).subscribed = true;
  }

  unsubscribe(room: string): void {
    const following = this.rooms.get(room);
    if (!following) return;
    following.subscribed = false;
    this.drop(room, following);
  }

  /** Follow a room with handlers of its own, which get its state at once when it is known. Returns what ends it. */
  follow<Name extends string>(room: Name, handlers: Handlers<RoomOf<Name>>): () => void {
    const following = this.following(room);
    following.followers.add(handlers);
    const off = this.live.on(room, handlers);
    return () => {
      off();
      following.followers.delete(handlers);
      this.drop(room, following);
    };
  }

  /** The state of a followed room now, events included; null before its first frame. */
  room<Name extends string>(name: Name): RoomOf<Name> | null {
    return this.live.state(name);
  }

  /** How the links are together. */
  get state(): LinkState {
    return this.connected && this.rooms.size ? this.live.status().state : "disconnected";
  }

  /** Everything known of the links and the engine. */
  status(): LiveStatus {
    return this.live.status();
  }

  /** Call `listener` at each event `name` of any followed room; returns what ends it. */
  on<Name extends keyof RealtimeEvents>(name: Name, listener: Listener<Name>): () => void {
    return this.listeners.on(name, listener);
  }

  onSnapshot = (listener: Listener<"snapshot">) => this.on("snapshot", listener);
  onScanStatus = (listener: Listener<"scan_status">) => this.on("scan_status", listener);
  onScanAnnotated = (listener: Listener<"scan_annotated">) => this.on("scan_annotated", listener);
  onScanLog = (listener: Listener<"scan_log">) => this.on("scan_log", listener);
  onDataPoint = (listener: Listener<"data_point">) => this.on("data_point", listener);
  onDataPoints = (listener: Listener<"data_points">) => this.on("data_points", listener);
  onQueueStatus = (listener: Listener<"queue_status">) => this.on("queue_status", listener);
  onQueueOrder = (listener: Listener<"queue_order">) => this.on("queue_order", listener);
  onQueueLog = (listener: Listener<"queue_log">) => this.on("queue_log", listener);
  onInstrumentStatus = (listener: Listener<"instrument_status">) => this.on("instrument_status", listener);
  onInstrumentPosition = (listener: Listener<"instrument_position">) => this.on("instrument_position", listener);
  onPresence = (listener: Listener<"presence">) => this.on("presence", listener);
  onEmergencyStop = (listener: Listener<"emergency_stop">) => this.on("emergency_stop", listener);
  onConnection = (listener: Listener<"connection">) => this.on("connection", listener);

  private following(room: string): Following {
    let following = this.rooms.get(room);
    if (!following) {
      following = { subscribed: false, followers: new Set(), link: null, off: () => {} };
      this.rooms.set(room, following);
      if (this.connected) this.enter(room, following);
    }
    return following;
  }

  /** Leave a room that nobody needs any more. */
  private drop(room: string, { subscribed, followers, link, off }: Following): void {
    if (subscribed || followers.size) return;
    off();
    if (link) this.live.forget(room, link);
    this.rooms.delete(room);
    this.tell();
  }

  private enter(room: string, following: Following): void {
    const socket = new RoomSocket(this.socketClass);
    following.off = this.live.on(room, {
      snapshot: (state) => this.listeners.emit("snapshot", state, room),
      points: (run) => this.points(run, room),
      event: (name, data) => name !== "points" && this.listeners.emit(name, ...([data, room] as never)),
      status: () => this.tell(),
    });
    following.link = socket.link = this.live.link(room, socket);
    following.link.start();
  }

  private points(run: Points, room: string): void {
    this.listeners.emit("data_points", run, room);
    if (!this.listeners.has("data_point")) return;
    for (let row = 0; row < run.count; row += 1) this.listeners.emit("data_point", pointOf(run, row), room);
  }

  private tell(): void {
    const { state } = this;
    if (state === this.told) return;
    this.told = state;
    this.listeners.emit("connection", state, this.status());
  }
}

/** One row of a run as a `data_point`. */
function pointOf(run: Points, row: number): DataPoint {
  const data = Object.fromEntries(Object.entries(run.columns).map(([name, values]) => [name, values[row]]));
  const timestamp = String(run.timestamps?.[row] ?? "");
  return { scan_id: run.scan_id, measurement: run.measurement, data, sequence_index: run.first_index + row, timestamp };
}
