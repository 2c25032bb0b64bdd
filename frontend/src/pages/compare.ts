/* Several scans in one chart: read through REST, followed while they run. The address holds which scans, and what of them is drawn. */
import { says } from "../chart/account.ts";
import { onZoom, zoomOf, type Graph } from "../chart/graph.ts";
import * as overlay from "../chart/overlay.ts";
import * as overlayFigure from "../chart/overlay_figure.ts";
import { Readings } from "../chart/readings.ts";
import { ThrottledText } from "../chart/throttled_text.ts";
import { tokens as chartTokens } from "../chart/tokens.ts";
import { Window } from "../chart/window.ts";
import { fetchColumns } from "../core/columns.ts";
import * as format from "../core/format.ts";
import type { ScanRecord } from "../core/rest_types.ts";
import type { Series } from "../core/series.ts";
import { vocabulary } from "../core/vocabulary.ts";
import { part, show, text } from "../dom/elements.ts";
import { page as registerPage } from "../dom/islands.ts";
import { query, setQuery } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { Refusal, rest } from "../dom/rest.ts";
import { type Chosen, compareControls } from "./compare_controls.ts";
import { showCompared } from "./compare_list.ts";

const GRAPH = "compare-graph";
const COMPARED = "compare-scans"; // the store of pages/compare.py
const LAZY = 50; // ms between two looks whether Plotly is loaded
const LOOK_AGAIN = 2000; // ms until a scan without readings is asked for them again

/** Plotly as far as it is used here. */
interface Plotly {
  relayout(graph: Graph, change: object): unknown;
  react(graph: Graph, data: unknown, layout: object): unknown;
}
const plotly = (): Plotly | undefined => (globalThis as unknown as { Plotly?: Plotly }).Plotly;

/** What is read of a scan. */
interface Read {
  series: Series;
  trouble: string;
  whole: boolean;
  stop(): void;
}
interface Item {
  id: string;
  /** Its place in the list: a scan keeps its colour while others are removed. */
  at: number;
  scan: ScanRecord | null;
  trouble: string;
  hidden: boolean;
  readings: Read | null;
  measurement: string;
  /** What is read of it now. */
  key: string;
  window: Window;
  timer: number;
}

registerPage("compare", (page: HTMLElement) => {
  const asked = query();
  const [context, controlsPart, note, saysPart, list, empty] = ["context", "controls", "note", "says", "scans", "empty"].map(
    (name) => part(page, name) as HTMLElement,
  );
  const chosen: Chosen = { x: asked.x, y: asked.y, kind: asked.kind, logX: asked.logx === "1", logY: asked.logy === "1" };
  const items = new Map<string, Item>();
  overlay.scansOf(asked.scans).forEach((id: string, at: number) => {
    const window = new Window(fetchColumns, touch);
    items.set(id, { id, at, scan: null, trouble: "", hidden: false, readings: null, measurement: "", key: "", window, timer: 0 });
  });
  const reset = (): unknown => graph && plotly()?.relayout(graph, { "xaxis.autorange": true, "yaxis.autorange": true });
  const controls = compareControls(controlsPart, choose, reset);
  const accountText = new ThrottledText();
  const said = accountText.on((told: string) => text(saysPart, told));
  let graph: Graph | null = null;
  let frame = 0;
  let timer = 0;
  let left = false;

  const shown = (): Item[] => [...items.values()];
  const scans = (): ScanRecord[] => shown().flatMap(({ scan }) => (scan ? [scan] : []));
  const choices = () => overlay.completed({ ...chosen }, scans());
  const ended = ({ scan }: Item): boolean => Boolean(scan && vocabulary.ended(scan.status));

  async function read(item: Item): Promise<void> {
    try {
      item.scan = await rest.get(`scans/${item.id}`);
      item.trouble = item.scan.damage ?? "";
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      item.trouble = refused.message;
      if (refused.status === 404) return touch();
    }
    if (left || !items.has(item.id)) return;
    clearTimeout(item.timer);
    const followed = live.state("global")?.scans.some((scan) => scan.scan_id === item.id);
    // One that the room does not list as unfinished has ended while it was read.
    if (!ended(item) && !(item.scan?.measurements?.length && followed)) item.timer = window.setTimeout(() => void read(item), LOOK_AGAIN);
    follow();
  }
  /** Let every scan read what is chosen now. */
  function follow(): void {
    const now = choices();
    for (const item of shown()) {
      const measurement: string | null = item.scan && now.y ? overlay.measurementOf(item.scan, now) : null;
      const key = measurement ? [measurement, now.x, now.y].join("\n") : "";
      if (key === item.key) continue;
      item.readings?.stop();
      item.key = key;
      item.measurement = measurement ?? "";
      item.readings = measurement ? readings(item, measurement, [now.x, now.y]) : null;
    }
    touch();
  }
  function readings(item: Item, measurement: string, names: string[]): Read {
    const columns = item.scan?.measurements?.find((each) => each.name === measurement)?.columns ?? [];
    const wanted = columns.filter((column) => names.includes(column.name));
    const ways = { loadRun: fetchColumns, changed: touch, ended: () => ended(item) };
    return new Readings(item.id, measurement, wanted, ways) as unknown as Read;
  }
  function choose(changes: Partial<Chosen>): void {
    Object.assign(chosen, changes);
    remember();
    follow();
  }
  function remember(): void {
    const { x, y, kind, logX, logY } = chosen;
    setQuery({ scans: [...items.keys()].join(","), x, y, kind, logx: logX ? "1" : "", logy: logY ? "1" : "" });
  }
  function end(item: Item): void {
    item.readings?.stop();
    item.window.stop();
    clearTimeout(item.timer);
  }
  function remove(id: string): void {
    end(items.get(id) as Item);
    items.delete(id);
    globalThis.dash_clientside.set_props(COMPARED, { data: [...items.keys()] });
    remember();
    follow();
  }
  function toggle(id: string): void {
    const item = items.get(id) as Item;
    item.hidden = !item.hidden;
    touch();
  }

  function touch(): void {
    if (!left && !frame && !timer) frame = requestAnimationFrame(render);
  }
  function render(): void {
    frame = 0;
    const now = choices();
    const tokens = chartTokens();
    controls.update(overlay.choosable(scans()), now);
    const rows = shown().map(({ id, at, scan, hidden, trouble, readings: found }) => ({
      ...{ id, scan, hidden, trouble: trouble || (found?.trouble ?? ""), readings: found ? found.series.end : null },
      ...overlayFigure.look(at, tokens),
    }));
    showCompared(list, rows, now.y ? `no ${now.y} over ${now.x.replace("@", "")}` : "", { toggle, remove });
    describe(now.y);
    draw(tokens, now);
  }
  function draw(tokens: ReturnType<typeof chartTokens>, now: ReturnType<typeof choices>): void {
    if (!graph?.isConnected) {
      graph = document.querySelector<Graph>(`#${GRAPH}.js-plotly-plot, #${GRAPH} .js-plotly-plot`);
      if (!graph?.on || !plotly()) {
        graph = null;
        timer = window.setTimeout(() => ((timer = 0), touch()), LAZY); // Plotly is loaded when it is first needed
        return;
      }
      onZoom(graph, touch);
    }
    const zoom = zoomOf(graph.layout);
    const traced = shown().flatMap(({ scan, at, hidden, readings: found, measurement, window }) => {
      if (!found || !scan) return [];
      const made = { scan, at, hidden, series: found.series, measurement };
      const view = overlayFigure.viewOf(made, found.series, zoom, graph?.clientWidth ?? Infinity);
      return [{ ...made, exact: found.series.length ? window.at(view, overlayFigure.chosenOf(now)) : null }];
    });
    const figure = overlayFigure.figure(traced, now, tokens, { zoom, width: graph.clientWidth });
    const troubles = traced.flatMap(({ exact }) => exact?.trouble || []);
    accountText.set([...new Set(troubles), ...says(figure.account)].join(" · "));
    const datarevision = (graph.layout.datarevision ?? 0) + 1;
    plotly()?.react(graph, figure.data, { ...figure.layout, datarevision });
  }
  function describe(y: string): void {
    const all = shown();
    const running = all.filter((item) => item.scan && !ended(item) && item.scan.status !== "queued").length;
    const drawn = all.reduce((sum, { readings: found }) => sum + (found?.series.end ?? 0), 0);
    const counts = [format.counted(all.length, "scan"), running && `${running} live`, format.counted(drawn, "reading")];
    text(context, all.length ? counts.filter(Boolean).join(" · ") : "");
    for (const each of page.querySelectorAll<HTMLElement>(".pb-compare-columns, .pb-compare-differences")) show(each, all.length > 0);
    show(empty, all.length === 0);
    const reading = all.some(({ scan, trouble, readings: found }) =>
      found ? !found.whole && !found.series.length && !found.trouble : !scan && !trouble,
    );
    const wrong = all.map((item) => item.trouble || item.readings?.trouble).find(Boolean);
    show(note, drawn === 0);
    text(
      note,
      reading ? "Reading…" : wrong ? format.sentence(wrong) : y ? "Nothing was measured yet." : "None of these scans measures a number.",
    );
  }

  for (const item of shown()) void read(item);
  const offs = [
    live.on(
      "global",
      {
        /** A scan that ended while the link was lost is not among the unfinished ones any more. */
        snapshot({ scans: unfinished }) {
          const going = new Set(unfinished.map((scan) => scan.scan_id));
          for (const item of shown()) if (item.scan && !ended(item) && !going.has(item.id)) void read(item);
        },
        scan_status(data) {
          const scan = items.get(data.scan_id)?.scan;
          if (!scan) return;
          Object.assign(scan, data);
          touch();
        },
      },
      { element: page },
    ),
    said,
    () => accountText.stop(),
  ];
  document.addEventListener("pybirch:theme", touch);
  touch();
  return () => {
    left = true;
    offs.forEach((off) => off());
    document.removeEventListener("pybirch:theme", touch);
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    shown().forEach(end);
  };
});
