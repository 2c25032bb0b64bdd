/* Callbacks of dashboard/components/scan_filters.py: the filters of the list of scans, kept in the address. */
import * as period from "../core/period.ts";
import type { ScanRecord } from "../core/rest_types.ts";
import { query, setQuery } from "../dom/navigate.ts";

type Text = string | null | undefined;
const ANY = "any"; // as dashboard/components/filters.py has it
/** Tells the page that the address holds other filters. */
export const FILTERED = "pybirch:filtered";

/** Write the filters into the address. Returns which chips are hidden, their labels, and whether "Clear all" and the days are hidden. */
export function filterScans(
  q: Text,
  sample: Text,
  tag: Text,
  chosenQueue: string,
  when: string,
  from: Text,
  to: Text,
  status: string,
  queues: { queue_id: string; name: string }[] | null,
): (boolean | string)[] {
  const queueId = chosenQueue === ANY ? "" : chosenQueue;
  const between = when === "between";
  const days = period.known(between ? period.between(from ?? "", to ?? "") : when);
  const set = { q: q?.trim(), sample: sample?.trim(), tag: tag?.trim(), queue_id: queueId, status, when: days };
  const before = JSON.stringify(query());
  setQuery(set);
  if (JSON.stringify(query()) !== before) document.querySelector("[data-page=scans]")?.dispatchEvent(new CustomEvent(FILTERED));
  const queue = queues?.find((each) => each.queue_id === queueId)?.name ?? queueId;
  const labels = [set.q && `“${set.q}”`, set.sample && `sample ${set.sample}`, set.tag && `tag ${set.tag}`, queueId && `queue ${queue}`];
  labels.push(days && period.words(days));
  return [...labels.map((label) => !label), ...labels.map((label) => label || ""), labels.filter(Boolean).length < 2, !between];
}

/** What the address asks the server for. */
export function wantedScans(): Record<string, string | undefined> {
  const { q, sample, tag, queue_id, status, when = "", sort } = query() as Record<string, string | undefined>;
  return {
    q,
    sample,
    tag,
    queue_id,
    status,
    sort: SORTS.has((sort ?? "").replace(/^-/, "")) ? sort : undefined,
    ...period.moments(period.known(when)),
  };
}

const SORTS = new Set<string>(["created_at", "name", "sample", "elapsed"] satisfies (keyof ScanRecord)[]);
