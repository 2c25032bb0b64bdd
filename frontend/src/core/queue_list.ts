// @ts-nocheck
/* Which queues a list shows, and in what order: by state, by words, sorted. Pure. */
const number = (queue) => Number(queue.queue_id.split("_")[1]);
const newest = (a, b) => number(b) - number(a);
const left = (queue) => (queue.status === "idle" || typeof queue.eta !== "number" ? Infinity : queue.eta);

export const SHOWN = {
  "": { label: "All", fits: () => true },
  live: { label: "Live", mark: "triangle", tone: "blue", fits: (queue) => queue.status !== "idle" },
  paused: { label: "Paused", mark: "bars", tone: "amber", fits: (queue) => queue.status === "paused" || queue.status === "pausing" },
  idle: { label: "Idle", mark: "circle", tone: "slate", fits: (queue) => queue.status === "idle" },
};
export const SORTED = {
  "": { label: "Newest first", by: newest },
  oldest: { label: "Oldest first", by: (a, b) => newest(b, a) },
  name: { label: "By name", by: (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }) || newest(a, b) },
  left: { label: "Least time left", by: (a, b) => (left(a) === left(b) ? newest(a, b) : left(a) - left(b)) },
  changed: { label: "Changed last", by: (a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp) || newest(a, b) },
};
const known = (table, key) => (Object.prototype.hasOwnProperty.call(table, key) ? table[key] : table[""]);

/** The queues to be shown of `queues`; `show` and `sort` are keys of the tables, `q` words that name or identifier hold. */
export function choose(queues, { show = "", q = "", sort = "" } = {}) {
  const words = q.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const holds = (queue) => words.every((word) => `${queue.name} ${queue.queue_id}`.toLowerCase().includes(word));
  return queues.filter((queue) => known(SHOWN, show).fits(queue) && holds(queue)).sort(known(SORTED, sort).by);
}
