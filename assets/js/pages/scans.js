/* The list of scans: searched, filtered and paged by the server, a page at a time as the list is scrolled; rows that are shown
 * are kept current from the room `global`. The state of the list is in the URL. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el, text, show, part, button } = PyBirch.dom;
  const PAGE = 100;
  const TYPING = 250; // ms without a key before the server is asked
  const AHEAD = 30; // rows before the end at which the next page is fetched
  const MOST_COMPARED = 8;
  const STATES = [
    { value: "", label: "All" },
    { value: "starting,running,pausing,paused,stopping,aborting", label: "Live", mark: "triangle", tone: "blue" },
    { value: "queued", label: "Queued", mark: "circle", tone: "slate" },
    { value: "completed", label: "Completed", mark: "tick", tone: "green" },
    { value: "failed,aborted,interrupted", label: "Failed", mark: "cross", tone: "red" },
    { value: "stopped", label: "Stopped", mark: "square", tone: "slate" },
  ];
  const FIELDS = ["q", "sample", "tag", "queue_id"];

  PyBirch.page("scans", (page) => {
    const asked = PyBirch.query();
    const context = el("span");
    const fresh = button("", { kind: "small", icon: "up", on: () => load() });
    const inputs = Object.fromEntries(FIELDS.map((name) => [name, input(name, asked[name] || "")]));
    const empty = part(page, "empty");
    let table = null;
    let left = false;
    let next = null;
    let loading = null;
    let news = 0;
    let typing = 0;
    part(page, "context").append(context, fresh);
    show(fresh, false);
    const filters = part(page, "filters");
    filters.append(inputs.q);
    const status = PyBirch.chips(filters, STATES, asked.status || "", changed);
    filters.append(inputs.sample, inputs.tag, inputs.queue_id);
    const when = PyBirch.filters.days(filters, asked.when || "", changed);
    const given = PyBirch.filters.given(filters, () => clear([...FIELDS, "when"]));
    const running = PyBirch.status.badge("running");
    part(page, "running").append(running);
    for (const each of Object.values(inputs)) {
      each.addEventListener("input", () => {
        root.clearTimeout(typing);
        typing = root.setTimeout(changed, TYPING);
      });
    }

    function wanted() {
      const values = Object.fromEntries(FIELDS.map((name) => [name, inputs[name].value.trim() || undefined]));
      return { ...values, status: status.value || undefined, ...PyBirch.period.moments(when.value) };
    }
    function changed() {
      const { since, until, ...plain } = wanted();
      PyBirch.setQuery({ ...plain, when: when.value });
      load();
    }
    /** Take filters away. */
    function clear(names) {
      for (const name of names) {
        if (name === "when") when.set("");
        else inputs[name].value = "";
      }
      changed();
    }
    function tellFilters() {
      const labels = { q: "“", sample: "sample ", tag: "tag ", queue_id: "queue " };
      const typed = FIELDS.filter((name) => inputs[name].value.trim()).map((name) => ({ name, label: `${labels[name]}${inputs[name].value.trim()}${name === "q" ? "”" : ""}` }));
      const days = when.value ? [{ name: "when", label: PyBirch.period.words(when.value) }] : [];
      given([...typed, ...days].map((filter) => ({ ...filter, clear: () => clear([filter.name]) })));
    }
    /** Show the first page of what is asked for. */
    async function load() {
      if (loading) loading.abort();
      const mine = (loading = new AbortController());
      news = 0;
      tellFilters();
      try {
        const found = await PyBirch.rest.get("scans", { ...wanted(), limit: PAGE }, { signal: mine.signal });
        next = found.next;
        table.api.setGridOption("rowData", found.items);
        if (table.api.getDisplayedRowCount()) table.api.ensureIndexVisible(0, "top");
        const filtered = Object.values(wanted()).some(Boolean);
        show(empty, found.items.length === 0);
        empty.replaceChildren(...nothing(filtered));
      } catch (error) {
        if (mine.signal.aborted) return;
        PyBirch.message(error.message);
      }
      if (loading === mine) loading = null;
      tell();
    }
    /** Add the following page once its rows come near. */
    async function more() {
      if (!next || loading || !table || table.api.isDestroyed()) return;
      if (table.api.getLastDisplayedRowIndex() < table.api.getDisplayedRowCount() - AHEAD) return;
      const mine = (loading = new AbortController());
      try {
        const found = await PyBirch.rest.get("scans", { ...wanted(), limit: PAGE, cursor: next }, { signal: mine.signal });
        next = found.next;
        table.api.applyTransaction({ add: found.items.filter((scan) => !table.has(scan)) });
      } catch (error) {
        if (!mine.signal.aborted) PyBirch.message(error.message);
      }
      if (loading === mine) loading = null;
      tell();
    }
    function tell() {
      if (!table || table.api.isDestroyed()) return;
      const state = PyBirch.live.state("global");
      const count = table.api.getDisplayedRowCount();
      const live = state ? state.scans.filter((scan) => scan.status === "running").length : 0;
      text(running.lastChild, `${live} running`);
      show(running, live > 0);
      const all = state && state.counts ? Object.values(state.counts).reduce((sum, each) => sum + each, 0) : null;
      const parts = [`${PyBirch.format.count(count)}${next ? "+" : ""} shown`, all && all > count ? `${PyBirch.format.count(all)} in all` : ""];
      text(context, parts.filter(Boolean).join(" · "));
      show(fresh, news > 0);
      text(fresh.lastChild, `${news} new`);
    }
    function follow(data) {
      if (!table || table.api.isDestroyed()) return;
      if (table.has(data)) table.put([data]);
      else if (data.status === "queued" && !Object.values(wanted()).some(Boolean)) arrived();
    }
    /** A new scan: shown at once where nobody is reading, offered otherwise. */
    function arrived() {
      news += 1;
      const reading = table.api.getFirstDisplayedRowIndex() > 0 || page.querySelector(".pb-grid:hover");
      if (reading) tell();
      else if (!loading) load();
    }
    const narrow = ["scan_id", "sample", "tags", "elapsed", "queue_id", "created_at"];
    PyBirch.grid("scans-grid", { key: "scan_id", open: (scan) => `/scans/${scan.scan_id}`, narrow }).then((made) => {
      if (left) return made.end();
      table = made;
      PyBirch.selection(part(page, "selection"), table, [compare, PyBirch.exports.tool]);
      table.api.addEventListener("bodyScroll", more);
      return load().then(more);
    });
    const offs = [
      PyBirch.live.on("global", { snapshot: () => table && load(), scan_status: follow }, { element: page }),
      PyBirch.eachSecond(tell),
    ];
    return () => {
      left = true;
      root.clearTimeout(typing);
      if (loading) loading.abort();
      offs.forEach((off) => off());
      if (table) table.end();
    };
  });

  function input(name, value) {
    const words = { q: ["Search name, id, notes", "Search scans"], sample: ["Sample", "Sample"], tag: ["Tag", "Tag"], queue_id: ["Queue", "Queue"] }[name];
    return el(`input.pb-input.pb-input-small.pb-filter-${name}`, { type: "search", placeholder: words[0], "aria-label": words[1], value, autocomplete: "off", spellcheck: "false" });
  }

  /** Opens the scans that are chosen in one chart. */
  function compare(ids) {
    const made = button("Compare", { kind: "primary", icon: "scans", data: { do: "compare" }, on: () => PyBirch.go(`/compare?scans=${ids().join(",")}`) });
    made.addEventListener("pybirch:chosen", ({ detail }) => {
      made.disabled = detail.count < 2 || detail.count > MOST_COMPARED;
      made.title = made.disabled ? `Choose 2 to ${MOST_COMPARED} scans to compare` : "Draw them in one chart";
    });
    return made;
  }

  function nothing(filtered) {
    if (filtered) return [el("h2", {}, "No scan fits"), el("p", {}, "Take a filter away, or search for something else.")];
    return [el("h2", {}, "No scan yet"), el("p", {}, "Scans appear here as soon as they are queued."), PyBirch.link("/new", { spec: "a.pb-button.pb-button-primary" }, "New scan")];
  }
})(window);
