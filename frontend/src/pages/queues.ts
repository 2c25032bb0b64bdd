/* The list of queues, from the room `global`. What is shown, and in what order, is in the address. Rows come and go by themselves
 * only while nobody points at the list or is in it with the keyboard. */
import * as format from "../core/format.ts";
import { SHOWN, choose } from "../core/queue_list.ts";
import type { QueueRecord } from "../core/rest_types.ts";
import { button, el, part, show, text } from "../dom/elements.ts";
import { page as registerPage } from "../dom/islands.ts";
import { query, setQuery } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { type Table, grid } from "./grids.ts";

const ANY = "any"; // as dashboard/components/filters.py has it
const BATCH = 250; // ms
const FILTERED = "pybirch:filtered";
const FLASHING = ["status", "completed_scans", "total_scans", "name", "mode", "on_failure"] as const;
const NARROW = ["status", "progress", "current_scans", "eta", "mode", "timestamp"];

/** A callback of pages/queues.py: the filters have changed. */
export function filterQueues(q: string | null, shown: string, sort: string): void {
  setQuery({ q: q?.trim(), show: shown, sort: sort === ANY ? "" : sort });
  document.querySelector("[data-page=queues]")?.dispatchEvent(new CustomEvent(FILTERED));
}

registerPage("queues", (page: HTMLElement) => {
  const holder = page.querySelector(".pb-grid-holder") as HTMLElement;
  const [none, noMatch] = [part(page, "empty"), part(page, "no-match")] as HTMLElement[];
  const summary = el("span", {});
  const news = button("The list has changed", { kind: "small", icon: "up", data: { do: "catch-up" }, on: () => refill() });
  let table: Table<QueueRecord> | null = null;
  let left = false;
  let over = false; // a mouse or pen is over the list
  let shown = new Set<string>();
  const fresh = new Map<string, QueueRecord>();
  let timer = 0;
  part(page, "context")?.append(summary, news);
  show(news, false);

  const known = (): QueueRecord[] => live.state("global")?.queues ?? [];
  const wanted = (): QueueRecord[] => choose(known(), query());
  /** Show the matching queues, sorted. */
  function refill(): void {
    if (!table || table.api.isDestroyed() || !live.state("global")) return;
    const rows = wanted();
    shown = new Set(rows.map((queue) => queue.queue_id));
    fresh.clear();
    show(news, false);
    tell();
    show(none, known().length === 0);
    show(noMatch, known().length > 0 && rows.length === 0);
    table.api.setGridOption(
      "rowData",
      rows.map((queue) => ({ ...queue })),
    );
  }
  function tell(): void {
    const all = known();
    text(summary, `${format.counted(all.length, "queue")} · ${format.count(all.filter(SHOWN.live).length)} live`);
  }
  /** Update the rows that are there; others come and go unless the list is in use. */
  function flush(): void {
    timer = 0;
    if (!table || table.api.isDestroyed()) return;
    const rows = wanted();
    const same = rows.length === shown.size && rows.every((queue) => shown.has(queue.queue_id));
    if (!same && !over && !holder.matches(":focus-within")) return refill();
    table.put([...fresh.values()].filter(table.has));
    fresh.clear();
    show(news, !same);
    tell();
  }
  const later = (): void => void (timer ||= window.setTimeout(flush, BATCH));
  holder.addEventListener("pointerenter", ({ pointerType }) => (over = pointerType !== "touch"));
  holder.addEventListener("pointerleave", () => ((over = false), later()));
  holder.addEventListener("focusout", later);
  page.addEventListener(FILTERED, refill);
  const open = (queue: QueueRecord): string => `/queues/${queue.queue_id}`;
  void grid<QueueRecord>("queues-grid", { key: "queue_id", open, narrow: NARROW, flashing: [...FLASHING] }).then((made) => {
    if (left) return made.end();
    table = made;
    return refill();
  });
  const off = live.on(
    "global",
    {
      snapshot: refill,
      queue_status(data) {
        fresh.set(data.queue_id, data as QueueRecord);
        later();
      },
    },
    { element: page },
  );
  return () => {
    left = true;
    clearTimeout(timer);
    off();
    table?.end();
  };
});
