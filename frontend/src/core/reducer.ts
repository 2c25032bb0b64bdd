// @ts-nocheck
/* A room's state with its events applied: the same shape as the snapshot (CONTRACT), kept current for those
 * who look later. */
import * as order from "./order.ts";

const LOG_LINES = 1000;
const ENDED = new Set(["completed", "stopped", "aborted", "failed", "interrupted"]);

const indexes = new WeakMap(); // list -> key's value -> thing

/** The thing of a list with the same `key` gets the event's fields; one that is not there is added. */
function upsert(list, key, data) {
  let index = indexes.get(list);
  if (!index || index.size !== list.length) {
    index = new Map(list.map((item) => [item[key], item]));
    indexes.set(list, index);
  }
  const found = index.get(data[key]);
  if (found) return Object.assign(found, data);
  const made = { ...data };
  index.set(data[key], made);
  list.push(made);
  return made;
}

function merge(thing, key, data) {
  if (thing && thing[key] === data[key]) Object.assign(thing, data);
}

const REDUCERS = {
  scan_status(state, data) {
    merge(state.scan, "scan_id", data);
    if (!state.scans) return;
    upsert(state.scans, "scan_id", data);
    const unfinishedOnly = !state.queue; // `global` has the unfinished scans, a queue all of its own
    if (unfinishedOnly && ENDED.has(data.status)) state.scans = state.scans.filter((s) => s.scan_id !== data.scan_id);
  },
  scan_annotated(state, data) {
    const { timestamp, ...fields } = data; // the moment of the change, not that of the status
    merge(state.scan, "scan_id", fields);
    for (const scan of state.scans || []) merge(scan, "scan_id", fields);
  },
  queue_status(state, data) {
    merge(state.queue, "queue_id", data);
    if (state.queues) upsert(state.queues, "queue_id", data);
  },
  queue_order(state, data) {
    if (state.scans) state.scans = order.arrange(state.scans, data.scan_ids);
  },
  emergency_stop(state, data) {
    const same = state.stop && state.stop.stop_id === data.stop_id;
    if ("stop" in state) state.stop = { dismissed_at: null, dismissed_by: null, ...(same ? state.stop : {}), ...data };
  },
  stop_dismissed(state, { stop_id: id, dismissed_by, dismissed_at }) {
    if (state.stop && state.stop.stop_id === id) Object.assign(state.stop, { dismissed_by, dismissed_at });
  },
  instrument_status: instrument,
  instrument_position: instrument,
  queue_log: log,
  scan_log: log,
  presence(state, data) {
    state.presence = data.users;
  },
};

function instrument(state, data) {
  merge(state.instrument, "instrument_id", data);
  if (state.instruments) upsert(state.instruments, "instrument_id", data);
}

function log(state, data) {
  if (!state.log) return;
  state.log.push(data);
  if (state.log.length > LOG_LINES) state.log.splice(0, state.log.length - LOG_LINES);
}

/** Change `state` by one event; events it has no place for are passed over. */
export function reduce(state, name, data) {
  if (Object.prototype.hasOwnProperty.call(REDUCERS, name)) REDUCERS[name](state, data);
}
