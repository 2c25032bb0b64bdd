// @ts-nocheck
/* Tables: the theme, the cells, and a handle that keeps rows current in small batches without moving what is looked at. */
import * as format from "../core/format.ts";
import * as dom from "../dom/elements.ts";
import { el, text } from "../dom/elements.ts";
import { go, href, link as linkModule, point } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import * as statusModule from "../dom/status.ts";
import { moment } from "../dom/ticking.ts";

const BATCH = 250; // ms

const functions = (globalThis.dashAgGridFunctions = globalThis.dashAgGridFunctions || {});
const components = (globalThis.dashAgGridComponentFunctions = globalThis.dashAgGridComponentFunctions || {});

// the server has put the rows in order

/** A cell drawn by `fill(node, params)`: React keeps an empty element, what is in it is ours. */
function cell(fill, className = "pb-cell") {
  return (params) => globalThis.React.createElement("div", { className, ref: (node) => node && params.data && fill(node, params) });
}

function once(node, make) {
  if (!node.pb) node.append((node.pb = make()));
  return node.pb;
}

const link = (node, path, label, spec) => {
  const made = once(node, () => linkModule(path, { spec }));
  point(made, path);
  text(made, label);
};

/** A name that leads to its page; below it, on a phone, what the columns left out there would say: it needs their room. */
function named(node, path, { name, status }, notes) {
  const made = once(node, () =>
    el(
      "span.pb-cell-stack",
      {},
      linkModule(path, { spec: "a.pb-cell-name" }),
      el("span.pb-cell-note", {}, statusModule.badge(status), el("span.pb-truncate")),
    ),
  );
  const [link, note] = made.children;
  point(link, path);
  text(link, name);
  statusModule.setBadge(note.firstChild, status);
  text(note.lastChild, notes.filter(Boolean).join(" · "));
}

/** How far a queue or a scan is: "3 / 10", "26 %". */
function done(data) {
  if (data.completed_scans !== undefined) return `${data.completed_scans} / ${data.total_scans}`;
  return data.total_points ? format.percent(data.progress) : format.count(data.point);
}

/** The size of text that a person has chosen, by the browsers' own. */
const larger = () => parseFloat(globalThis.getComputedStyle(document.documentElement).fontSize) / 16;

/** Let columns grow with the text: the widths they come with are for the browsers' own size. */
function widen(api) {
  const by = larger();
  if (by === 1) return;
  const grown = ({ width, minWidth }) =>
    Object.fromEntries(
      Object.entries({ width, minWidth })
        .filter(([, given]) => given)
        .map(([name, given]) => [name, Math.round(given * by)]),
    );
  api.setGridOption(
    "columnDefs",
    api.getColumnDefs().map((column) => ({ ...column, ...grown(column) })),
  );
  api.sizeColumnsToFit();
}

export function queueName(id) {
  const state = live.state("global");
  const found = state && state.queues.find((queue) => queue.queue_id === id);
  return found ? found.name : id;
}

/** The table of that id once it is there: {api, put(rows), has(row), end()}. `open(data)` gives the page a row leads to; `narrow`
 *  names the columns left out on a phone, `flashing` the fields whose change lets a row flash. */
export async function grid(id, { key, open, narrow = [], flashing = ["status"] }) {
  const api = await globalThis.dash_ag_grid.getApiAsync(id);
  const box = document.getElementById(id);
  let waiting = new Map();
  let timer = 0;

  function flush() {
    timer = 0;
    if (api.isDestroyed()) return;
    const known = [...waiting.values()].filter((row) => api.getRowNode(String(row[key])));
    waiting = new Map();
    const changed = [];
    const update = known.map((row) => {
      const node = api.getRowNode(String(row[key]));
      if (flashing.some((field) => field in row && node.data[field] !== row[field])) changed.push(node);
      return { ...node.data, ...row };
    });
    if (!update.length) return;
    const { update: nodes } = api.applyTransaction({ update });
    api.refreshCells({ rowNodes: nodes, force: true });
    for (const node of changed) for (const row of box.querySelectorAll(`[row-id="${CSS.escape(node.id)}"]`)) dom.flash(row);
  }
  /** Change rows that are there by what has come for them. */
  function put(rows) {
    for (const row of rows) waiting.set(String(row[key]), { ...waiting.get(String(row[key])), ...row });
    timer = timer || globalThis.setTimeout(flush, BATCH);
  }
  const wide = globalThis.matchMedia("(width >= 48em)"); // as the styles have it
  function fit() {
    if (api.isDestroyed()) return;
    api.setColumnsVisible(narrow, wide.matches);
    api.setGridOption("rowHeight", 16 * larger() * parseFloat(globalThis.getComputedStyle(box).getPropertyValue("--pb-grid-row"))); // given in rem
  }
  wide.addEventListener("change", fit);
  widen(api);
  fit();
  // By keyboard: Tab comes to the rows and leaves them, arrows go from row to row, Enter opens, space chooses.
  api.setGridOption("tabToNextCell", () => false);
  api.addEventListener("cellKeyDown", ({ data, event }) => event.key === "Enter" && go(open(data)));
  api.addEventListener("rowClicked", ({ data, event }) => {
    if (event.target.closest('a, button, input, [col-id="ag-Grid-SelectionColumn"]') || String(globalThis.getSelection())) return;
    if (event.ctrlKey || event.metaKey) globalThis.open(href(open(data)), "_blank");
    else go(open(data));
  });
  return {
    api,
    put,
    has: (row) => Boolean(api.getRowNode(String(row[key]))),
    end() {
      globalThis.clearTimeout(timer);
      wide.removeEventListener("change", fit);
    },
  };
}

/** Begin to listen to the page. */
export function start() {
  functions.pybirchAsGiven = () => 0;
  functions.pybirchTheme = (quartz) =>
    quartz.withParams({
      accentColor: "var(--pb-focus)",
      backgroundColor: "var(--pb-surface)",
      foregroundColor: "var(--pb-ink)",
      borderColor: "var(--pb-line)",
      browserColorScheme: "inherit",
      chromeBackgroundColor: "var(--pb-surface)",
      columnBorder: false,
      fontFamily: "var(--pb-font)",
      fontSize: "var(--pb-text-m)",
      headerBackgroundColor: "var(--pb-surface)",
      headerTextColor: "var(--pb-ink-3)",
      headerFontSize: "var(--pb-text-xs)",
      headerFontWeight: 500,
      headerHeight: "2.25rem",
      rowHeight: "var(--pb-grid-row)", // for what is in a row; its own height is set below, where places are reckoned with it
      headerColumnResizeHandleColor: "transparent",
      oddRowBackgroundColor: "var(--pb-surface)",
      rowHoverColor: "var(--pb-hover)",
      selectedRowBackgroundColor: "var(--pb-hover)",
      cellHorizontalPadding: "var(--pb-3)",
      wrapperBorder: false,
      wrapperBorderRadius: 0,
    });
  Object.assign(components, {
    PyBirchText: cell((node, { value }) => text(node, value), "pb-cell-text"),
    PyBirchBadge: cell((node, { value }) =>
      statusModule.setBadge(
        once(node, () => statusModule.badge(value)),
        value,
      ),
    ),
    PyBirchMoment: cell((node, { value }) => moment(node, value), "pb-cell pb-quiet"),
    PyBirchId: cell((node, { value }) => link(node, `/scans/${value}`, value, "a.pb-mono.pb-quiet")),
    PyBirchScanName: cell((node, { data }) =>
      named(node, `/scans/${data.scan_id}`, data, [
        data.status !== "queued" && data.status !== "completed" && done(data),
        statusModule.timeLeft(data),
        data.scan_id,
      ]),
    ),
    PyBirchQueueName: cell((node, { data }) =>
      named(node, `/queues/${data.queue_id}`, data, [done(data), data.status !== "idle" && statusModule.timeLeft(data), data.current_scan]),
    ),
    PyBirchQueueLink: cell((node, { value }) => link(node, `/queues/${value}`, queueName(value), "a.pb-quiet"), "pb-cell-text"),
    PyBirchQueueMode: cell(
      (node, { data }) =>
        text(
          node,
          `${data.mode === "parallel" ? "side by side" : "one by one"} · ${data.on_failure === "stop" ? "stops at" : "skips"} failures`,
        ),
      "pb-cell-text pb-quiet",
    ),
    PyBirchTimeLeft: cell((node, { data }) => text(node, statusModule.timeLeft(data).replace(/ left$/, "")), "pb-cell"),
    PyBirchElapsed: cell((node, { data }) => text(node, data.started_at || data.elapsed ? format.duration(data.elapsed) : ""), "pb-cell"),
    PyBirchTags: cell((node, { value }) => node.replaceChildren(...(value || []).map((tag) => el("span.pb-tag", {}, tag)))),
    PyBirchCurrentScans: cell((node, { data }) => {
      const scans = data.current_scans || [];
      node.replaceChildren(
        ...scans.slice(0, 2).map((id) => linkModule(`/scans/${id}`, { spec: "a.pb-mono.pb-quiet" }, id)),
        scans.length > 2 ? el("span.pb-quiet", {}, `+${scans.length - 2}`) : "",
      );
    }),
    PyBirchProgress: cell((node, { data }) => {
      const made = once(node, () => el("span.pb-cell-progress", {}, statusModule.bar(), el("span.pb-cell-figures")));
      dom.show(made, data.status !== "queued");
      statusModule.setBar(made.firstChild, data.progress, data.status);
      text(made.lastChild, done(data));
    }),
  });
}
