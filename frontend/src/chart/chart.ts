// @ts-nocheck
/* The chart of a scan, drawn in a dcc.Graph (or any Plotly graph) from the rows the browser holds.
 *
 * HOW A PAGE USES IT
 *
 *     // the id of the dcc.Graph; the socket of the scan's room is the page's
 *     const chart = PyBirch.chart.mount("graph-id", { scanId: "SCAN_001" });
 *
 *     // what can be chosen now, for the controls; an empty list: not to be chosen for this kind
 *     chart.options()    // {measurements: [name], kinds: [kind], scales: [name],
 *                        //  x: [{value, label}], y: [..], colour: [..], over: [..]}
 *     // what is chosen now, every gap filled by the chart
 *     chart.choices()    // {measurement, kind, x, y: [name], colour, over, logX, logY, scale, view: "live"|"whole",
 *                        //  window: 1000, slices: {axis: position or null}, repeats: "mean"|"latest"|number}
 *     // any of these; null gives the choice back to the chart; remembered for the scan
 *     chart.choose({ kind: "scatter" })
 *     // fn({options, choices, status}) at once and whenever one of them changes -> off
 *     chart.onChange(fn)
 *     chart.status()     // {shown, total, loaded, loading: 0..1 or null, message: "" or a sentence}
 *     // fn({axes: [{name, unit, positions, at, latest}], most, repeats}) at once and at changes: the slab that a map shows
 *     // of each axis beside x and y, and of how many readings its cells are; choose({slices: {name: position or null}})
 *     chart.onSlabs(fn)
 *     chart.onSays(fn)   // fn(text) at once and at changes: what of the readings in view is not to be seen -> off
 *     chart.csv()        // promise of what is in view now as parts of a CSV text: visible traces, zoomed window, units
 *     chart.printed()    // promise of the same as {figure: {data, layout}, caption: [title, lines below]} for paper
 *     chart.resetZoom()
 *     chart.unmount()    // also by itself when the graph has left the page
 *
 *     PyBirch.chart.sparkline(canvas, values)   // a small line in the canvas's own text colour, for cards
 *
 * Kinds: "line", "scatter" (several y make several traces), "heatmap" (x, y: axes, colour: what is measured),
 * "spectrum" (y: an array column, x: its channels, the last reading), "waterfall" (the same, many readings
 * `over` their number, time or a column). Column values beside names: "@index", "@time" (s since the start),
 * "@channel".
 *
 * The graph is drawn at most once per animation frame, and less often where drawing takes long. */
import { says } from "./account.ts";
import { ArrayWindow } from "./array_rows.ts";
import { sweptAxes } from "./axes.ts";
import { complete, options as chartOptions } from "./choices.ts";
import { figure } from "./figure.ts";
import { onZoom, zoomOf } from "./graph.ts";
import { History } from "./history.ts";
import { MapFiller } from "./maps.ts";
import * as keptChoices from "./kept_choices.ts";
import { ThrottledText } from "./throttled_text.ts";
import { Slices } from "./slices.ts";
import { ChartExports } from "./chart_exports.ts";
import { tokens } from "./tokens.ts";
import { learntAxes } from "./tolerance.ts";
import { Window } from "./window.ts";
import { fetchColumns } from "../core/columns.ts";
import { Dispatcher } from "../core/dispatch.ts";
import { Grid } from "../core/grid.ts";
import * as place from "../core/place.ts";
import { vocabulary } from "../core/vocabulary.ts";
import { live as liveModule } from "../dom/page_live.ts";

const KEPT_LIVE = 50000;
const KEPT_WHOLE = 4000000; // numbers of a scan whose line is drawn from its first point on; more are thinned
const KEPT_MAP = 16000000; // numbers, until all of them are in the map
const LAZY = 50;
const FRAME = 17;
const LONGEST_REST = 100;

const WATCH = 2000;
const AGAIN = 5000; // ms after which units that could not be had are asked for again
const mounted = new Map(); // graph id -> its chart: a graph has one at a time

class ScanChart {
  constructor(graphId, { scanId, live, plotly, loadRun, loadScan }) {
    this.scanId = scanId;
    this._room = `scan_${scanId}`;
    this._graphId = graphId;
    this._live = live;
    this._plotly = plotly;
    this._loadScan = loadScan;
    this._graph = null;
    this._scan = null;
    this._asked = new Set(); // measurements whose columns were asked for
    this._axes = { key: null };
    this._chosen = keptChoices.recall(scanId);
    this._first = null; // the view the chart chose by itself at the first snapshot
    this._map = new MapFiller(new Slices(() => this._touch()));
    this._history = new History(loadRun, () => this._touch());
    this._window = new Window(loadRun, () => this._touch());
    this._arrays = new ArrayWindow(loadRun, () => this._touch());
    this._exports = new ChartExports(loadRun, () => this._look());
    this._accountText = new ThrottledText();
    this._changes = new Dispatcher();
    this._told = "";
    this._slabs = { axes: [], most: 0, repeats: Grid.MEAN, text: "" };
    this._frame = 0;
    this._timer = 0;
    this._restUntil = 0;
    this._revision = 0;
    this._shown = 0;
    this._tokens = null;
    this._gone = false;
    this._unlisten = this._listen();
  }

  options() {
    return this._news().options;
  }

  choices() {
    return complete(this._chosen, this._view());
  }

  choose(changes) {
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === undefined) delete this._chosen[name];
      else this._chosen[name] = value;
    }
    keptChoices.remember(this.scanId, this._chosen);
    this._touch();
    this._tell();
  }

  onChange(listener) {
    const off = this._changes.on("change", listener);
    listener(this._news());
    return off;
  }

  status() {
    return this._status(this._view());
  }

  onSays(listener) {
    return this._accountText.on(listener);
  }

  _status({ series }) {
    const damage = series ? series.damage : this._scan && this._scan.damage;
    if (!series) return { shown: 0, total: 0, loaded: 0, loading: null, message: damage || "" };
    const { trouble } = this._history;
    const loading = this._history.progress(series);
    return { shown: this._shown, total: series.end, loaded: series.end - series.start, loading, message: trouble || damage };
  }

  onSlabs(listener) {
    const off = this._changes.on("slabs", listener);
    listener(this._slabs);
    return off;
  }

  csv() {
    return this._exports.csv();
  }

  printed() {
    return this._exports.printed();
  }

  resetZoom() {
    if (this._graph) this._plotly().relayout(this._graph, { "xaxis.autorange": true, "yaxis.autorange": true });
  }

  unmount() {
    this._gone = true;
    globalThis.cancelAnimationFrame(this._frame);
    globalThis.clearTimeout(this._timer);
    this._history.stop();
    this._window.stop();
    this._arrays.stop();
    this._map.slices.stop();
    this._accountText.stop();
    for (const off of this._unlisten.splice(0)) off();
    if (mounted.get(this._graphId) === this) mounted.delete(this._graphId);
  }

  _listen() {
    const off = this._live.on(this._room, {
      snapshot: (state) => this._snapshot(state),
      scan_status: (status) => (this._scan = { ...this._scan, ...status }),
      points: () => this._touch(),
    });
    const theme = new globalThis.MutationObserver(() => {
      this._tokens = null;
      this._touch();
    });
    theme.observe(globalThis.document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme", "class"] });
    const watch = globalThis.setInterval(() => this._graph && this._findGraph(), WATCH);
    return [off, () => theme.disconnect(), () => globalThis.clearInterval(watch)];
  }

  _snapshot(state) {
    this._scan = state.scan;
    if (this._first === null) this._first = vocabulary.ended(state.scan.status) ? "whole" : "live";
    this._history.stop();
    this._touch();
  }

  /** What is taken away is made from this. */
  _look() {
    const view = this._view();
    const choices = complete(this._chosen, view);
    return { view, choices, graph: this._graph, scan: { name: "", ...this._scan, scan_id: this.scanId } };
  }

  /** Everything a figure is made from, see choices.js. */
  _view() {
    const all = this._live.series(this._room);
    const names = Object.keys(all);
    const measurement = names.includes(this._chosen.measurement) ? this._chosen.measurement : names[0];
    const series = all[measurement] || null;
    const started = this._scan && this._scan.started_at;
    return {
      scanId: this.scanId,
      measurements: names,
      measurement,
      series,
      loading: !this._live.state(this._room),
      axes: this._sweptAxes(measurement, series),
      startedAt: started ? Date.parse(started) / 1000 : null,
      defaultView: this._first || "live",
      map: this._map,
      incomplete: Boolean(series) && this._history.progress(series) !== null,
      zoom: zoomOf(this._graph && this._graph.layout),
      width: this._graph ? this._graph.clientWidth : Infinity,
    };
  }

  _sweptAxes(measurement, series) {
    const plan = this._scan && this._scan.plan;
    const key = `${measurement} ${series ? series.columns.length : 0}`;
    if (this._axes.key !== key || this._axes.plan !== plan) {
      this._axes = { key, plan, found: sweptAxes(plan, measurement, series) };
    }
    return learntAxes(this._axes.found, series);
  }

  /** Something to draw: in the next animation frame, or when the page has had its share of the time. */
  _touch() {
    if (this._gone || this._frame || this._timer) return;
    const wait = this._restUntil - globalThis.performance.now();
    if (wait > 1) this._later(wait);
    else this._frame = globalThis.requestAnimationFrame(() => this._draw());
  }

  _later(wait) {
    this._timer = globalThis.setTimeout(() => {
      this._timer = 0;
      this._touch();
    }, wait);
  }

  _draw() {
    this._frame = 0;
    const began = globalThis.performance.now();
    const view = this._view();
    const choices = complete(this._chosen, view);
    if (view.series) this._keep(view, choices); // before there is a graph: what is missing comes meanwhile
    const graph = this._findGraph();
    if (!graph) return;
    view.exact = view.series ? this._window.at(view, choices) : null;
    view.arrays = this._arrays.at(view, choices);
    const { data, layout, shown, account } = figure(
      { ...view, width: graph.clientWidth, height: graph.clientHeight },
      choices,
      (this._tokens = this._tokens || tokens()),
    );
    layout.datarevision = this._revision += 1;
    this._shown = shown;
    this._plotly().react(graph, data, layout);
    this._rest(began);
    const troubles = [view.exact && view.exact.trouble, this._arrays.trouble].filter(Boolean);
    this._accountText.set([...troubles, ...says(account)].join(" · "));
    this._tell(view);
    this._tellSlabs(view, choices);
  }

  /** Leave the page as much time as this drawing took. */
  _rest(began) {
    const now = globalThis.performance.now();
    this._restUntil = now + Math.min(LONGEST_REST, now - began - FRAME);
  }

  /** The plotted element once dcc.Graph has made it; the chart ends itself when the graph has left the
   *  page. */
  _findGraph() {
    if (this._graph && this._graph.isConnected) return this._graph;
    const outer = globalThis.document.getElementById(this._graphId);
    if (!outer && this._graph) {
      this.unmount();
      return null;
    }
    const found = outer && (outer.matches(".js-plotly-plot") ? outer : outer.querySelector(".js-plotly-plot"));
    if (!this._plotly() || !found || !found.on) {
      if (!this._timer) this._later(LAZY); // Plotly and the graph are loaded when they are first needed
      return null;
    }
    this._graph = found;
    onZoom(found, () => this._touch());
    return found;
  }

  /** Hold as many rows as the view needs, fetch those that are missing, and learn units that came with
   *  none. */
  _keep(view, choices) {
    const { series, measurement } = view;
    const { kind } = choices;
    const all = kind === "heatmap" ? !this._map.covers(view, choices) : choices.view === "whole" && kind !== "spectrum";
    const most = kind === "heatmap" ? KEPT_MAP : KEPT_WHOLE;
    const width = 1 + series.columns.filter(({ size }) => size === 1).length;
    series.thins = all && (kind === "line" || kind === "scatter");
    series.retain = all ? Math.floor(most / width) : Math.max(KEPT_LIVE, choices.window);
    const array = kind === "waterfall" ? choices.y[0] : null;
    const rows = all ? Infinity : choices.window;
    if (kind === "spectrum" || (kind === "heatmap" && !all)) this._history.stop();
    else this._history.load(this.scanId, measurement, series, { array, rows });
    this._describe(measurement, series);
  }

  /** Ask for the units of a measurement that began after the snapshot. */
  async _describe(measurement, series) {
    const known = ((this._scan && this._scan.measurements) || []).some(({ name }) => name === measurement);
    if (known || this._asked.has(measurement)) return;
    this._asked.add(measurement);
    const scan = await this._loadScan(this.scanId).catch(() => null);
    if (!scan) {
      globalThis.setTimeout(() => (this._asked.delete(measurement), this._touch()), AGAIN);
      return;
    }
    const found = scan.measurements.find(({ name }) => name === measurement);
    if (found) series.describe(found.columns);
    this._touch();
  }

  _news(view = this._view()) {
    const choices = complete(this._chosen, view);
    return { options: chartOptions(view, choices), choices, status: this._status(view) };
  }

  /** Tell what a map shows of further axes and of repeats, when that has changed. */
  _tellSlabs(view, choices) {
    const map = choices.kind === "heatmap" && view.series;
    const axes = map ? this._map.slices.of(view, choices).map(({ axis, ...slab }) => slab) : [];
    const most = map ? this._map.fill(view, choices).most : 0;
    const text = JSON.stringify([
      axes.map(({ name, positions, at, latest }) => [name, positions.length, at, latest]),
      most,
      choices.repeats,
    ]);
    if (text === this._slabs.text) return;
    this._slabs = { axes, most, repeats: choices.repeats, text };
    this._changes.emit("slabs", this._slabs);
  }

  _tell(view) {
    const news = this._news(view);
    const text = JSON.stringify([news.options, news.choices, news.status.loading, news.status.message]);
    if (text === this._told) return;
    this._told = text;
    this._changes.emit("change", news);
  }
}

async function fetchScan(scanId) {
  const answer = await globalThis.fetch(place.api(`scans/${scanId}`), { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`scan ${scanId}: ${answer.status}`);
  return answer.json();
}

/** Draw the scan's chart in the graph of that id; see above. */
export const mount = (graphId, options) => {
  const before = mounted.get(graphId);
  if (before) before.unmount();
  const ways = { live: liveModule, plotly: () => globalThis.Plotly, loadRun: fetchColumns, loadScan: fetchScan };
  const made = new ScanChart(graphId, { ...ways, ...options });
  mounted.set(graphId, made);
  made._touch();
  return made;
};
