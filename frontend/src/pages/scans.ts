// @ts-nocheck
/* The list of scans: searched, filtered and paged by the server, a page at a time as the list is scrolled; rows that are shown
 * are kept current from the room `global`. The state of the list is in the URL. */
import * as format from "../core/format.ts";
import { button, el, part, show, text } from "../dom/elements.ts";
import { page as pageModule } from "../dom/islands.ts";
import { MOVED, go, link, query, setQuery } from "../dom/navigate.ts";
import { live as liveModule } from "../dom/page_live.ts";
import { rest } from "../dom/rest.ts";
import * as status from "../dom/status.ts";
import { eachSecond } from "../dom/ticking.ts";
import * as exports from "./exports.ts";
import { grid } from "./grids.ts";
import { message } from "../dom/messages.ts";
import { scanFilters } from "./scan_filters.ts";
import { selection } from "./selection.ts";

const PAGE = 100;
const AHEAD = 30; // rows before the end at which the next page is fetched
const MOST_COMPARED = 8;
const SORTED = ["created_at", "name", "sample", "elapsed"]; // as the server has them
const KEPT = "pybirch.scans.place";
const MOST = 1000; // rows that are asked for at once when somebody comes back

/** Whether the present page was come back to, by the browser's buttons or a reload. */
let returned = ["reload", "back_forward"].includes((globalThis.performance.getEntriesByType("navigation")[0] || {}).type);

pageModule("scans", (page) => {
  const asked = query();
  const context = el("span");
  const fresh = button("", { kind: "small", icon: "up", on: () => load() });
  const empty = part(page, "empty");
  let table = null;
  let left = false;
  let next = null;
  let loading = null;
  const news = new Set(); // scans that are not in the list yet
  const told = new Map(); // what is told of scans while some are fetched, which may know less
  let search = globalThis.location.search;
  let place = {};
  let sort = SORTED.includes((asked.sort || "").replace(/^-/, "")) ? asked.sort : "";
  part(page, "context").append(context, fresh);
  show(fresh, false);
  const filters = scanFilters(part(page, "filters"), asked, changed);
  const running = status.badge("running");
  part(page, "running").append(running);

  const wanted = () => ({ ...filters.wanted(), sort: sort || undefined });
  const plain = () => !sort && !filters.any();

  function changed() {
    setQuery({ ...filters.query(), sort });
    search = globalThis.location.search;
    load();
  }
  /** Where the list stands: how many rows there are, and the first that is seen. */
  function here() {
    const rows = Math.max(PAGE, Math.min(MOST, table.api.getDisplayedRowCount()));
    return { rows, top: Math.round(table.api.getVerticalPixelRange().top / table.api.getGridOption("rowHeight")) };
  }
  /** Where it stood when it was left, for whoever comes back. */
  function back() {
    const kept = JSON.parse(globalThis.sessionStorage.getItem(KEPT) || "null");
    return returned && kept && kept.search === search ? kept : {};
  }
  function keep() {
    globalThis.sessionStorage.setItem(KEPT, JSON.stringify({ search, ...place }));
  }
  /** Take up the order that was chosen in the table's head. */
  function sorted() {
    const [chosen] = table.api.getColumnState().filter((column) => column.sort);
    const now = chosen ? `${chosen.sort === "desc" ? "-" : ""}${chosen.colId}` : "";
    if (now === sort) return;
    sort = now;
    changed();
  }
  function showSort() {
    const state = sort ? [{ colId: sort.replace(/^-/, ""), sort: sort.startsWith("-") ? "desc" : "asc" }] : [];
    table.api.applyColumnState({ state, defaultState: { sort: null } });
  }
  /** Nothing else is fetched from now on. */
  function begin() {
    if (loading) loading.abort();
    told.clear();
    return (loading = new AbortController());
  }
  /** Show the first page of what is asked for. */
  async function load({ rows = PAGE, top = 0 } = {}) {
    const mine = begin();
    news.clear();
    try {
      const found = await rest.get("scans", { ...wanted(), limit: rows }, { signal: mine.signal });
      next = found.next;
      table.api.setGridOption("rowData", found.items);
      for (const id of news) if (table.has({ scan_id: id }) || !isNew({ scan_id: id })) news.delete(id);
      const count = table.api.getDisplayedRowCount();
      if (count) table.api.ensureIndexVisible(Math.min(top, count - 1), "top");
      show(empty, found.items.length === 0);
      empty.replaceChildren(...nothing(filters.any()));
    } catch (error) {
      if (mine.signal.aborted) return;
      message(error.message);
    }
    settle(mine);
  }
  /** Add the following page once its rows come near. */
  async function more() {
    if (!next || loading || !table || table.api.isDestroyed()) return;
    if (table.api.getLastDisplayedRowIndex() < table.api.getDisplayedRowCount() - AHEAD) return;
    const mine = begin();
    try {
      const found = await rest.get("scans", { ...wanted(), limit: PAGE, cursor: next }, { signal: mine.signal });
      next = found.next;
      table.api.applyTransaction({ add: found.items.filter((scan) => !table.has(scan)) });
    } catch (error) {
      if (!mine.signal.aborted) message(error.message);
    }
    settle(mine);
  }
  /** What was fetched is there; what has come meanwhile may not be in it. */
  function settle(mine) {
    if (loading !== mine) return;
    loading = null;
    if (table.api.isDestroyed()) return;
    table.put([...told.values()].filter(table.has));
    offer();
  }
  function tell() {
    if (!table || table.api.isDestroyed()) return;
    const state = liveModule.state("global");
    const count = table.api.getDisplayedRowCount();
    const live = state ? state.scans.filter((scan) => scan.status === "running").length : 0;
    text(running.lastChild, `${live} running`);
    show(running, live > 0);
    const all = state && state.counts ? Object.values(state.counts).reduce((sum, each) => sum + each, 0) : null;
    const parts = [`${format.count(count)}${next ? "+" : ""} shown`, all && all > count ? `${format.count(all)} in all` : ""];
    text(context, parts.filter(Boolean).join(" · "));
    show(fresh, news.size > 0);
    text(fresh.lastChild, `${news.size} new`);
  }
  function follow(data) {
    if (!table || table.api.isDestroyed()) return;
    if (loading) told.set(data.scan_id, { ...told.get(data.scan_id), ...data });
    if (table.has(data)) table.put([data]);
    else if (plain() && isNew(data)) {
      news.add(data.scan_id);
      if (!loading) offer();
    }
  }
  /** Whether a scan came after all that are listed; it may have begun before this page was told that it waits. */
  function isNew({ scan_id: id }) {
    const first = table.api.getDisplayedRowAtIndex(0);
    return !first || number(id) > number(first.data.scan_id);
  }
  /** What was missed comes, and the queues have names from now on. */
  function anew() {
    if (!table || table.api.isDestroyed()) return;
    table.api.refreshCells({ columns: ["queue_id"], force: true });
    if (!loading) load(here());
  }
  /** New scans: shown at once where nobody is reading, offered otherwise. */
  function offer() {
    const reading = table.api.getFirstDisplayedRowIndex() > 0 || page.querySelector(".pb-grid:hover");
    if (news.size && !reading) load();
    else tell();
  }
  const narrow = ["scan_id", "status", "progress", "sample", "tags", "elapsed", "queue_id", "created_at"];
  grid("scans-grid", { key: "scan_id", open: (scan) => `/scans/${scan.scan_id}`, narrow }).then((made) => {
    if (left) return made.end();
    table = made;
    selection(part(page, "selection"), table, [compare, exports.tool]);
    showSort();
    table.api.addEventListener("bodyScroll", () => {
      place = here();
      more();
    });
    table.api.addEventListener("sortChanged", sorted);
    return load(back()).then(more);
  });
  globalThis.addEventListener("pagehide", keep);
  const offs = [
    liveModule.on(
      "global",
      { snapshot: anew, scan_status: follow, scan_annotated: ({ timestamp, ...fields }) => follow(fields) },
      { element: page },
    ),
    eachSecond(tell),
  ];
  return () => {
    left = true;
    filters.end();
    keep();
    globalThis.removeEventListener("pagehide", keep);
    if (loading) loading.abort();
    offs.forEach((off) => off());
    if (table) table.end();
  };
});

const number = (id) => Number(id.split("_")[1]);

/** Opens the scans that are chosen in one chart. */
function compare(ids) {
  const made = button("Compare", {
    kind: "primary",
    icon: "scans",
    data: { do: "compare" },
    on: () => go(`/compare?scans=${ids().join(",")}`),
  });
  made.addEventListener("pybirch:chosen", ({ detail }) => {
    made.disabled = detail.count < 2 || detail.count > MOST_COMPARED;
    made.title = made.disabled ? `Choose 2 to ${MOST_COMPARED} scans to compare` : "Draw them in one chart";
  });
  return made;
}

function nothing(filtered) {
  if (filtered) return [el("h2", {}, "No scan fits"), el("p", {}, "Take a filter away, or search for something else.")];
  return [
    el("h2", {}, "No scan yet"),
    el("p", {}, "Scans appear here as soon as they are queued."),
    link("/new", { spec: "a.pb-button.pb-button-primary" }, "New scan"),
  ];
}

/** Begin to listen to the page. */
export function start() {
  globalThis.addEventListener("popstate", () => (returned = true));
  globalThis.addEventListener(MOVED, () => (returned = false));
}
