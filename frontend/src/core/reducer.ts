/* A room's state with its events applied: the same shape as the snapshot, kept current for those who look later. */
import * as order from "./order.ts";
import type { AnyRoom, EventMap, EventName } from "./rooms.ts";
import { vocabulary } from "./vocabulary.ts";

const LOG_LINES = 1000;
const indexes = new WeakMap<object[], Map<unknown, object>>(); // list -> value of the key -> item

function indexOf<Data extends object>(list: object[], key: keyof Data): Map<unknown, object> {
  let index = indexes.get(list);
  if (!index || index.size !== list.length) {
    index = new Map(list.map((item) => [(item as Data)[key], item]));
    indexes.set(list, index);
  }
  return index;
}

/** The item of a list with the same `key` gets the event's fields; one that is not there is added. */
function upsert<Data extends object>(list: object[], key: keyof Data, data: Data): void {
  const index = indexOf<Data>(list, key);
  const found = index.get(data[key]);
  if (found) {
    Object.assign(found, data);
    return;
  }
  const made = { ...data };
  index.set(data[key], made);
  list.push(made);
}

function merge<Data extends object>(item: object | undefined, key: keyof Data, data: Data): void {
  if (item && (item as Data)[key] === data[key]) Object.assign(item, data);
}

/** Keep the number of scans in each state current. */
function recount({ counts, scans }: AnyRoom, { scan_id: id, status }: EventMap["scan_status"]): void {
  if (!counts || !scans) return;
  const before = (indexOf<EventMap["scan_status"]>(scans, "scan_id").get(id) as EventMap["scan_status"] | undefined)?.status;
  if (before === status) return;
  if (before) counts[before] -= 1;
  counts[status] = (counts[status] ?? 0) + 1;
}

function instrument(state: AnyRoom, data: EventMap["instrument_status"] | EventMap["instrument_position"]): void {
  merge(state.instrument, "instrument_id", data);
  if (state.instruments) upsert(state.instruments, "instrument_id", data);
}

function log({ log: lines }: AnyRoom, data: EventMap["queue_log"] | EventMap["scan_log"]): void {
  if (!lines) return;
  lines.push(data);
  if (lines.length > LOG_LINES) lines.splice(0, lines.length - LOG_LINES);
}

const REDUCERS: { [Name in EventName]?: (state: AnyRoom, data: EventMap[Name]) => void } = {
  scan_status(state, data) {
    merge(state.scan, "scan_id", data);
    if (!state.scans) return;
    recount(state, data);
    upsert(state.scans, "scan_id", data);
    const unfinishedOnly = !state.queue; // `global` has the unfinished scans, a queue all of its own
    if (unfinishedOnly && vocabulary.ended(data.status)) state.scans = state.scans.filter((scan) => scan.scan_id !== data.scan_id);
  },
  scan_annotated(state, { timestamp: _changed, ...fields }) {
    merge(state.scan, "scan_id", fields);
    for (const scan of state.scans ?? []) merge(scan, "scan_id", fields);
  },
  queue_status(state, data) {
    merge(state.queue, "queue_id", data);
    if (state.queues) upsert(state.queues, "queue_id", data);
  },
  queue_order(state, data) {
    if (state.scans) state.scans = order.arrange(state.scans, data.scan_ids);
  },
  emergency_stop(state, data) {
    if (!("stop" in state)) return;
    const same = state.stop?.stop_id === data.stop_id;
    state.stop = Object.assign({ dismissed_at: null, dismissed_by: null }, same ? state.stop : {}, data);
  },
  stop_dismissed(state, { stop_id: id, dismissed_by, dismissed_at }) {
    if (state.stop?.stop_id === id) Object.assign(state.stop, { dismissed_by, dismissed_at });
  },
  instrument_status: instrument,
  instrument_position: instrument,
  queue_log: log,
  scan_log: log,
  presence(state, data) {
    state.presence = data.users;
  },
};

/** Change `state` by one event; an event that has no place in it changes nothing. */
export function reduce<Name extends EventName>(state: AnyRoom, name: Name, data: EventMap[Name]): void {
  if (Object.hasOwn(REDUCERS, name)) REDUCERS[name]?.(state, data);
}
