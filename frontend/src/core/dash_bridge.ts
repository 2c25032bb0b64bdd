/* Room sockets of Dash pages: carries the frames of dash-extensions' `WebSocket` components to the links of a `Live`.
 *
 * The frame of the pages has one clientside callback for every socket, which calls `update`; its output is never set: Dash runs a
 * callback for a new part of the layout only when the callback has an output there. A layout names its rooms by the ids of its sockets,
 * `WebSocket(id={"type": "room", "room": "scan_SCAN_001"})`, without url: the bridge makes that in the browser.
 *
 * The component (dash-extensions 2.0) connects when `url` changes and never again by itself. It reports CONNECTING, OPEN (with timeStamp)
 * and CLOSED (with code), but nothing when it is unmounted or its url changes; it ignores a `send` equal to the last and reconnects by
 * itself on a `send` while CLOSED. `message` keeps only the latest, which is why the server keeps one frame in flight (flow=ack),
 * heartbeats included. */
import type { Link } from "./link.ts";
import type { Live } from "./live.ts";

const OPEN = 1;
const CLOSED = 3;

export type ComponentId = string | object;

/** The props of a component that the browser sets; `timeStamp` is on the clock of `event.timeStamp`. */
export interface Message {
  data: string;
  timeStamp: number;
}
export interface SocketState {
  readyState: number;
  timeStamp: number;
  code?: number;
  reason?: string;
}

/** Dash, as far as the bridge uses it. */
export interface Dash {
  setProps(id: ComponentId, props: object): void;
  /** The props of a component in the layout; null when it is not there. */
  props(id: ComponentId): { url?: string } | null;
  /** The time on the clock of `event.timeStamp`. */
  now(): number;
}

/** One `WebSocket` component: turns its props into calls of a Link, and what the Link asks into props. */
class ComponentSocket {
  readonly id: ComponentId;
  readonly room: string;
  readonly link: Link;
  url = "";
  /** Whether the component has left the page; another may have its id. */
  gone = false;
  private readonly dash: Dash;
  private message: Message | null = null;
  private state: SocketState | null = null;
  private asked = Infinity; // when the present url was set
  private opened = false;

  constructor(id: ComponentId, room: string, dash: Dash, live: Live) {
    this.id = id;
    this.room = room;
    this.dash = dash;
    this.link = live.link(room, { open: (url) => this.open(url), send: (text) => this.send(text), close: () => this.open("") });
  }

  /** New props of the component; either may be what it was before. */
  update(message: Message | null | undefined, state: SocketState | null | undefined): void {
    const newMessage = message && !same(message, this.message) ? message : null;
    const newState = state && !same(state, this.state) ? state : null;
    this.message = message ?? this.message;
    this.state = state ?? this.state;
    if (newMessage && newState && newState.timeStamp < newMessage.timeStamp) {
      this.take(newState);
      this.read(newMessage, state);
    } else {
      if (newMessage) this.read(newMessage, state);
      if (newState) this.take(newState);
    }
  }

  private open(url: string): void {
    if (this.gone) return;
    this.url = url;
    this.opened = false;
    this.asked = url ? this.dash.now() : Infinity;
    this.dash.setProps(this.id, { url });
  }

  private send(text: string): void {
    if (this.state?.readyState === OPEN) this.dash.setProps(this.id, { send: text });
  }

  private take(state: SocketState): void {
    if (!(state.timeStamp >= this.asked)) return; // of an earlier connection, or CONNECTING, which has no stamp
    if (state.readyState === CLOSED) {
      this.link.closed(state.code ?? 1006, state.reason);
    } else if (state.readyState === OPEN && !this.opened) {
      this.opened = true;
      this.link.opened();
    } else if (state.readyState === OPEN) {
      this.link.reopen(); // Dash mounted the component anew, with a url whose cursor is old by now
    }
  }

  private read(message: Message, state: SocketState | null | undefined): void {
    if (!state || !(state.timeStamp >= this.asked) || !(message.timeStamp >= this.asked)) return;
    if (state.readyState !== OPEN || message.timeStamp >= state.timeStamp) this.link.received(message.data);
  }
}

function same(a: Partial<Message & SocketState>, b: Partial<Message & SocketState> | null): boolean {
  return b !== null && a.timeStamp === b.timeStamp && a.readyState === b.readyState && a.data === b.data;
}

/** Every live socket of the page by component id. */
export class Bridge {
  private readonly dash: Dash;
  private readonly live: () => Live;
  private readonly known = new Map<string, ComponentSocket>();

  constructor(dash: Dash, live: () => Live) {
    this.dash = dash;
    this.live = live;
  }

  /** What the clientside callback calls at each change of a socket's `message` or `state`, and once when it is mounted. */
  update(id: ComponentId, room: string, message?: Message | null, state?: SocketState | null): void {
    const key = typeof id === "string" ? id : JSON.stringify(id);
    const socket = this.known.get(key);
    if (socket && this.mounted(socket)) {
      socket.update(message, state);
      return;
    }
    this.sweep();
    const made = new ComponentSocket(id, room, this.dash, this.live());
    this.known.set(key, made);
    made.link.start();
  }

  /** Forget the sockets whose component has left the page. */
  sweep(): void {
    for (const [key, socket] of this.known) {
      if (this.mounted(socket)) continue;
      this.known.delete(key);
      socket.gone = true;
      this.live().forget(socket.room, socket.link);
    }
  }

  /** Ids of the sockets that are kept now. */
  sockets(): string[] {
    return [...this.known.keys()];
  }

  /** Whether the component is in the page; one with another url is a new component under the same id. */
  private mounted(socket: ComponentSocket): boolean {
    const props = this.dash.props(socket.id);
    return props !== null && (props.url ?? "") === socket.url;
  }
}

/** Empty what Dash keeps for its undo button, which no page has: a copy of every message that ever came. */
export function forgetPast(stores: readonly { getState(): { history?: { past: unknown[] } } }[] = []): void {
  for (const store of stores) {
    const { history } = store.getState();
    if (history?.past.length) history.past.length = 0;
  }
}
