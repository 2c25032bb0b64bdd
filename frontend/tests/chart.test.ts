import test from "node:test";
import assert from "node:assert/strict";
import { expandPositions, sweptAxes } from "../src/chart/axes.ts";
import { complete, options as chartOptions } from "../src/chart/choices.ts";
import { figure } from "../src/chart/figure.ts";
import { History } from "../src/chart/history.ts";
import { MapFiller } from "../src/chart/maps.ts";
import { sparklineCorners } from "../src/chart/sparkline.ts";
import { MOST_ROWS } from "../src/core/columns.ts";
import { Series } from "../src/core/series.ts";
const TOKENS = { ink: "#000", muted: "#555", line: "#ccc", surface: "#fff", font: "sans-serif", size: 12, colours: ["#11f", "#f80"] };
const sweep = (axis, positions, steps, more = {}) => ({ kind: "sweep", axis, positions, steps, ...more });
const MEASURE = { kind: "measure", instruments: ["meter"] };
const LINE = { steps: [sweep("stage.x", { start: 0, stop: 9, num: 10 }, [MEASURE])] };
const MAP = { steps: [sweep("stage.x", [0, 1, 2], [sweep("stage.y", [0, 10], [MEASURE])])] };

function columns(...list) {
  return list.map(([name, unit, shape = []]) => ({ name, unit, shape }));
}

function makeView(series, plan, more = {}) {
  return {
    scanId: "SCAN_001",
    measurements: ["meter"],
    measurement: "meter",
    series,
    axes: sweptAxes(plan, "meter", series),
    startedAt: null,
    defaultView: "live",
    map: new MapFiller(),
    zoom: { x: null, y: null },
    ...more,
  };
}

function lineSeries(count, first = 0) {
  const series = new Series(columns(["stage.x", "mm"], ["signal", "V"]), { retain: 2e6, first });
  const x = Array.from({ length: count }, (_, i) => first + i);
  series.append({ first_index: first, columns: { "stage.x": x, signal: x.map((v) => v * v) } });
  return series;
}

function mapSeries(rows) {
  const series = new Series(columns(["stage.x", "mm"], ["stage.y", "mm"], ["signal", "V"]));
  const at = (i) => [Math.floor(i / 2), (i % 2) * 10];
  const all = Array.from({ length: rows }, (_, i) => at(i));
  series.append({
    first_index: 0,
    columns: { "stage.x": all.map((p) => p[0] + 0.01), "stage.y": all.map((p) => p[1]), signal: all.map((_, i) => i) },
  });
  return series;
}

function spectra(rows, size = 4) {
  const series = new Series(columns(["spectrum", "counts", [size]]));
  const spectrum = Array.from({ length: rows }, (_, row) => Array.from({ length: size }, (_, i) => row * 10 + i));
  series.append({ first_index: 0, columns: { spectrum } });
  return series;
}

const draw = (view, chosen = {}) => {
  const choices = complete(chosen, view);
  return { choices, ...figure(view, choices, TOKENS) };
};

test("positions of every form of sweep are known", () => {
  assert.deepEqual(expandPositions([3, 1]), [3, 1]);
  assert.deepEqual(expandPositions({ start: 0, stop: 1, num: 3 }), [0, 0.5, 1]);
  assert.deepEqual(expandPositions({ start: 1, stop: 100, num: 3, spacing: "log" }), [1, 10, 100]);
  assert.deepEqual(expandPositions({ start: 1, stop: 0, step: 0.5 }), [1, 0.5, 0]);
  const together = {
    kind: "sweep",
    axes: { "s.x": [0, 1], "s.y": [5, 6] },
    steps: [{ kind: "if", condition: {}, steps: [], else: [MEASURE] }],
  };
  assert.deepEqual(
    sweptAxes({ steps: [together] }, "meter", null).map(({ name, positions }) => [name, positions]),
    [["s.x", [0, 1]]],
    "axes that move together are one",
  );
  assert.equal(sweptAxes({ steps: [sweep("s.x", ["=from", 1] as never, [MEASURE])] }, "meter", null)[0]?.positions, null);
  const relative = sweptAxes({ steps: [sweep("s.x", [0, 2, 1], [MEASURE], { relative: true })] }, "meter");
  assert.deepEqual(relative, [{ name: "s.x", positions: null, tolerance: 0.25, log: false }]);
});

test("one swept axis draws a line over it, titles with units", () => {
  const { choices, data, layout } = draw(makeView(lineSeries(10), LINE));
  assert.equal(choices.kind, "line");
  assert.deepEqual([...data[0].y], [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]);
  assert.equal(layout.xaxis.title.text, "stage.x (mm)");
  assert.equal(layout.yaxis.title.text, "signal (V)");
});

test("two swept axes draw a map that fills, empty cells empty", () => {
  const series = mapSeries(3);
  const view = makeView(series, MAP);
  const { choices, data } = draw(view);
  assert.equal(choices.kind, "heatmap");
  assert.deepEqual(
    [data[0].x, data[0].y],
    [
      [0, 1, 2],
      [0, 10],
    ],
  );
  assert.deepEqual(data[0].z, [
    [0, 2, NaN],
    [1, NaN, NaN],
  ]);
  assert.equal(data[0].colorscale, "Viridis");
  series.append({ first_index: 3, columns: { "stage.x": [1], "stage.y": [10], signal: [3] } });
  assert.deepEqual(draw(view).data[0].z[1], [1, 3, NaN]);
});

test("axes that a plan sweeps logarithmically are drawn so, until a person chooses otherwise", () => {
  const decades = { start: 1, stop: 100, num: 3, spacing: "log" };
  const plan = { steps: [sweep("smu.level", [0, 1], [sweep("lockin.frequency", decades, [MEASURE])])] };
  const series = new Series(columns(["smu.level", "V"], ["lockin.frequency", "Hz"], ["signal", "V"]));
  series.append({ first_index: 0, columns: { "smu.level": [0, 0, 0, 1], "lockin.frequency": [1, 10, 100, 1], signal: [1, 2, 3, 4] } });
  const view = makeView(series, plan);
  const { choices, data, layout } = draw(view);
  assert.deepEqual([choices.x, choices.logX, choices.logY], ["lockin.frequency", true, false]);
  assert.deepEqual([layout.xaxis.type, layout.yaxis.type], ["log", "linear"]);
  const near = data[0].x.map((edge) => Math.log10(edge).toFixed(3));
  assert.deepEqual(near, ["-0.500", "0.500", "1.500", "2.500"]);
  assert.deepEqual(data[0].y, [0, 1]);
  assert.equal(data[0].text[1][2], "lockin.frequency (Hz): 100<br>smu.level (V): 1");
  const linear = draw(makeView(series, plan), { logX: false });
  assert.deepEqual(linear.data[0].x, [1, 10, 100]);
  assert.equal(draw(view, { logY: true }).layout.yaxis.type, "linear"); // there is no zero to show
  assert.equal(draw(makeView(series, plan), { kind: "line", x: "lockin.frequency" }).layout.xaxis.type, "log");
});

test("a map has x across where one instrument has both axes, else the faster axis", () => {
  const nested = (outer, inner) => ({ steps: [sweep(outer, [0, 1], [sweep(inner, [0, 1], [MEASURE])])] });
  const series = new Series(columns(["stage.x", "mm"], ["stage.y", "mm"], ["oven.t", "K"], ["signal", "V"]));
  series.append({ first_index: 0, columns: { "stage.x": [0], "stage.y": [0], "oven.t": [1], signal: [1] } });
  const across = (outer, inner) => draw(makeView(series, nested(outer, inner))).choices.x;
  assert.equal(across("stage.y", "stage.x"), "stage.x");
  assert.equal(across("stage.x", "stage.y"), "stage.x");
  assert.equal(across("oven.t", "stage.y"), "stage.y");
});

test("rows loaded as history are in the map as if they had come first", () => {
  const series = new Series(columns(["stage.x", "mm"], ["stage.y", "mm"], ["signal", "V"]), { first: 2 });
  series.append({ first_index: 2, columns: { "stage.x": [0, 1], "stage.y": [0, 0], signal: [20, 30] } });
  const view = makeView(series, MAP);
  const { choices } = draw(view, { repeats: "latest" });
  assert.equal(view.map.covers(view, choices), false);
  series.prepend({ first_index: 0, columns: { "stage.x": [0, 2], "stage.y": [0, 0], signal: [1, 2] } });
  assert.deepEqual(draw(view, { repeats: "latest" }).data[0].z[0], [20, 30, 2]);
  assert.equal(view.map.covers(view, choices), true);
});

test("an array reading draws its last spectrum, or all of them as a waterfall", () => {
  const view = makeView(spectra(5), { steps: [MEASURE] });
  const last = draw(view);
  assert.equal(last.choices.kind, "spectrum");
  assert.deepEqual([...last.data[0].y], [40, 41, 42, 43]);
  assert.equal(last.layout.yaxis.title.text, "spectrum (counts)");
  const all = draw(view, { kind: "waterfall" });
  assert.equal(all.data[0].z.length, 5);
  assert.deepEqual([...all.data[0].z[2]], [20, 21, 22, 23]);
  assert.deepEqual([...all.data[0].y], [0, 1, 2, 3, 4]);
});

test("the colours of a map are explained beside it, and above it where it needs the width", () => {
  const series = new Series(columns(["stage.x", "mm"], ["stage.y", "mm"], ["signal", "V"]));
  series.append({ first_index: 0, columns: { "stage.x": [0], "stage.y": [0], signal: [1] } });
  const map = (width) => draw(makeView(series, MAP, { width }), { kind: "heatmap" }).data[0];
  assert.equal(map(900).colorbar.orientation, undefined);
  assert.equal(map(900).colorbar.title.side, "right");
  assert.equal(map(366).colorbar.orientation, "h");
  assert.equal(map(366).colorbar.title.text, "signal (V)");
  assert.notEqual(map(900).uid, map(366).uid); // else Plotly would keep what it drew of the other
});

test("the live window slides over the last rows; the whole scan is thinned to what can be seen", () => {
  const view = makeView(lineSeries(300000), LINE);
  const live = draw(view);
  assert.equal(live.data[0].x.length, 1000);
  assert.equal(live.data[0].x[999], 299999);
  const whole = draw(view, { view: "whole" });
  assert.ok(whole.data[0].x.length > 1000 && whole.data[0].x.length <= 4000);
  const narrow = draw({ ...view, width: 400 }, { view: "whole" });
  assert.ok(narrow.data[0].x.length <= 800);
  const few = draw(view, { window: 50 });
  assert.equal(few.shown, 50);
});

test("until a window is known exactly, more is drawn where a person zoomed in", () => {
  const view = makeView(lineSeries(300000), LINE, { zoom: { x: [150000, 151000], y: null } });
  const xs = [...draw(view, { view: "whole" }).data[0].x];
  for (let x = 150000; x <= 151000; x += 1) assert.ok(xs.includes(x), String(x));
  assert.ok(xs.some((x) => x < 100000) && xs.some((x) => x > 200000));
  assert.deepEqual(
    xs,
    [...xs].sort((a, b) => a - b),
  );
});

test("a zoom is kept while readings come and given up when something else is chosen", () => {
  const series = lineSeries(10);
  const view = makeView(series, LINE);
  const before = draw(view).layout.uirevision;
  series.append({ first_index: 10, columns: { "stage.x": [10], signal: [100] } });
  assert.equal(draw(view).layout.uirevision, before);
  assert.notEqual(draw(view, { x: "@index" }).layout.uirevision, before);
});

test("choices that do not fit are left out, and the controls offer what does", () => {
  const view = makeView(lineSeries(3), LINE);
  const { choices } = draw(view, { kind: "heatmap", x: "nothing", y: ["gone"], scale: "Jet", logY: true });
  assert.deepEqual([choices.kind, choices.x, choices.y, choices.scale, choices.logY], ["line", "stage.x", ["signal"], "Viridis", true]);
  const options = chartOptions(view, choices);
  assert.deepEqual(options.kinds, ["line", "scatter"]);
  assert.deepEqual(options.y[0], { value: "signal", label: "signal (V)" });
  assert.equal(draw(view, { logY: true }).layout.yaxis.type, "log");
});

test("time counts from the scan's start", () => {
  const series = new Series(columns(["t", "K"]));
  series.append({ first_index: 0, columns: { t: [1, 2] }, timestamps: ["2026-01-01T00:00:10Z", "2026-01-01T00:00:12.5Z"] });
  const view = makeView(series, { steps: [MEASURE] }, { startedAt: Date.parse("2026-01-01T00:00:00Z") / 1000 });
  const { choices, data, layout } = draw(view);
  assert.equal(choices.x, "@time");
  assert.deepEqual([...data[0].x], [10, 12.5]);
  assert.equal(layout.xaxis.title.text, "time since the start (s)");
});

test("several columns make several traces over the same rows, and colour marks them", () => {
  const view = makeView(lineSeries(10), LINE);
  const { data, layout } = draw(view, { kind: "scatter", y: ["signal", "stage.x"], colour: "signal" });
  assert.equal(data.length, 2);
  assert.equal(data[0].x, data[1].x);
  assert.equal(layout.showlegend, true);
  assert.deepEqual([...data[0].marker.color], [...data[0].y]);
});

test("without points there is an empty chart that says so", () => {
  const { data, layout } = draw(makeView(null, LINE));
  assert.deepEqual(data, []);
  assert.equal(layout.annotations[0].text, "No points yet");
});

test("names that hold markup are shown as they are", () => {
  const series = new Series(columns(["<b>x</b>", "<i>"]));
  series.append({ first_index: 0, columns: { "<b>x</b>": [1] } });
  assert.equal(draw(makeView(series, { steps: [MEASURE] })).layout.yaxis.title.text, "&lt;b&gt;x&lt;/b&gt; (&lt;i&gt;)");
});

test("history is fetched backwards in pieces until the start, again after a failure", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const before = 400000;
  const series = new Series(columns(["v", ""]), { first: before, retain: 2e6 });
  series.append({ first_index: before, columns: { v: [1] } });
  const asked = [];
  let failing = true;
  const load = async (scan, measurement, first, last, names) => {
    asked.push([first, last, names.join()]);
    if (failing) throw new Error("503");
    const count = last - first + 1;
    const timestamps = new Float64Array(count);
    return { first_index: first, count, columns: { v: Float64Array.from(timestamps, (_, i) => first + i) }, timestamps };
  };
  const history = new History(load, () => {});
  history.load("SCAN_001", "meter", series);
  await new Promise(setImmediate);
  assert.match(history.trouble, /503/);
  failing = false;
  t.mock.timers.tick(5000);
  for (let i = 0; i < 5; i += 1) await new Promise(setImmediate);
  const most = MOST_ROWS - 1;
  assert.deepEqual(asked, [
    [before - most, before, "v"],
    [before - most, before, "v"],
    [0, before - most, "v"],
  ]);
  assert.equal(series.first, 0);
  assert.equal(series.value("v", 123456), 123456);
  assert.equal(series.value("v", before), 1);
  assert.deepEqual([history.progress(series), history.trouble], [null, ""]);
});

test("a sparkline fits its canvas, keeps extremes and leaves gaps", () => {
  const values = Array.from({ length: 1000 }, (_, i) => (i === 500 ? 100 : Math.sin(i)));
  const line = sparklineCorners(values, 100, 30);
  assert.ok(line.length <= 200);
  assert.ok(line.every(([x, y]) => x >= 0 && x <= 100 && y >= 0 && y <= 30));
  assert.ok(line.some(([, y]) => Math.abs(y - 2) < 1e-9));
  assert.deepEqual(sparklineCorners([1, null, 1], 50, 20)[1], null);
  assert.deepEqual(sparklineCorners([], 50, 20), []);
});

test("a long title of an axis has several lines, broken where names have joints", () => {
  const name = "A_long_name_of_an_instrument.position_of_the_stage";
  const series = new Series(columns([name, "micrometre"], ["signal", "V"]));
  series.append({ first_index: 0, columns: { [name]: [0, 1], signal: [0, 1] } });
  const title = (size) => draw(makeView(series, { steps: [sweep(name, [0, 1], [MEASURE])] }, size)).layout.xaxis.title.text;
  assert.equal(title({ width: 1440, height: 400 }), `${name} (micrometre)`);
  const lines = title({ width: 366, height: 400 }).split("<br>");
  assert.ok(lines.length > 1 && lines.every((line) => line.length <= 30), lines.join("|"));
  assert.equal(lines.join("").replace(/ /g, ""), `${name}(micrometre)`);
});
