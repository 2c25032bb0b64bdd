/* Live inputs: what a room knows, written into the `data` of a component at most N times a second, so that any Dash callback
 * can take it as Input. The Python side is dashboard/components/live_input.py. */
import type { Clock } from "../core/link.ts";
import type { Live } from "../core/live.ts";
import type { Series } from "../core/series.ts";
import { island } from "./islands.ts";
import { live as pageLive } from "./page_live.ts";

/** What a live input shows: one of these words, a key of the room's state (`scans`, `queues`, `log`) or an event's name. */
const STATE_OF: Record<string, string> = {
  scan_status: "scan",
  queue_status: "queue",
  instrument_status: "instrument",
  presence: "presence",
};
const POINTS = "points";

/** The rooms of a page, as far as live inputs use them. */
export type Rooms = Pick<Live, "on" | "state" | "series">;

export interface Wanted {
  room: string;
  what: string;
  /** Updates a second, at most. */
  perSecond: number;
  /** Readings of each measurement, at most; more are thinned evenly. */
  most: number;
  /** Names of what the value holds; all of it where there are none. */
  keys: string[];
}

type Timers = Omit<Clock, "random">;

const CLOCK: Timers = {
  now: () => Date.now(),
  setTimeout: (work, ms) => globalThis.setTimeout(work, ms),
  clearTimeout: (timer) => globalThis.clearTimeout(timer),
};

/** Follow a room and hand its value to `give` when it changed; the last value always arrives. Returns what ends it. */
export function follow(wanted: Wanted, rooms: Rooms, give: (data: unknown) => void, clock: Timers = CLOCK): () => void {
  const { room, what, perSecond } = wanted;
  const apart = 1000 / perSecond;
  let event: unknown = null;
  let next = 0;
  let timer: number | null = null;
  let told: string | undefined;

  function tell(): void {
    timer = null;
    const value = only(wanted.keys, valueOf(wanted, rooms, event));
    if (value === undefined) return;
    const text = JSON.stringify(value);
    if (text === told) return;
    told = text;
    next = clock.now() + apart;
    give(JSON.parse(text));
  }

  function soon(): void {
    if (timer === null) timer = clock.setTimeout(tell, Math.max(0, next - clock.now()));
  }

  const off = rooms.on(room, {
    snapshot: soon,
    event: (name, data) => {
      if (name === what) event = data;
      soon();
    },
  });
  return () => {
    off();
    if (timer !== null) clock.clearTimeout(timer);
  };
}

/** The value to show now; undefined while nothing is known. */
function valueOf({ room, what, most }: Wanted, rooms: Rooms, event: unknown): unknown {
  const state: Record<string, unknown> | null = rooms.state(room);
  if (!state) return undefined;
  if (what === POINTS) return pointsOf(rooms.series(room), most);
  const key = STATE_OF[what] ?? what;
  return key in state ? state[key] : (event ?? undefined);
}

/** Those keys of an object, or of each object of a list. */
function only(keys: string[], value: unknown): unknown {
  if (!keys.length) return value;
  if (Array.isArray(value)) return value.map((each) => only(keys, each));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)));
}

/** {measurement: {first_index, total, shown, units, columns}}: all readings here, thinned evenly to `most`, the last included. */
function pointsOf(series: Record<string, Series>, most: number): unknown {
  const made: Record<string, unknown> = {};
  for (const [name, readings] of Object.entries(series)) {
    const { first, end, columns } = readings;
    const step = Math.max(1, Math.ceil((end - first) / most));
    const rows: number[] = [];
    for (let row = end - 1; row >= first; row -= step) rows.push(row);
    rows.reverse();
    made[name] = {
      first_index: first,
      total: end,
      shown: rows.length,
      units: Object.fromEntries(columns.map((column) => [column.name, column.unit])),
      columns: Object.fromEntries(
        ["@index", "@time", ...columns.map((column) => column.name)].map((column) => [
          column,
          column === "@index" ? rows : Array.from(readings.gather(column, rows)),
        ]),
      ),
    };
  }
  return made;
}

/** What the page says of a live input: see live_input.py. */
function wantedOf(node: HTMLElement): Wanted {
  const { room = "", what = "", perSecond = "4", most = "500", keys = "" } = node.dataset;
  return { room, what, perSecond: Number(perSecond), most: Number(most), keys: keys.split(" ").filter(Boolean) };
}

/** Fill every live input of the page. */
export function start(): void {
  island("live-input", (node) => {
    const id: unknown = JSON.parse(node.dataset.input ?? "null");
    return follow(wantedOf(node), pageLive, (data) => globalThis.dash_clientside.set_props(id, { data }));
  });
}
