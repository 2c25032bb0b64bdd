import { test } from "node:test";
import assert from "node:assert/strict";
import { allowed, axisOf, firstSetting, readingsInside, readsText, suggestedName } from "../src/newscan/bench.ts";
import { endingAs, KINDS } from "../src/newscan/form/kinds.ts";
import { caption } from "../src/newscan/form/picture.ts";
import type { Axis, Kind, Offer, Plan, Step, StepOf } from "../src/newscan/model.ts";
import { trace as newscanTrace } from "../src/newscan/trace.ts";

const axis = (name: string, limits: [number, number]): Axis => {
  return { name, instrument: "stage", column: `stage.${name}`, unit: "mm", limits, choices: null, now: 3 };
};
const none: Offer = { axes: [], sensors: [], settables: {}, procedures: [], templates: [] };
const bench: Offer = {
  ...none,
  axes: [axis("x", [0, 25]), axis("y", [0, 10])],
  sensors: [
    {
      name: "spectrometer",
      reads: [
        { name: "intensity", unit: "counts", shape: [] },
        { name: "spectrum", unit: "counts", shape: [1024] },
      ],
    },
  ],
  settables: { spectrometer: [{ name: "exposure", unit: "s", limits: [0.001, 10], choices: null, now: 0.2 }] },
};
const measure: Step = { kind: "measure", instruments: ["spectrometer"] };
const sweep = (name: string, positions: unknown, steps: unknown[], more: object = {}): StepOf<"sweep"> => {
  return { kind: "sweep", axis: `stage.${name}`, positions, steps, ...more };
};

/** What is drawn of a plan that sweeps something. */
function traced(plan: Plan, focus = "") {
  const found = newscanTrace(plan, bench, focus);
  assert.ok(found.kind === "line" || found.kind === "grid");
  return found;
}

test("what the bench offers is put into words", () => {
  assert.equal(allowed(axisOf(bench, "stage.x")), "Allowed: 0 to 25 mm");
  assert.equal(readsText(bench.sensors[0].reads), "intensity (counts), spectrum (1024 values, counts)");
  assert.deepEqual(firstSetting(bench, "spectrometer"), { exposure: 0.2 });
});

test("a new sweep takes an axis that is not swept around it", () => {
  assert.equal(KINDS.sweep.fresh(bench, ["stage.x"]).axis, "stage.y");
  assert.equal(KINDS.sweep.fresh(none, []).axis, "");
  for (const kind of Object.keys(KINDS) as Kind[]) assert.equal(KINDS[kind].fresh(none, []).kind, kind);
});

test("a plan without a name is called by what it does", () => {
  const named = (...steps: unknown[]): string => suggestedName({ steps });
  assert.equal(named(sweep("x", [0, 1], [measure])), "spectrometer over stage.x");
  assert.equal(named(sweep("y", [0, 1], [sweep("x", [0, 1], [measure])])), "spectrometer map of stage.x and stage.y");
  assert.equal(named({ kind: "repeat", steps: [measure] }), "spectrometer over time");
  assert.equal(named(), "New scan");
  assert.equal(named(null, { kind: "measure", instruments: "x" }), "New scan");
});

test("the way through a grid turns at the end of each line, x across and y up", () => {
  const inner = sweep("x", [0, 1, 2], [measure], { snake: true });
  const found = traced({ steps: [sweep("y", [5, 6], [inner])] });
  assert.deepEqual(found.points, [
    [0, 5],
    [1, 5],
    [2, 5],
    [2, 6],
    [1, 6],
    [0, 6],
  ]);
  assert.deepEqual(
    found.axes.map(({ column }) => column),
    ["stage.x", "stage.y"],
  );
  const turned = traced({ steps: [sweep("x", [0, 1, 2], [sweep("y", [5, 6], [measure])])] });
  assert.deepEqual(turned.points.slice(0, 3), [
    [0, 5],
    [0, 6],
    [1, 5],
  ]);
});

test("a huge plan is drawn from a few of its points, its ends included", () => {
  const big = { start: 0, stop: 10, num: 1e9 };
  const found = traced({ steps: [sweep("x", big, [sweep("y", big, [measure])])] });
  assert.equal(found.total, 1e18);
  assert.ok(found.points.length < 2000);
  assert.deepEqual(found.points.at(-1), [10, 10]);
});

test("the picture follows the step that has the focus", () => {
  const plan = { steps: [sweep("x", [0, 1], [measure]), sweep("y", [0, 1], [measure])] };
  assert.equal(traced(plan).axes[0].column, "stage.x");
  assert.equal(traced(plan, "steps[1]").axes[0].column, "stage.y");
});

test("plans that make no sense yet draw nothing and break nothing", () => {
  const unfinished = { kind: "sweep", positions: { start: "x" }, steps: [{ kind: "measure" }] };
  for (const plan of [{}, { steps: [] }, { steps: [null] }, { steps: [unfinished] }]) {
    const found = newscanTrace(plan, bench);
    assert.deepEqual(found.points, []);
    assert.equal(typeof caption(found), "string");
  }
});

test("a repeat ends another way with a sensible beginning", () => {
  const repeat: StepOf<"repeat"> = { kind: "repeat", times: 5, every: 2, steps: [measure] };
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
