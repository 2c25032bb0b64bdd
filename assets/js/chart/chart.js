/* The chart of a scan, drawn in a dcc.Graph (or any Plotly graph) from the rows the browser holds.
 *
 * HOW A PAGE USES IT
 *
 *     const chart = PyBirch.chart.mount("graph-id", { scanId: "SCAN_001" });   // the id of the dcc.Graph; its socket is the page's
 *
 *     chart.options()     // what can be chosen now, for the controls:
 *                         //   {measurements: [name], kinds: [kind], x: [{value, label}], y: [..], colour: [..], scales: [name]}
 *     chart.choices()     // what is chosen now, every gap filled by the chart:
 *                         //   {measurement, kind, x, y: [name], colour, logX, logY, scale, view: "live"|"whole", window: 1000}
 *     chart.choose({ kind: "scatter" })   // any of these; null gives the choice back to the chart; remembered for the scan
 *     chart.onChange(fn)  // fn({options, choices, status}) at once and whenever one of them changes -> off
 *     chart.status()      // {shown, total, loaded, loading: 0..1 or null, message: "" or a sentence}
 *     chart.csv()         // what is drawn now as CSV text: visible traces, zoomed window, units
 *     chart.resetZoom()
 *     chart.unmount()     // also by itself when the graph has left the page
 *
 *     PyBirch.chart.sparkline(canvas, values)   // a small line in the canvas's own text colour, for cards
 *
 * Kinds: "line", "scatter", "heatmap" (x, y: axes, colour: what is measured), "spectrum" (y: array column, the last reading),
 * "waterfall" (the same over x readings). Column values beside names: "@index", "@time" (s since the start), "@channel".
 *
 * The graph is drawn at most once per animation frame and takes at most half of the page's time. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const chart = (PyBirch.chart = PyBirch.chart || {});
  const KEPT_LIVE = 50000;
  const KEPT_WHOLE = 4000000;

  class ScanChart {
    constructor(graphId, { scanId, live = PyBirch.live, plotly = plotlyOfPage, loadRun = PyBirch.fetchRun } = {}) {
      this.scanId = scanId;
      this._room = `scan_${scanId}`;
      this._live = live;
      this._plotly = plotly;
      this._graphId = graphId;
      this._graph = null;
      this._scan = null;
      this._chosen = chart.memory.recall(scanId);
      this._first = null; // the view the chart chose by itself at the first snapshot
      this._map = new chart.MapFiller();
      this._history = new chart.History(loadRun, () => this._touch());
      this._changes = new PyBirch.Dispatcher();
      this._told = "";
      this._scheduled = 0;
      this._busyUntil = 0;
      this._revision = 0;
      this._unlisten = [];
      this._listen();
    }

    options() {
      return chart.options(this._view());
    }

    choices() {
      return chart.complete(this._chosen, this._view());
    }

    choose(changes) {
      for (const [name, value] of Object.entries(changes)) {
        if (value === null || value === undefined) delete this._chosen[name];
        else this._chosen[name] = value;
      }
      chart.memory.remember(this.scanId, this._chosen);
      this._touch();
      this._tell();
    }

    onChange(listener) {
      const off = this._changes.on("change", listener);
      listener(this._news());
      return off;
    }

    status() {
      const view = this._view();
      const { series } = view;
      if (!series) return { shown: 0, total: 0, loaded: 0, loading: null, message: "" };
      const { shown = 0 } = this._drawn || {};
      return { shown, total: series.end, loaded: series.length, loading: this._history.progress(series), message: this._history.trouble };
    }

    csv() {
      const view = this._view();
      return chart.csv(view, chart.complete(this._chosen, view));
    }

    resetZoom() {
      if (this._graph) this._plotly().relayout(this._graph, { "xaxis.autorange": true, "yaxis.autorange": true });
    }

    unmount() {
      root.cancelAnimationFrame(this._scheduled);
      root.clearTimeout(this._later);
      this._history.stop();
      for (const off of this._unlisten.splice(0)) off();
      this._gone = true;
    }

    _listen() {
      const element = () => root.document.getElementById(this._graphId);
      const off = this._live.on(
        this._room,
        {
          snapshot: (state) => this._snapshot(state),
          scan_status: (status) => (this._scan = { ...this._scan, ...status }),
          points: () => this._touch(),
        },
        { element: element() },
      );
      const theme = new root.MutationObserver(() => this._touch());
      theme.observe(root.document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme", "class"] });
      this._unlisten.push(off, () => theme.disconnect());
    }

    _snapshot(state) {
      this._scan = state.scan;
      if (this._first === null) this._first = PyBirch.vocabulary.ended(state.scan.status) ? "whole" : "live";
      this._history.stop();
      this._touch();
    }

    /** Everything a figure is made from, see figure.js. */
    _view() {
      const all = this._live.series(this._room);
      const names = Object.keys(all);
      const measurement = names.includes(this._chosen.measurement) ? this._chosen.measurement : names[0];
      const plan = this._scan && this._scan.plan;
      return {
        scanId: this.scanId,
        measurements: names,
        measurement,
        series: all[measurement] || null,
        axes: chart.sweptAxes(plan, measurement, all[measurement]),
        startedAt: this._scan && this._scan.started_at ? Date.parse(this._scan.started_at) / 1000 : null,
        defaultView: this._first || "live",
        map: this._map,
        zoom: this._zoom(),
      };
    }

    /** The window a person zoomed to: {x: [from, to] or null, y: …}, logarithmic axes undone. */
    _zoom() {
      const layout = this._graph && this._graph.layout;
      const range = (axis) => {
        if (!axis || axis.autorange !== false || !axis.range) return null;
        const [a, b] = axis.type === "log" ? axis.range.map((v) => 10 ** v) : axis.range;
        return [Math.min(a, b), Math.max(a, b)];
      };
      return layout ? { x: range(layout.xaxis), y: range(layout.yaxis) } : { x: null, y: null };
    }

    _touch() {
      if (this._gone || this._scheduled) return;
      const wait = this._busyUntil - root.performance.now();
      if (wait > 1) {
        if (!this._later) this._later = root.setTimeout(() => ((this._later = 0), this._touch()), wait);
        return;
      }
      this._scheduled = root.requestAnimationFrame(() => {
        this._scheduled = 0;
        this._draw();
      });
    }

    _draw() {
      const graph = this._findGraph();
      const view = this._view();
      if (!graph || !view.series) return;
      const began = root.performance.now();
      const choices = chart.complete(this._chosen, view);
      this._keep(view, choices);
      this._drawn = chart.figure(view, choices, chart.tokens());
      this._drawn.layout.datarevision = this._revision += 1;
      this._plotly().react(graph, this._drawn.data, this._drawn.layout);
      const now = root.performance.now();
      this._busyUntil = now + (now - began); // at most half of the time goes into drawing
      this._tell();
    }

    /** The plotted element, once dcc.Graph has made it; the chart ends itself when the graph has left the page. */
    _findGraph() {
      if (this._graph && this._graph.isConnected) return this._graph;
      if (this._graph) {
        this.unmount();
        return null;
      }
      const outer = root.document.getElementById(this._graphId);
      const found = outer && (outer.matches(".js-plotly-plot") ? outer : outer.querySelector(".js-plotly-plot"));
      if (!this._plotly() || !found || !found.on) {
        this._later = root.setTimeout(() => ((this._later = 0), this._touch()), 50); // both are loaded lazily
        return null;
      }
      this._graph = found;
      found.on("plotly_relayout", () => this._touch());
      return found;
    }

    /** Hold as many rows as the view needs, and fetch those that are missing. */
    _keep(view, choices) {
      const whole = choices.view === "whole" || choices.kind === "heatmap";
      view.series.retain = whole ? KEPT_WHOLE : Math.max(KEPT_LIVE, choices.window);
      if (whole && !this._map.covers(view.series, choices)) this._history.load(this.scanId, view.measurement, view.series, KEPT_WHOLE);
      else this._history.stop();
    }

    _news() {
      return { options: this.options(), choices: this.choices(), status: this.status() };
    }

    _tell() {
      const news = this._news();
      const text = JSON.stringify([news.options, news.choices, news.status.loading, news.status.message]);
      if (text === this._told) return;
      this._told = text;
      this._changes.emit("change", news);
    }
  }

  function plotlyOfPage() {
    return root.Plotly;
  }

  /** Draw the scan's chart in the graph of that id; see above. */
  chart.mount = (graphId, options) => new ScanChart(graphId, options);
})(typeof window !== "undefined" ? window : globalThis);
