/* The chart of a scan, drawn in a dcc.Graph (or any Plotly graph) from the rows the browser holds.
 *
 * `mount("graph-id", { scanId })` draws into the graph of that id; the socket of the scan's room is the page's. `choose` changes what is
 * shown (null gives a choice back to the chart) and is remembered for the scan; `onChange`, `onSlabs` and `onSays` call at once and whenever
 * what they tell changes, and give the function that ends it. A chart unmounts itself when its graph has left the page.
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
import { complete, options as chartOptions, type Options } from "./choices.ts";
import { figure } from "./figure.ts";
import { onZoom, zoomOf, type Graph } from "./graph.ts";
import { History } from "./history.ts";
import { MapFiller } from "./maps.ts";
import * as keptChoices from "./kept_choices.ts";
import { ThrottledText } from "./throttled_text.ts";
import type { Choices, Chosen, EarlyView, LoadRun, SweptAxis, Tokens, View } from "./model.ts";
import { Slices, type Slice } from "./slices.ts";
import { ChartExports, type Look } from "./chart_exports.ts";
import { tokens } from "./tokens.ts";
import { learntAxes } from "./tolerance.ts";
import { Window } from "./window.ts";
import { fetchColumns } from "../core/columns.ts";
import { Dispatcher } from "../core/dispatch.ts";
import { Grid, type Repeats } from "../core/grid.ts";
import type { Live } from "../core/live.ts";
import * as place from "../core/place.ts";
import type { ScanStatus } from "../core/events.gen.ts";
import type { ScanRecord } from "../core/rest_types.ts";
import type { ScanRoom } from "../core/rooms.ts";
import type { Series } from "../core/series.ts";
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
const mounted = new Map<string, ScanChart>(); // graph id -> its chart: a graph has one at a time

/** What a chart shows, and how far its readings have been fetched. */
export interface Status {
  shown: number;
  total: number;
  /** Of `total`: held by the browser. */
  loaded: number;
  /** 0 to 1 while earlier readings are fetched. */
  loading: number | null;
  message: string;
}

/** What can be chosen, what is chosen, and the status. */
export interface News {
  options: Options;
  choices: Choices;
  status: Status;
}

export type Slab = Omit<Slice, "axis">;

/** What a map shows of each further axis, and of the readings of one cell. */
export interface Slabs {
  axes: Slab[];
  /** Most readings of a cell. */
  most: number;
  repeats: Repeats;
}

/** What a chart uses of the page. */
export interface Ways {
  live: Pick<Live, "on" | "series" | "state">;
  plotly: () => Plotly | undefined;
  loadRun: LoadRun;
  loadScan: (scanId: string) => Promise<ScanRecord>;
}

interface Plotly {
  react(graph: Graph, data: object[], layout: object): unknown;
  relayout(graph: Graph, changes: object): unknown;
}

export class ScanChart {
  private readonly scanId: string;
  private readonly room: `scan_${string}`;
  private readonly graphId: string;
  private readonly live: Ways["live"];
  private readonly plotly: Ways["plotly"];
  private readonly loadScan: Ways["loadScan"];
  private graph: Graph | null = null;
  private scan: Partial<ScanRecord> | null = null;
  private readonly asked = new Set<string>(); // measurements whose columns were asked for
  private axes: { key: string | null; plan?: unknown; found: SweptAxis[] } = { key: null, found: [] };
  private readonly chosen: Chosen;
  private first: "live" | "whole" | null = null; // the view the chart chose by itself at the first snapshot
  private readonly map = new MapFiller(new Slices(() => this.touch()));
  private readonly history: History;
  private readonly window: Window;
  private readonly arrays: ArrayWindow;
  private readonly exports: ChartExports;
  private readonly accountText = new ThrottledText();
  private readonly changes = new Dispatcher<{ change: [News]; slabs: [Slabs] }>();
  private told = "";
  private slabs: Slabs = { axes: [], most: 0, repeats: Grid.MEAN };
  private slabsTold = "";
  private frame = 0;
  private timer: number | undefined;
  private restUntil = 0;
  private revision = 0;
  private shown = 0;
  private tokens: Tokens | null = null;
  private gone = false;
  private readonly unlisten: (() => void)[];

  constructor(graphId: string, { scanId, live, plotly, loadRun, loadScan }: Ways & { scanId: string }) {
    this.scanId = scanId;
    this.room = `scan_${scanId}`;
    this.graphId = graphId;
    this.live = live;
    this.plotly = plotly;
    this.loadScan = loadScan;
    this.chosen = keptChoices.recall(scanId);
    this.history = new History(loadRun, () => this.touch());
    this.window = new Window(loadRun, () => this.touch());
    this.arrays = new ArrayWindow(loadRun, () => this.touch());
    this.exports = new ChartExports(loadRun, () => this.look());
    this.unlisten = this.listen();
  }

  /** Draw for the first time. */
  begin(): void {
    this.touch();
  }

  options(): Options {
    return this.news().options;
  }

  choices(): Choices {
    return complete(this.chosen, this.view());
  }

  choose(changes: { [Name in keyof Chosen]: Chosen[Name] | null }): void {
    const chosen: Record<string, unknown> = this.chosen;
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === undefined) delete chosen[name];
      else chosen[name] = value;
    }
    keptChoices.remember(this.scanId, this.chosen);
    this.touch();
    this.tell();
  }

  onChange(listener: (news: News) => void): () => void {
    const off = this.changes.on("change", listener);
    listener(this.news());
    return off;
  }

  status(): Status {
    return this.statusOf(this.view());
  }

  /** What of the readings in view is not to be seen. */
  onSays(listener: (text: string) => void): () => void {
    return this.accountText.on(listener);
  }

  private statusOf({ series }: EarlyView): Status {
    const damage = (series ? series.damage : this.scan?.damage) ?? "";
    if (!series) return { shown: 0, total: 0, loaded: 0, loading: null, message: damage };
    const { trouble } = this.history;
    const loading = this.history.progress(series);
    return { shown: this.shown, total: series.end, loaded: series.end - series.start, loading, message: trouble || damage };
  }

  onSlabs(listener: (slabs: Slabs) => void): () => void {
    const off = this.changes.on("slabs", listener);
    listener(this.slabs);
    return off;
  }

  /** What is in view now as parts of a CSV text: visible traces, zoomed window, units. */
  csv(): Promise<string[]> {
    return this.exports.csv();
  }

  /** The same for paper. */
  printed(): ReturnType<ChartExports["printed"]> {
    return this.exports.printed();
  }

  resetZoom(): void {
    if (this.graph) this.plotly()?.relayout(this.graph, { "xaxis.autorange": true, "yaxis.autorange": true });
  }

  unmount(): void {
    this.gone = true;
    globalThis.cancelAnimationFrame(this.frame);
    globalThis.clearTimeout(this.timer);
    this.history.stop();
    this.window.stop();
    this.arrays.stop();
    this.map.slices.stop();
    this.accountText.stop();
    for (const off of this.unlisten.splice(0)) off();
    if (mounted.get(this.graphId) === this) mounted.delete(this.graphId);
  }

  private listen(): (() => void)[] {
    const off = this.live.on(this.room, {
      snapshot: (state: ScanRoom) => this.snapshot(state),
      scan_status: (status: ScanStatus) => {
        this.scan = { ...this.scan, ...status };
      },
      points: () => this.touch(),
    });
    const theme = new globalThis.MutationObserver(() => {
      this.tokens = null;
      this.touch();
    });
    theme.observe(globalThis.document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme", "class"] });
    const watch = globalThis.setInterval(() => void (this.graph && this.findGraph()), WATCH);
    return [off, () => theme.disconnect(), () => globalThis.clearInterval(watch)];
  }

  private snapshot(state: ScanRoom): void {
    this.scan = state.scan;
    this.first ??= vocabulary.ended(state.scan.status) ? "whole" : "live";
    this.history.stop();
    this.touch();
  }

  /** What is taken away is made from this. */
  private look(): Look {
    const view = this.view();
    const choices = complete(this.chosen, view);
    return { view, choices, graph: this.graph, scan: { name: "", ...this.scan, scan_id: this.scanId } };
  }

  /** Everything a figure is made from. */
  private view(): EarlyView {
    const all = this.live.series(this.room);
    const names = Object.keys(all);
    const measurement = names.find((name) => name === this.chosen.measurement) ?? names[0] ?? "";
    const series = all[measurement] ?? null;
    const started = this.scan?.started_at;
    return {
      scanId: this.scanId,
      measurements: names,
      measurement,
      series,
      loading: !this.live.state(this.room),
      axes: this.sweptAxes(measurement, series),
      startedAt: started ? Date.parse(started) / 1000 : null,
      defaultView: this.first ?? "live",
      map: this.map,
      incomplete: series !== null && this.history.progress(series) !== null,
      zoom: zoomOf(this.graph?.layout),
      width: this.graph ? this.graph.clientWidth : Infinity,
    };
  }

  private sweptAxes(measurement: string, series: Series | null): SweptAxis[] {
    const plan = this.scan?.plan;
    const key = `${measurement} ${series ? series.columns.length : 0}`;
    if (this.axes.key !== key || this.axes.plan !== plan) {
      this.axes = { key, plan, found: sweptAxes(plan, measurement, series) };
    }
    return learntAxes(this.axes.found, series);
  }

  /** Something to draw: in the next animation frame, or when the page has had its share of the time. */
  private touch(): void {
    if (this.gone || this.frame || this.timer) return;
    const wait = this.restUntil - globalThis.performance.now();
    if (wait > 1) this.later(wait);
    else this.frame = globalThis.requestAnimationFrame(() => this.draw());
  }

  private later(wait: number): void {
    this.timer = globalThis.setTimeout(() => {
      this.timer = undefined;
      this.touch();
    }, wait);
  }

  private draw(): void {
    this.frame = 0;
    const began = globalThis.performance.now();
    const view = this.view();
    const choices = complete(this.chosen, view);
    const { series } = view;
    if (series) this.keep({ ...view, series }, choices); // before there is a graph: what is missing comes meanwhile
    const graph = this.findGraph();
    if (!graph) return;
    view.exact = series ? this.window.at(view, choices) : null;
    view.arrays = this.arrays.at(view, choices);
    const { data, layout, shown, account } = figure(
      { ...view, width: graph.clientWidth, height: graph.clientHeight },
      choices,
      (this.tokens ??= tokens()),
    );
    layout.datarevision = this.revision += 1;
    this.shown = shown;
    this.plotly()?.react(graph, data, layout);
    this.rest(began);
    const troubles = [view.exact?.trouble, this.arrays.trouble].filter(Boolean);
    this.accountText.set([...troubles, ...says(account)].join(" · "));
    this.tell(view);
    this.tellSlabs(view, choices);
  }

  /** Leave the page as much time as this drawing took. */
  private rest(began: number): void {
    const now = globalThis.performance.now();
    this.restUntil = now + Math.min(LONGEST_REST, now - began - FRAME);
  }

  /** The plotted element once dcc.Graph has made it; the chart ends itself when the graph has left the
   *  page. */
  private findGraph(): Graph | null {
    if (this.graph?.isConnected) return this.graph;
    const outer = globalThis.document.getElementById(this.graphId);
    if (!outer && this.graph) {
      this.unmount();
      return null;
    }
    const found = (outer?.matches(".js-plotly-plot") ? outer : outer?.querySelector(".js-plotly-plot")) as Graph | null | undefined;
    if (!this.plotly() || !found?.on) {
      if (!this.timer) this.later(LAZY); // Plotly and the graph are loaded when they are first needed
      return null;
    }
    this.graph = found;
    onZoom(found, () => this.touch());
    return found;
  }

  /** Hold as many rows as the view needs, fetch those that are missing, and learn units that came with
   *  none. */
  private keep(view: View, choices: Choices): void {
    const { series, measurement } = view;
    const { kind } = choices;
    const all = kind === "heatmap" ? !this.map.covers(view, choices) : choices.view === "whole" && kind !== "spectrum";
    const most = kind === "heatmap" ? KEPT_MAP : KEPT_WHOLE;
    const width = 1 + series.columns.filter(({ size }) => size === 1).length;
    series.thins = all && (kind === "line" || kind === "scatter");
    series.retain = all ? Math.floor(most / width) : Math.max(KEPT_LIVE, choices.window);
    const array = kind === "waterfall" ? choices.y[0] : null;
    const rows = all ? Infinity : choices.window;
    if (kind === "spectrum" || (kind === "heatmap" && !all)) this.history.stop();
    else this.history.load(this.scanId, measurement, series, { array, rows });
    void this.describe(measurement, series);
  }

  /** Ask for the units of a measurement that began after the snapshot. */
  private async describe(measurement: string, series: Series): Promise<void> {
    const known = (this.scan?.measurements ?? []).some(({ name }) => name === measurement);
    if (known || this.asked.has(measurement)) return;
    this.asked.add(measurement);
    const scan = await this.loadScan(this.scanId).catch(() => null);
    if (!scan) {
      globalThis.setTimeout(() => {
        this.asked.delete(measurement);
        this.touch();
      }, AGAIN);
      return;
    }
    const found = (scan.measurements ?? []).find(({ name }) => name === measurement);
    if (found) series.describe(found.columns);
    this.touch();
  }

  private news(view = this.view()): News {
    const choices = complete(this.chosen, view);
    return { options: chartOptions(view, choices), choices, status: this.statusOf(view) };
  }

  /** Tell what a map shows of further axes and of repeats, when that has changed. */
  private tellSlabs(early: EarlyView, choices: Choices): void {
    const { series } = early;
    const view = choices.kind === "heatmap" && series ? { ...early, series } : null;
    const axes = view ? this.map.slices.of(view, choices).map(({ axis, ...slab }) => slab) : [];
    const most = view ? this.map.fill(view, choices).most : 0;
    const text = JSON.stringify([
      axes.map(({ name, positions, at, latest }) => [name, positions.length, at, latest]),
      most,
      choices.repeats,
    ]);
    if (text === this.slabsTold) return;
    this.slabsTold = text;
    this.slabs = { axes, most, repeats: choices.repeats };
    this.changes.emit("slabs", this.slabs);
  }

  private tell(view?: EarlyView): void {
    const news = this.news(view);
    const text = JSON.stringify([news.options, news.choices, news.status.loading, news.status.message]);
    if (text === this.told) return;
    this.told = text;
    this.changes.emit("change", news);
  }
}

async function fetchScan(scanId: string): Promise<ScanRecord> {
  const answer = await globalThis.fetch(place.api(`scans/${scanId}`), { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`scan ${scanId}: ${answer.status}`);
  return (await answer.json()) as ScanRecord;
}

/** Draw the scan's chart in the graph of that id; see above. */
export function mount(graphId: string, options: { scanId: string } & Partial<Ways>): ScanChart {
  mounted.get(graphId)?.unmount();
  const plotly = () => (globalThis as { Plotly?: Plotly }).Plotly;
  const made = new ScanChart(graphId, { live: liveModule, plotly, loadRun: fetchColumns, loadScan: fetchScan, ...options });
  mounted.set(graphId, made);
  made.begin();
  return made;
}
