// @ts-nocheck
/* Room sockets of Dash pages: the dash-extensions `WebSocket` component driven by the core (link.js, live.js).
 *
 * HOW A PAGE USES IT
 *
 * 1. Once, in the app's frame (Python), one callback for every socket of every page. Its output is never set: Dash
 *    runs a callback for a new part of the layout only when it has an output there.
 *
 *        clientside_callback(
 *            ClientsideFunction("pybirch", "socket"),
 *            Output({"type": "room", "room": MATCH}, "timeout"),
 *            Input({"type": "room", "room": MATCH}, "message"),
 *            Input({"type": "room", "room": MATCH}, "state"),
 *        )
 *
 * 2. A static layout names its rooms by the ids of its sockets, without url (the bridge makes it in the browser):
 *
 *        WebSocket(id={"type": "room", "room": "scan_SCAN_001"})
 *
 *    The frame has {"type": "room", "room": "global"}; a page must not repeat a room that the frame has. A socket
 *    whose id is a plain string works too: its own clientside callback calls
 *    `PyBirch.bridge.update(id, room, message, state)`.
 *
 * 3. Page scripts (assets/js/pages) listen; they never see sockets, frames or acknowledgements:
 *
 *        const off = PyBirch.live.on("scan_SCAN_001", {
 *            // the room's whole state (CONTRACT); at once when it is known already
 *            snapshot(state) {},
 *            // likewise queue_status, instrument_status, instrument_position, queue_log, scan_log, presence
 *            scan_status(data) {},
 *            // {scan_id, measurement, first_index, count, columns{name: []}, timestamps[]}, in order, without gap
 *            // or double, whether sent singly or as a run
 *            points(run) {},
 *            // every one of the above but the snapshot
 *            event(name, data) {},
 *            // after all events of a frame: the moment to redraw
 *            frame() {},
 *            // this room's link, see `rooms` below
 *            status(link) {},
 *        }, { element: node });      // optional: dropped when `node` has left the document
 *        off();
 *
 *        PyBirch.live.state(room)    // the room's state now, events included, or null
 *        PyBirch.live.series(room)   // {measurement: Series} of a scan room, see series.js
 *
 *    A listener may be added before the socket exists and survives reconnects. When the socket of a page is gone,
 *    what was listening to its room is forgotten with it; on rooms that stay, such as `global`, give an `element`.
 *    After a reconnect that the server could not resume, `snapshot` comes again and replaces what is shown.
 *
 *        PyBirch.live.status() -> {
 *            state,          // "connecting" | "connected" | "disconnected": the worst of the page's rooms
 *            latency,        // ms from an event's timestamp to this browser (median of recent), or null
 *            latency_p99,
 *            last_contact,   // epoch ms of the last frame of any room, or null
 *            retry_in,       // seconds to the next attempt, or null when none is waiting
 *            reason,         // a sentence for the banner, "" when well
 *            engine,         // {status: "online"|"offline", heartbeat_age, pid, bench}, null before the first frame
 *            rooms: {room: {state, code, reason, retry_in, final, last_contact}},  // final: refused, not retried
 *        }
 *        PyBirch.live.onStatus(fn, { element })  // fn(status) at once, at each change and each second -> off
 *        PyBirch.live.retryNow()                 // "retry now" of the banner
 *
 * 4. Addresses: PyBirch.place.prefix() -> "/" or "/services/pybirch/"; PyBirch.place.api("scans/SCAN_001").
 *
 * What is known of the component (dash-extensions 2.0): it connects when `url` changes and never again by itself; it
 * reports CONNECTING, OPEN (with timeStamp) and CLOSED (with code), but nothing when it is unmounted or its url
 * changes; it ignores a `send` equal to the last and reconnects by itself on a `send` while CLOSED. `message` keeps
 * only the latest, which is why the server keeps one frame in flight (flow=ack), heartbeats included. */

const OPEN = 1;
const CLOSED = 3;

/** One `WebSocket` component: turns its props into calls of a Link, and what the Link asks into props. */
class ComponentSocket {
  constructor(id, room, dash, live) {
    this.id = id;
    this.room = room;
    this.url = "";
    this._dash = dash;
    this._seen = { message: null, state: null };
    this._asked = Infinity; // when the present url was set, on the clock of event.timeStamp
    this._opened = false;
    this.gone = false; // the component has left the page; another may bear its id
    this.link = live.link(room, { open: (url) => this._open(url), send: (text) => this._send(text), close: () => this._open("") });
  }

  /** New props of the component; either may be what it was before. */
  update(message, state) {
    const seen = this._seen;
    const newMessage = message && !same(message, seen.message) ? message : null;
    const newState = state && !same(state, seen.state) ? state : null;
    this._seen = { message: message || seen.message, state: state || seen.state };
    if (newMessage && newState && newState.timeStamp < newMessage.timeStamp) {
      this._take(newState);
      this._read(newMessage, state);
    } else {
      if (newMessage) this._read(newMessage, state);
      if (newState) this._take(newState);
    }
  }

  _open(url) {
    if (this.gone) return;
    this.url = url;
    this._opened = false;
    this._asked = url ? this._dash.now() : Infinity;
    this._dash.setProps(this.id, { url });
  }

  _send(text) {
    if (this._seen.state && this._seen.state.readyState === OPEN) this._dash.setProps(this.id, { send: text });
  }

  _take(state) {
    // of an earlier connection, or CONNECTING, which has no stamp
    if (!(state.timeStamp >= this._asked)) return;
    if (state.readyState === CLOSED) {
      this.link.closed(state.code, state.reason);
    } else if (state.readyState === OPEN && !this._opened) {
      this._opened = true;
      this.link.opened();
    } else if (state.readyState === OPEN) {
      this.link.reopen(); // Dash mounted the component anew, with a url whose cursor is old by now
    }
  }

  _read(message, state) {
    const current = state && state.timeStamp >= this._asked && message.timeStamp >= this._asked;
    const after = current && (state.readyState !== OPEN || message.timeStamp >= state.timeStamp);
    if (after) this.link.received(message.data);
  }
}

function same(a, b) {
  if (!b) return false;
  return a.timeStamp === b.timeStamp && a.readyState === b.readyState && a.data === b.data;
}

/** Every live socket of the page by component id. `dash`: {setProps(id, props), props(id), now()}. */
export class Bridge {
  constructor(dash, live) {
    this._dash = dash;
    this._live = live;
    this._sockets = new Map();
  }

  /** What the clientside callback calls at each change of a socket's `message` or `state`, and once when it
   *  is mounted. */
  update(id, room, message, state) {
    const key = typeof id === "string" ? id : JSON.stringify(id);
    let socket = this._sockets.get(key);
    if (socket && !this._mounted(socket)) {
      this._forget(key, socket);
      socket = undefined;
    }
    if (!socket) {
      this.sweep();
      socket = new ComponentSocket(id, room, this._dash, this._live());
      this._sockets.set(key, socket);
      socket.link.start();
      return;
    }
    socket.update(message, state);
  }

  /** Forget the sockets whose component has left the page. */
  sweep() {
    for (const [key, socket] of this._sockets) if (!this._mounted(socket)) this._forget(key, socket);
  }

  /** Ids of the sockets that are kept now. */
  sockets() {
    return [...this._sockets.keys()];
  }

  _mounted(socket) {
    const props = this._dash.props(socket.id);
    // another url: a new component under the same id
    return Boolean(props) && (props.url || "") === socket.url;
  }

  _forget(key, socket) {
    this._sockets.delete(key);
    socket.gone = true;
    this._live().forget(socket.room, socket.link);
  }
}

/** Empty what Dash keeps for its undo button, which no page has: a copy of every message that ever came. */
export function forgetPast(stores) {
  for (const store of stores || []) {
    const { history } = store.getState();
    if (history && history.past.length) history.past.length = 0;
  }
}
