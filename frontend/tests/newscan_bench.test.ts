import { test } from "node:test";
import assert from "node:assert/strict";
import { axisOf, catalog, firstSetting, limitsText, readsText } from "../src/newscan/bench.ts";
import { caption } from "../src/newscan/form/picture.ts";
import { startArguments } from "../src/newscan/form/step_procedure.ts";
import { endingAs, readingsInside } from "../src/newscan/form/step_repeat.ts";
import { suggestedName } from "../src/newscan/naming.ts";
import { fresh, stepsOf, templates } from "../src/newscan/templates.ts";
import { trace as newscanTrace } from "../src/newscan/trace.ts";
const INSTRUMENTS = [
  {
    instrument_name: "stage",
    status: "idle",
    position: { x: 3 },
    settings: {},
    spec: { axes: { x: { unit: "mm", limits: [0, 25] }, y: { unit: "mm", limits: [0, 10] } }, reads: {}, settings: {} },
  },
  {
    instrument_name: "spectrometer",
    status: "idle",
    position: {},
    settings: { exposure: 0.2 },
    spec: {
      axes: {},
      reads: { intensity: { unit: "counts", shape: [] }, spectrum: { unit: "counts", shape: [1024] } },
      settings: { exposure: { unit: "s", limits: [0.001, 10] }, serial: { writable: false } },
    },
  },
];
const bench = catalog(INSTRUMENTS);
const none = catalog([]);

test("the catalog of a bench tells axes, sensors and what can be set", () => {
  assert.deepEqual(
    bench.axes.map((axis) => axis.column),
    ["stage.x", "stage.y"],
  );
  assert.deepEqual(
    bench.sensors.map((sensor) => sensor.name),
    ["spectrometer"],
  );
  assert.deepEqual(
    bench.settables.spectrometer.map((each) => each.name),
    ["exposure"],
  );
  assert.equal(limitsText(axisOf(bench, "stage.x")), "0 to 25 mm");
  assert.equal(readsText(bench.sensors[0].reads), "intensity (counts), spectrum (1024 values, counts)");
  assert.deepEqual(firstSetting(bench, "spectrometer"), { exposure: 0.2 });
});

test("every template fits the bench it is made for", () => {
  for (const { name, lacks } of templates(bench)) {
    assert.equal(lacks, "");
    const steps = stepsOf(name, bench);
    if (name !== "empty") assert.ok(JSON.stringify(steps).includes('"kind":"measure"'), name);
  }
  const [line] = stepsOf("line", bench);
  assert.deepEqual([line.axis, line.positions], ["stage.x", { start: 0, stop: 25, num: 51 }]);
  const [grid] = stepsOf("grid", bench);
  assert.deepEqual([grid.axis, grid.steps[0].axis, grid.steps[0].snake], ["stage.y", "stage.x", true]);
});

test("a bench that lacks what a template takes is told so", () => {
  const lacking = templates(none)
    .filter((each) => each.lacks)
    .map((each) => each.name);
  assert.deepEqual(lacking, ["line", "grid", "time", "list", "spectra"]);
  assert.deepEqual(stepsOf("line", none), []);
  const scalar = catalog([{ ...INSTRUMENTS[1], spec: { ...INSTRUMENTS[1].spec, reads: { intensity: { unit: "counts" } } } }]);
  assert.match(templates(scalar).find((each) => each.name === "spectra").lacks, /spectra/);
});

test("a fresh sweep takes an axis that is not swept around it", () => {
  assert.equal(fresh("sweep", bench, { used: ["stage.x"] }).axis, "stage.y");
  assert.equal(fresh("sweep", none).axis, "");
  for (const kind of ["sweep", "measure", "set", "wait", "repeat", "procedure"]) assert.equal(fresh(kind, none).kind, kind);
});

test("a plan without a name is called by what it does", () => {
  const named = (template) => suggestedName({ steps: stepsOf(template, bench) });
  assert.equal(named("line"), "spectrometer over stage.x");
  assert.equal(named("grid"), "spectrometer map of stage.x and stage.y");
  assert.equal(named("time"), "spectrometer over time");
  assert.equal(suggestedName({ steps: [] }), "New scan");
  assert.equal(suggestedName({ steps: [null, { kind: "measure", instruments: "x" }] }), "New scan");
});

test("the way through a grid turns at the end of each line, x across and y up", () => {
  const inner = {
    kind: "sweep",
    axis: "stage.x",
    positions: [0, 1, 2],
    snake: true,
    steps: [{ kind: "measure", instruments: ["spectrometer"] }],
  };
  const plan = { steps: [{ kind: "sweep", axis: "stage.y", positions: [5, 6], steps: [inner] }] };
  const trace = newscanTrace(plan, bench);
  assert.deepEqual(trace.points, [
    [0, 5],
    [1, 5],
    [2, 5],
    [2, 6],
    [1, 6],
    [0, 6],
  ]);
  assert.deepEqual(
    trace.axes.map((axis) => axis.column),
    ["stage.x", "stage.y"],
  );
  const turned = { steps: [{ ...inner, snake: false, steps: [{ ...plan.steps[0], steps: inner.steps }] }] };
  assert.deepEqual(newscanTrace(turned, bench).points.slice(0, 3), [
    [0, 5],
    [0, 6],
    [1, 5],
  ]);
});

test("a huge plan is drawn from a few of its points, its ends included", () => {
  const big = { start: 0, stop: 10, num: 1e9 };
  const sweep = (axis, steps) => ({ kind: "sweep", axis, positions: big, steps });
  const trace = newscanTrace({ steps: [sweep("stage.x", [sweep("stage.y", [{ kind: "measure", instruments: [] }])])] }, bench);
  assert.equal(trace.total, 1e18);
  assert.ok(trace.points.length < 2000);
  assert.deepEqual(trace.points.at(-1), [10, 10]);
});

test("the picture follows the step that has the attention", () => {
  const line = (axis) => ({ kind: "sweep", axis, positions: [0, 1], steps: [{ kind: "measure", instruments: [] }] });
  const plan = { steps: [line("stage.x"), line("stage.y")] };
  assert.equal(newscanTrace(plan, bench).axes[0].column, "stage.x");
  assert.equal(newscanTrace(plan, bench, "steps[1]").axes[0].column, "stage.y");
});

test("plans that make no sense yet draw nothing and break nothing", () => {
  for (const plan of [
    {},
    { steps: [] },
    { steps: [null] },
    { steps: [{ kind: "sweep", positions: { start: "x" }, steps: [{ kind: "measure" }] }] },
  ]) {
    const trace = newscanTrace(plan, bench);
    assert.deepEqual(trace.points, []);
    assert.equal(typeof caption(trace), "string");
  }
});

test("a repeat ends another way with a sensible beginning", () => {
  const repeat = { kind: "repeat", times: 5, every: 2, steps: [{ kind: "measure", instruments: ["spectrometer"] }] };
  const readings = readingsInside(repeat, bench);
  assert.deepEqual(
    readings.map((each) => each.name),
    ["intensity"],
  );
  assert.deepEqual(endingAs(repeat, "condition", readings).until, { column: "intensity", above: 1 });
  assert.equal(endingAs(repeat, "moment", readings, Date.UTC(2026, 0, 1)).until, "2026-01-01T01:00:00Z");
  const back = endingAs(endingAs(repeat, "moment", readings), "times", readings);
  assert.deepEqual([back.times, back.until, back.every], [10, undefined, 2]);
});

test("a procedure begins with arguments that the bench has", () => {
  const find = {
    name: "find_peak",
    arguments: {
      properties: { axis: {}, instrument: {}, column: {}, start: {}, stop: {}, points: { default: 21 } },
      required: ["axis", "instrument", "column", "start", "stop"],
    },
  };
  assert.deepEqual(startArguments(find, bench), { axis: "stage.x", instrument: "spectrometer", column: "intensity", start: 0, stop: 25 });
});
