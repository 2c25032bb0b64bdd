/* The controls of a scan's chart: what is shown of it and how, what of it is saved. */
import { mount, type ScanChart } from "../chart/chart.ts";
import type { Option } from "../chart/choices.ts";
import type { Chosen } from "../chart/model.ts";
import * as format from "../core/format.ts";
import { vocabulary } from "../core/vocabulary.ts";
import { button, el, show, text } from "../dom/elements.ts";
import { segments, select, toggle } from "../dom/controls.ts";
import { island } from "../dom/islands.ts";
import { live } from "../dom/page_live.ts";
import { menu, type MenuItem } from "../dom/popover.ts";
import { chartFoot } from "./chart_foot.ts";
import * as exportsModule from "./exports.ts";

const WINDOWS = [200, 1000, 5000, 20000];
const KINDS: Record<string, string> = { line: "Line", scatter: "Scatter", heatmap: "Map", spectrum: "Spectrum", waterfall: "Waterfall" };

island("chart-controls", (node) => {
  const { scan = "", graph = "" } = node.dataset;
  const chart = mount(graph, { scanId: scan });
  const leave = chartFoot(node.closest(".pb-chart")?.querySelector<HTMLElement>(".pb-chart-foot") ?? el("div"), chart);
  const choose = (name: keyof Chosen) => (value: string | number | boolean) => chart.choose({ [name]: value });
  const kinds = segments("Kind of chart", choose("kind"));
  const measurement = select("Measurement", choose("measurement"));
  const x = select("x", choose("x"));
  const y = select("y", (value) => chart.choose({ y: [value] }));
  const colour = select("colour", choose("colour"));
  const scale = select("scale", choose("scale"), "span.pb-sr"); // "Viridis" says it
  const logX = toggle("log x", choose("logX"));
  const logY = toggle("log y", choose("logY"));
  const view = segments("How much", choose("view"));
  const most = select("points", (value) => chart.choose({ window: Number(value) }));
  const reset = button("", {
    kind: "quiet",
    icon: "retry",
    title: "Show everything again",
    "aria-label": "Reset the zoom",
    on: () => chart.resetZoom(),
  });
  const more = button("", { kind: "quiet", icon: "download", title: "Export", "aria-label": "Export" });
  const note = el("span.pb-chart-status");
  node.append(
    kinds.node,
    measurement.node,
    x.node,
    y.node,
    colour.node,
    scale.node,
    logX.node,
    logY.node,
    el("div.pb-chart-more", {}, note, view.node, most.node, reset, more),
  );
  menu(more, () => exports(chart, scan, more));

  const named = (entries: readonly Option[]) => entries.map(({ value, label }) => ({ value: value ?? "", label }));
  const off = chart.onChange(({ options, choices, status }) => {
    const plain = (names: readonly string[]) => names.map((name) => ({ value: name, label: name }));
    const map = choices.kind === "heatmap";
    const array = choices.kind === "spectrum" || choices.kind === "waterfall";
    kinds.update(
      options.kinds.map((kind) => ({ value: kind, label: KINDS[kind] || kind })),
      choices.kind,
    );
    measurement.update(plain(options.measurements), choices.measurement ?? "", options.measurements.length > 1);
    x.update(named(options.x), choices.x, !array && options.x.length > 1);
    y.update(named(options.y), choices.y[0] ?? "", options.y.length > 1);
    colour.update(named(options.colour), choices.colour ?? "", map && options.colour.length > 1);
    scale.update(plain(options.scales), choices.scale, map || choices.kind === "waterfall");
    logX.update(choices.logX, !array);
    logY.update(choices.logY, choices.kind !== "waterfall");
    view.update(
      [
        { value: "live", label: "Live window" },
        { value: "whole", label: "Whole scan" },
      ],
      choices.view,
      !map && choices.kind !== "spectrum",
    );
    most.update(
      WINDOWS.map((count) => ({ value: count, label: `${format.count(count)} points` })),
      choices.window,
      choices.view === "live" && !map && choices.kind !== "spectrum",
    );
    text(note, format.sentence(status.message) || (status.loading === null ? "" : `loading ${format.percent(status.loading)}`));
    node.classList.toggle("pb-chart-ready", options.measurements.length > 0);
  });
  return () => {
    off();
    leave();
    chart.unmount();
  };
});

function exports(chart: ScanChart, id: string, button: HTMLButtonElement): MenuItem[] {
  const state = live.state(`scan_${id}` as const);
  const scan = { scan_id: id, name: state?.scan?.name ?? "" };
  const { measurements } = chart.options();
  const measurement = chart.choices().measurement ?? "";
  return [
    { group: "What the chart shows now", items: exportsModule.view(chart, scan, exportsModule.busyOn(button)) },
    {
      group: measurements.length > 1 ? `All readings of ${measurement}` : "All readings",
      items: exportsModule.readings(scan, measurements, measurement),
    },
  ];
}

/** Said where the chart will be, while there is nothing to draw. */
island("chart-note", (node) => {
  const room = `scan_${node.dataset.scan ?? ""}` as const;
  const say = () => {
    const scan = live.state(room)?.scan;
    const every = Object.values(live.series(room));
    const measured = every.some((series) => series.length > 0);
    show(node, scan && !measured);
    if (!scan || measured) return;
    const damage = [scan.damage, ...every.map((series) => series.damage)].find(Boolean);
    if (damage) {
      text(node, format.sentence(damage));
      return;
    }
    const ended = vocabulary.ended(scan.status);
    text(
      node,
      ended
        ? "Nothing was measured."
        : scan.status === "queued"
          ? "The chart begins when the scan does."
          : "Waiting for the first reading…",
    );
  };
  show(node, false);
  return live.on(room, { snapshot: say, frame: say }, { element: node });
});
