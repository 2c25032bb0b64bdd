// @ts-nocheck
/* Several scans in one chart: read through REST, going on while they run; which scans and what of them is in the URL. */
import * as overlay from "../chart/overlay.ts";
import { says } from "../chart/account.ts";
import { onZoom, zoomOf } from "../chart/graph.ts";
import * as overlayFigure from "../chart/overlay_figure.ts";
import { Readings } from "../chart/readings.ts";
import { Saying } from "../chart/saying.ts";
import { tokens as chartTokens } from "../chart/tokens.ts";
import { Window } from "../chart/window.ts";
import { fetchColumns } from "../core/columns.ts";
import * as format from "../core/format.ts";
import { vocabulary } from "../core/vocabulary.ts";
import { button, el, keyed, part, show, text } from "../dom/elements.ts";
import { page as pageModule } from "../dom/islands.ts";
import { link, query, setQuery } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { Refusal, rest } from "../dom/rest.ts";
import * as statusModule from "../dom/status.ts";
import * as controlsModule from "../dom/controls.ts";

const GRAPH = "compare-graph";
const LAZY = 50;
const LOOK_AGAIN = 2000; // ms until a scan without readings is asked for them anew

pageModule("compare", (page) => {
  const asked = query();
  const parts = Object.fromEntries(["context", "controls", "note", "says", "scans", "empty"].map((name) => [name, part(page, name)]));
  const chosen = { x: asked.x, y: asked.y, kind: asked.kind, logX: asked.logx === "1", logY: asked.logy === "1" };
  const ids = overlay.scansOf(asked.scans);
  // A scan keeps its colour while others are taken away.
  const items = new Map(
    ids.map((id, at) => [
      id,
      { id, at, scan: null, trouble: "", hidden: false, readings: null, measurement: "", key: "", window: new Window(fetchColumns, touch) },
    ]),
  );
  const controls = makeControls(
    parts.controls,
    choose,
    () => graph && globalThis.Plotly.relayout(graph, { "xaxis.autorange": true, "yaxis.autorange": true }),
  );
  const saying = new Saying();
  const said = saying.on((told) => text(parts.says, told));
  let graph = null;
  let frame = 0;
  let timer = 0;
  let left = false;

  const shown = () => [...items.values()];
  const scans = () =>
    shown()
      .map((item) => item.scan)
      .filter(Boolean);
  const choices = () => overlay.completed(chosen, scans());

  async function read(item) {
    try {
      item.scan = await rest.get(`scans/${item.id}`);
      item.trouble = item.scan.damage || "";
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      item.trouble = refused.message;
      if (refused.status === 404) return touch();
    }
    if (left || !items.has(item.id)) return;
    const measured = item.scan && (item.scan.measurements || []).length > 0;
    const ended = item.scan && vocabulary.ended(item.scan.status);
    globalThis.clearTimeout(item.timer);
    // One that is not told of as unfinished has ended while it was read.
    if (!ended && !(measured && goesOn(item))) item.timer = globalThis.setTimeout(() => read(item), LOOK_AGAIN);
    follow();
  }
  function goesOn({ id }) {
    const state = live.state("global");
    return Boolean(state) && state.scans.some((scan) => scan.scan_id === id);
  }
  /** Let every scan read what is chosen now. */
  function follow() {
    const now = choices();
    for (const item of shown()) {
      const measurement = item.scan && now.y ? overlay.measurementOf(item.scan, now) : null;
      const key = measurement ? [measurement, now.x, now.y].join("\n") : "";
      if (key === item.key) continue;
      if (item.readings) item.readings.stop();
      item.key = key;
      item.measurement = measurement || "";
      item.readings = measurement ? readings(item, measurement, now) : null;
    }
    touch();
  }
  function readings(item, measurement, { x, y }) {
    const found = item.scan.measurements.find((each) => each.name === measurement);
    const columns = found.columns.filter((column) => column.name === x || column.name === y);
    return new Readings(item.id, measurement, columns, {
      loadRun: fetchColumns,
      changed: touch,
      ended: () => vocabulary.ended(item.scan.status),
    });
  }
  function choose(changes) {
    Object.assign(chosen, changes);
    remember();
    follow();
  }
  function remember() {
    setQuery({
      scans: [...items.keys()].join(","),
      x: chosen.x,
      y: chosen.y,
      kind: chosen.kind,
      logx: chosen.logX ? "1" : "",
      logy: chosen.logY ? "1" : "",
    });
  }
  function end(item) {
    if (item.readings) item.readings.stop();
    item.window.stop();
    globalThis.clearTimeout(item.timer);
  }
  function drop(item) {
    end(item);
    items.delete(item.id);
    remember();
    follow();
  }

  function touch() {
    if (!left && !frame && !timer) frame = globalThis.requestAnimationFrame(render);
  }
  function render() {
    frame = 0;
    const now = choices();
    const tokens = chartTokens();
    controls.update(overlay.choosable(scans()), now);
    list(tokens, now);
    describe(now);
    draw(tokens, now);
  }
  function draw(tokens, now) {
    if (!graph || !graph.isConnected) {
      graph = document.querySelector(`#${GRAPH}.js-plotly-plot, #${GRAPH} .js-plotly-plot`);
      if (!graph || !graph.on || !globalThis.Plotly) {
        graph = null;
        timer = globalThis.setTimeout(() => ((timer = 0), touch()), LAZY); // Plotly is loaded when it is first needed
        return;
      }
      onZoom(graph, touch);
    }
    const zoom = zoomOf(graph.layout);
    const traced = shown()
      .filter((item) => item.readings)
      .map((item) => withReadings(item, now, zoom));
    const figure = overlayFigure.figure(traced, now, tokens, { zoom, width: graph.clientWidth });
    const troubles = traced.map(({ exact }) => exact && exact.trouble).filter(Boolean);
    saying.say([...new Set(troubles), ...says(figure.account)].join(" · "));
    figure.layout.datarevision = (graph.layout.datarevision || 0) + 1;
    globalThis.Plotly.react(graph, figure.data, figure.layout);
  }
  function withReadings({ scan, at, hidden, readings: { series }, measurement, window }, now, zoom) {
    const made = { scan, at, hidden, series, measurement };
    return { ...made, exact: series.length ? window.at(overlayFigure.viewOf(made, zoom), overlayFigure.chosenOf(now)) : null };
  }
  function describe(now) {
    const all = shown();
    const running = all.filter(({ scan }) => scan && !vocabulary.ended(scan.status) && scan.status !== "queued").length;
    const drawn = all.reduce((sum, { readings: found }) => sum + (found ? found.series.end : 0), 0);
    text(
      parts.context,
      all.length
        ? [format.counted(all.length, "scan"), running ? `${running} live` : "", format.counted(drawn, "reading")]
            .filter(Boolean)
            .join(" · ")
        : "",
    );
    show(page.querySelector(".pb-compare-columns"), all.length > 0);
    show(parts.empty, all.length === 0);
    const waits =
      all.some((item) => !item.scan && !item.trouble) ||
      all.some(({ readings: found }) => found && !found.whole && !found.series.length && !found.trouble);
    show(parts.note, drawn === 0);
    const wrong = all.map((item) => item.trouble || (item.readings && item.readings.trouble)).find(Boolean);
    text(
      parts.note,
      waits
        ? "Reading…"
        : wrong
          ? format.sentence(wrong)
          : now.y
            ? "Nothing was measured yet."
            : "None of these scans measures a number that could be drawn here.",
    );
  }
  function list(tokens, now) {
    keyed(parts.scans, shown(), {
      key: (item) => item.id,
      create: row,
      update: (made, item) => setRow(made, item, overlayFigure.look(item.at, tokens), now),
    });
  }
  function row(item) {
    const toggle = button("", { kind: "quiet", data: { do: "toggle" }, on: () => ((item.hidden = !item.hidden), touch()) });
    const swatch = el("span.pb-swatch", { "aria-hidden": "true" });
    toggle.append(swatch);
    const away = button("", {
      kind: "quiet",
      icon: "close",
      title: "Take away",
      "aria-label": `Take ${item.id} away`,
      data: { do: "drop" },
      on: () => drop(item),
    });
    const made = el("div.pb-compared-row", { data: { scan: item.id } });
    made.pb = {
      toggle,
      swatch,
      name: link(`/scans/${item.id}`, { spec: "a.pb-row-name" }),
      id: el("span.pb-row-id"),
      badge: statusModule.badge("queued"),
      note: el("span.pb-row-figures"),
    };
    made.append(
      toggle,
      el("span.pb-row-stack", {}, made.pb.name, made.pb.id),
      away,
      el("span.pb-compared-facts", {}, made.pb.badge, made.pb.note),
    );
    return made;
  }

  for (const item of shown()) read(item);
  parts.empty.append(
    el("h2", {}, "Nothing to compare"),
    el("p", {}, `Choose up to ${overlay.MOST} scans in the list, then press Compare.`),
    link("/scans", { spec: "a.pb-button.pb-button-primary" }, "Choose scans"),
  );
  const status = (data) => {
    const item = items.get(data.scan_id);
    if (!item || !item.scan) return;
    Object.assign(item.scan, data);
    touch();
  };
  const theme = () => touch();
  document.addEventListener("pybirch:theme", theme);
  /** What has ended while the link was lost is not among the unfinished any more. */
  const begin = ({ scans: unfinished }) => {
    const going = new Set(unfinished.map((scan) => scan.scan_id));
    for (const item of shown()) if (item.scan && !vocabulary.ended(item.scan.status) && !going.has(item.id)) read(item);
  };
  const off = live.on("global", { snapshot: begin, scan_status: status }, { element: page });
  touch();
  return () => {
    left = true;
    off();
    said();
    document.removeEventListener("pybirch:theme", theme);
    globalThis.cancelAnimationFrame(frame);
    globalThis.clearTimeout(timer);
    saying.stop();
    shown().forEach(end);
  };
});

function setRow({ pb }, item, { color, dash }, now) {
  const { scan, readings, trouble } = item;
  pb.swatch.style.borderTop = `3px ${dash === "solid" ? "solid" : "dashed"} ${color}`;
  pb.toggle.setAttribute("aria-pressed", String(!item.hidden));
  pb.toggle.setAttribute("aria-label", `Show ${item.id}`);
  pb.toggle.title = item.hidden ? "Show" : "Hide";
  text(pb.name, scan ? scan.name : item.id);
  text(pb.id, scan && scan.sample ? `${item.id} · ${scan.sample}` : item.id);
  show(pb.badge, scan);
  if (scan) statusModule.setBadge(pb.badge, scan.status);
  const wrong = trouble || (readings && readings.trouble);
  pb.note.dataset.tone = wrong ? "red" : "slate";
  text(
    pb.note,
    wrong ||
      (readings ? format.counted(readings.series.end, "reading") : scan && now.y ? `no ${now.y} over ${now.x.replace("@", "")}` : ""),
  );
}

function makeControls(node, choose, reset) {
  const { select, toggle, segments } = controlsModule;
  const x = select("x", (value) => choose({ x: value }));
  const y = select("y", (value) => choose({ y: value }));
  const kind = segments("Kind of chart", (value) => choose({ kind: value }));
  const logX = toggle("log x", (on) => choose({ logX: on }));
  const logY = toggle("log y", (on) => choose({ logY: on }));
  const all = button("", { kind: "quiet", icon: "retry", title: "Show everything again", "aria-label": "Reset the zoom", on: reset });
  node.append(kind.node, x.node, y.node, logX.node, logY.node, el("div.pb-chart-more", {}, all));
  return {
    update(can, now) {
      node.classList.toggle("pb-chart-ready", can.y.length > 0);
      kind.update(
        [
          { value: "line", label: "Line" },
          { value: "scatter", label: "Scatter" },
        ],
        now.kind,
      );
      x.update(can.x, now.x);
      y.update(can.y, now.y, can.y.length > 0);
      logX.update(now.logX, true);
      logY.update(now.logY, true);
    },
  };
}
