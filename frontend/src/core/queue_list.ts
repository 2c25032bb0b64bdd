/* Which queues a list shows, and in what order. */
import type { QueueRecord } from "./rest_types.ts";

type Queue = Pick<QueueRecord, "queue_id" | "name" | "status" | "eta" | "timestamp">;
type Fits = (queue: Queue) => boolean;
type By = (a: Queue, b: Queue) => number;

const number = (queue: Queue) => Number(queue.queue_id.split("_")[1]);
const newest = (a: Queue, b: Queue) => number(b) - number(a);
const left = (queue: Queue) => (queue.status === "idle" ? Infinity : (queue.eta ?? Infinity));

export const SHOWN: Record<string, Fits> = {
  "": () => true,
  live: (queue) => queue.status !== "idle",
  paused: (queue) => queue.status === "paused" || queue.status === "pausing",
  idle: (queue) => queue.status === "idle",
};
const SORTED: Record<string, By> = {
  "": newest,
  oldest: (a, b) => newest(b, a),
  name: (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }) || newest(a, b),
  left: (a, b) => (left(a) === left(b) ? newest(a, b) : left(a) - left(b)),
  changed: (a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp) || newest(a, b),
};

function known<Entry>(table: Record<string, Entry>, key: string): Entry {
  return Object.hasOwn(table, key) ? table[key] : table[""];
}

/** The queues to show; `show` and `sort` are keys of the tables, `q` holds words that name or identifier must have. */
export function choose<Q extends Queue>(queues: readonly Q[], { show = "", q = "", sort = "" } = {}): Q[] {
  const words = q.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const holds = (queue: Queue) => words.every((word) => `${queue.name} ${queue.queue_id}`.toLowerCase().includes(word));
  return queues.filter((queue) => known(SHOWN, show)(queue) && holds(queue)).sort(known(SORTED, sort));
}
