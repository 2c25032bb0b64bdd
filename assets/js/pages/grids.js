/* Tables: the theme, the cells, and a handle that keeps rows current in small batches without moving what is looked at. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el, text } = PyBirch.dom;
  const BATCH = 250; // ms

  const functions = (root.dashAgGridFunctions = root.dashAgGridFunctions || {});
  const components = (root.dashAgGridComponentFunctions = root.dashAgGridComponentFunctions || {});

  functions.pybirchAsGiven = () => 0; // the server has put the rows in order

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

  /** A cell drawn by `fill(node, params)`: React keeps an empty element, what is in it is ours. */
  function cell(fill, className = "pb-cell") {
    return (params) => root.React.createElement("div", { className, ref: (node) => node && params.data && fill(node, params) });
  }

  function once(node, make) {
    if (!node.pb) node.append((node.pb = make()));
    return node.pb;
  }

  const link = (node, path, label, spec) => {
    const made = once(node, () => PyBirch.link(path, { spec }));
    PyBirch.point(made, path);
    text(made, label);
  };

  /** A name that leads to its page; below it, on a phone, what the columns left out there would say: it needs their room. */
  function named(node, path, { name, status }, notes) {
    const made = once(node, () => el("span.pb-cell-stack", {}, PyBirch.link(path, { spec: "a.pb-cell-name" }), el("span.pb-cell-note", {}, PyBirch.status.badge(status), el("span.pb-truncate"))));
    const [link, note] = made.children;
    PyBirch.point(link, path);
    text(link, name);
    PyBirch.status.setBadge(note.firstChild, status);
    text(note.lastChild, notes.filter(Boolean).join(" · "));
  }

  /** How far a queue or a scan is: "3 / 10", "26 %". */
  function done(data) {
    if (data.completed_scans !== undefined) return `${data.completed_scans} / ${data.total_scans}`;
    return data.total_points ? PyBirch.format.percent(data.progress) : PyBirch.format.count(data.point);
  }

  /** The size of text that a person has chosen, by the browsers' own. */
  const larger = () => parseFloat(root.getComputedStyle(document.documentElement).fontSize) / 16;

  /** Let columns grow with the text: the widths they come with are for the browsers' own size. */
  function widen(api) {
    const by = larger();
    if (by === 1) return;
    const grown = ({ width, minWidth }) => Object.fromEntries(Object.entries({ width, minWidth }).filter(([, given]) => given).map(([name, given]) => [name, Math.round(given * by)]));
    api.setGridOption("columnDefs", api.getColumnDefs().map((column) => ({ ...column, ...grown(column) })));
    api.sizeColumnsToFit();
  }

  function queueName(id) {
    const state = PyBirch.live.state("global");
    const found = state && state.queues.find((queue) => queue.queue_id === id);
    return found ? found.name : id;
  }

  Object.assign(components, {
    PyBirchText: cell((node, { value }) => text(node, value), "pb-cell-text"),
    PyBirchBadge: cell((node, { value }) => PyBirch.status.setBadge(once(node, () => PyBirch.status.badge(value)), value)),
    PyBirchMoment: cell((node, { value }) => PyBirch.moment(node, value), "pb-cell pb-quiet"),
    PyBirchId: cell((node, { value }) => link(node, `/scans/${value}`, value, "a.pb-mono.pb-quiet")),
    PyBirchScanName: cell((node, { data }) => named(node, `/scans/${data.scan_id}`, data, [data.status !== "queued" && data.status !== "completed" && done(data), PyBirch.status.timeLeft(data), data.scan_id])),
    PyBirchQueueName: cell((node, { data }) => named(node, `/queues/${data.queue_id}`, data, [done(data), data.status !== "idle" && PyBirch.status.timeLeft(data), data.current_scan])),
    PyBirchQueueLink: cell((node, { value }) => link(node, `/queues/${value}`, queueName(value), "a.pb-quiet"), "pb-cell-text"),
    PyBirchQueueMode: cell((node, { data }) => text(node, `${data.mode === "parallel" ? "side by side" : "one by one"} · ${data.on_failure === "stop" ? "stops at" : "skips"} failures`), "pb-cell-text pb-quiet"),
    PyBirchTimeLeft: cell((node, { data }) => text(node, PyBirch.status.timeLeft(data).replace(/ left$/, "")), "pb-cell"),
    PyBirchElapsed: cell((node, { data }) => text(node, data.started_at || data.elapsed ? PyBirch.format.duration(data.elapsed) : ""), "pb-cell"),
    PyBirchTags: cell((node, { value }) => node.replaceChildren(...(value || []).map((tag) => el("span.pb-tag", {}, tag)))),
    PyBirchCurrentScans: cell((node, { data }) => {
      const scans = data.current_scans || [];
      node.replaceChildren(...scans.slice(0, 2).map((id) => PyBirch.link(`/scans/${id}`, { spec: "a.pb-mono.pb-quiet" }, id)), scans.length > 2 ? el("span.pb-quiet", {}, `+${scans.length - 2}`) : "");
    }),
    PyBirchProgress: cell((node, { data }) => {
      const made = once(node, () => el("span.pb-cell-progress", {}, PyBirch.status.bar(), el("span.pb-cell-figures")));
      PyBirch.dom.show(made, data.status !== "queued");
      PyBirch.status.setBar(made.firstChild, data.progress, data.status);
      text(made.lastChild, done(data));
    }),
  });

  /** The table of that id once it is there: {api, put(rows), has(row), end()}. `open(data)` gives the page a row leads to; `narrow`
   *  names the columns left out on a phone, `flashing` the fields whose change lets a row flash. */
  async function grid(id, { key, open, narrow = [], flashing = ["status"] }) {
    const api = await root.dash_ag_grid.getApiAsync(id);
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
      for (const node of changed) for (const row of box.querySelectorAll(`[row-id="${CSS.escape(node.id)}"]`)) PyBirch.dom.flash(row);
    }
    /** Change rows that are there by what has come for them. */
    function put(rows) {
      for (const row of rows) waiting.set(String(row[key]), { ...waiting.get(String(row[key])), ...row });
      timer = timer || root.setTimeout(flush, BATCH);
    }
    const wide = root.matchMedia("(width >= 48em)"); // as the styles have it
    function fit() {
      if (api.isDestroyed()) return;
      api.setColumnsVisible(narrow, wide.matches);
      api.setGridOption("rowHeight", 16 * larger() * parseFloat(root.getComputedStyle(box).getPropertyValue("--pb-grid-row"))); // given in rem
    }
    wide.addEventListener("change", fit);
    widen(api);
    fit();
    // By keyboard: Tab comes to the rows and leaves them, arrows go from row to row, Enter opens, space chooses.
    api.setGridOption("tabToNextCell", () => false);
    api.addEventListener("cellKeyDown", ({ data, event }) => event.key === "Enter" && PyBirch.go(open(data)));
    api.addEventListener("rowClicked", ({ data, event }) => {
      if (event.target.closest('a, button, input, [col-id="ag-Grid-SelectionColumn"]') || String(root.getSelection())) return;
      if (event.ctrlKey || event.metaKey) root.open(PyBirch.href(open(data)), "_blank");
      else PyBirch.go(open(data));
    });
    return {
      api,
      put,
      has: (row) => Boolean(api.getRowNode(String(row[key]))),
      end() {
        root.clearTimeout(timer);
        wide.removeEventListener("change", fit);
      },
    };
  }

  PyBirch.grid = grid;
  PyBirch.queueName = queueName;
})(window);
