/* The list of scans: filtered and sorted by the server, fetched page by page as it is scrolled; rows that are shown are kept current
 * from the room `global`. The address holds what is shown. */
import * as format from "../core/format.ts";
import type { ScanRecord } from "../core/rest_types.ts";
import { button, el, part, show, text } from "../dom/elements.ts";
import { page as registerPage } from "../dom/islands.ts";
import { message } from "../dom/messages.ts";
import { MOVED, setQuery } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { rest } from "../dom/rest.ts";
import { badge } from "../dom/status.ts";
import { eachSecond } from "../dom/ticking.ts";
import { type Table, grid } from "./grids.ts";
import { FILTERED, wantedScans } from "./scan_filters.ts";
import { followSelection } from "./selection.ts";

const PAGE = 100;
const AHEAD = 30; // rows before the end at which the next page is fetched
const KEPT = "pybirch.scans.place";
const MOST = 1000; // rows fetched at once when somebody comes back
const NARROW = ["scan_id", "status", "progress", "sample", "tags", "elapsed", "queue_id", "created_at"];

interface Place {
  rows?: number;
  /** The first row in sight. */
  top?: number;
}

/** Whether somebody came back to the present page by the browser's buttons or a reload. */
let returned = ["reload", "back_forward"].includes((performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming)?.type);

const numberOf = (id: string): number => Number(id.split("_")[1]);

registerPage("scans", (page: HTMLElement) => {
  const [context, none, noMatch, runningPart] = ["context", "empty", "no-match", "running"].map((name) => part(page, name) as HTMLElement);
  const summary = el("span", {});
  const fresh = button("", { kind: "small", icon: "up", on: () => void load() });
  const running = badge("running");
  let table: Table<ScanRecord> | null = null;
  let left = false;
  let next: string | null = null;
  let loading: AbortController | null = null;
  let place: Place = {};
  let endSelection = (): void => {};
  const news = new Set<string>(); // scans that are not in the list yet
  const told = new Map<string, Partial<ScanRecord>>(); // what is told of scans while some are fetched
  context.append(summary, fresh);
  runningPart.append(running);
  show(fresh, false);

  const ready = (): Table<ScanRecord> | null => (table && !table.api.isDestroyed() ? table : null);
  const filtered = (): boolean => Object.values({ ...wantedScans(), sort: "" }).some(Boolean);
  const sort = (): string => wantedScans().sort ?? "";

  /** Where the list stands: how many rows there are, and the first in sight. */
  function here({ api }: Table<ScanRecord>): Place {
    const rows = Math.max(PAGE, Math.min(MOST, api.getDisplayedRowCount()));
    return { rows, top: Math.round(api.getVerticalPixelRange().top / api.getGridOption("rowHeight")) };
  }
  /** Where it stood when it was left, for whoever comes back. */
  function back(): Place {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as (Place & { search: string }) | null;
    return returned && kept?.search === location.search ? kept : {};
  }
  let search = location.search;
  const keep = (): void => sessionStorage.setItem(KEPT, JSON.stringify({ search, ...place }));
  const filter = (): void => {
    search = location.search;
    void load();
  };
  /** Take the order that was chosen in the table's head. */
  function sorted(): void {
    const chosen = table?.api.getColumnState().find((column) => column.sort);
    const now = chosen ? `${chosen.sort === "desc" ? "-" : ""}${chosen.colId}` : "";
    if (now === sort()) return;
    setQuery({ sort: now });
    filter();
  }
  function showSort({ api }: Table<ScanRecord>): void {
    const by = sort();
    const state = by ? [{ colId: by.replace(/^-/, ""), sort: by.startsWith("-") ? ("desc" as const) : ("asc" as const) }] : [];
    api.applyColumnState({ state, defaultState: { sort: null } });
  }
  /** Fetch a page, given up when another one is asked for. */
  async function fetched(
    from: { limit: number; cursor?: string },
    take: (items: ScanRecord[], shown: Table<ScanRecord>) => void,
  ): Promise<void> {
    loading?.abort();
    told.clear();
    const mine = (loading = new AbortController());
    try {
      const found = (await rest.get("scans", { ...wantedScans(), ...from }, { signal: mine.signal })) as {
        items: ScanRecord[];
        next: string | null;
      };
      const shown = ready();
      if (shown) {
        next = found.next;
        take(found.items, shown);
      }
    } catch (error) {
      if (mine.signal.aborted) return;
      message((error as Error).message);
    }
    if (loading !== mine) return;
    loading = null;
    if (!ready()) return;
    table?.put([...told.values()].filter(table.has)); // what was told meanwhile may not be in it
    offer();
  }
  /** Show the first page. */
  const load = ({ rows = PAGE, top = 0 }: Place = {}): Promise<void> => {
    news.clear();
    return fetched({ limit: rows }, (items, { api, has }) => {
      api.setGridOption("rowData", items);
      for (const id of news) if (has({ scan_id: id }) || !isNew(id)) news.delete(id);
      if (items.length) api.ensureIndexVisible(Math.min(top, items.length - 1), "top");
      show(none, !items.length && !filtered());
      show(noMatch, !items.length && filtered());
    });
  };
  /** Add the following page once its rows come near. */
  function more(): void {
    const api = ready()?.api;
    if (!next || loading || !api || api.getLastDisplayedRowIndex() < api.getDisplayedRowCount() - AHEAD) return;
    void fetched({ limit: PAGE, cursor: next }, (items, shown) =>
      shown.api.applyTransaction({ add: items.filter((scan) => !shown.has(scan)) }),
    );
  }
  function tell(): void {
    const api = ready()?.api;
    if (!api) return;
    const state = live.state("global");
    const runs = state?.scans.filter((scan) => scan.status === "running").length ?? 0;
    text(running.lastElementChild as HTMLElement, `${runs} running`);
    show(running, runs > 0);
    const count = api.getDisplayedRowCount();
    const all = Object.values(state?.counts ?? {}).reduce((sum, each) => sum + each, 0);
    text(summary, `${format.count(count)}${next ? "+" : ""} shown${all > count ? ` · ${format.count(all)} in all` : ""}`);
    show(fresh, news.size > 0);
    text(fresh.lastElementChild as HTMLElement, `${news.size} new`);
  }
  function follow(data: Partial<ScanRecord> & { scan_id: string }): void {
    const shown = ready();
    if (!shown) return;
    if (loading) told.set(data.scan_id, { ...told.get(data.scan_id), ...data });
    if (shown.has(data)) shown.put([data]);
    else if (!sort() && !filtered() && isNew(data.scan_id)) {
      news.add(data.scan_id);
      if (!loading) offer();
    }
  }
  /** Whether a scan came after all that are listed; it may have begun before this page was told that it waits. */
  function isNew(id: string): boolean {
    const first = table?.api.getDisplayedRowAtIndex(0);
    return !first || numberOf(id) > numberOf(first.data.scan_id);
  }
  /** After a snapshot: fetch what was missed; the queues have names from now on. */
  function anew(): void {
    const shown = ready();
    shown?.api.refreshCells({ columns: ["queue_id"], force: true });
    if (shown && !loading) void load(here(shown));
  }
  /** Show new scans at once where nobody is reading, offer them otherwise. */
  function offer(): void {
    const reading = (table?.api.getFirstDisplayedRowIndex() ?? 0) > 0 || page.querySelector(".pb-grid:hover");
    if (news.size && !reading) void load();
    else tell();
  }
  void grid<ScanRecord>("scans-grid", {
    key: "scan_id",
    open: (scan) => `/scans/${scan.scan_id}`,
    narrow: NARROW,
    flashing: ["status"],
  }).then((made) => {
    if (left) return made.end();
    table = made;
    endSelection = followSelection(page, made.api);
    showSort(made);
    made.api.addEventListener("bodyScroll", () => {
      place = here(made);
      more();
    });
    made.api.addEventListener("sortChanged", sorted);
    return load(back()).then(more);
  });
  window.addEventListener("pagehide", keep);
  page.addEventListener(FILTERED, filter);
  const offs = [
    live.on(
      "global",
      { snapshot: anew, scan_status: follow, scan_annotated: ({ timestamp: _, ...fields }) => follow(fields) },
      { element: page },
    ),
    eachSecond(tell),
  ];
  return () => {
    left = true;
    keep();
    window.removeEventListener("pagehide", keep);
    loading?.abort();
    endSelection();
    offs.forEach((off) => off());
    table?.end();
  };
});

/** Note how the present page was reached. */
export function start(): void {
  window.addEventListener("popstate", () => (returned = true));
  window.addEventListener(MOVED, () => (returned = false));
}
