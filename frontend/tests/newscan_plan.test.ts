import { test } from "node:test";
import assert from "node:assert/strict";
import { isText, type Step } from "../src/newscan/model.ts";
import * as tree from "../src/newscan/tree.ts";
import * as positions from "../src/newscan/positions.ts";
import * as problems from "../src/newscan/problems.ts";
import * as values from "../src/core/typed.ts";

const measure = { kind: "measure", instruments: ["detector"] };
const wait = { kind: "wait", seconds: 1 };
const sweep = { kind: "sweep", axis: "stage.x", positions: [0, 1], steps: [measure, wait] };
const plan = { name: "P", steps: [sweep, wait] };
const kinds = (steps: unknown): unknown[] =>
  (steps as { kind: string; steps?: unknown }[]).map((step) => (step.steps ? [step.kind, kinds(step.steps)] : step.kind));

test("fields are read and changed by path, and the plan given stays as it was", () => {
  const before = JSON.stringify(plan);
  assert.equal(tree.get(plan, "steps[0].steps[1].seconds"), 1);
  assert.equal(tree.get(plan, "steps[7].axis"), undefined);
  const changed = tree.set(plan, "steps[0].positions", { start: 0, stop: 1, num: 3 });
  assert.deepEqual(tree.get(changed, "steps[0].positions.num"), 3);
  assert.equal("snake" in tree.get(tree.set(tree.set(plan, "steps[0].snake", true), "steps[0].snake", undefined), "steps[0]"), false);
  assert.equal(JSON.stringify(plan), before);
});

test("steps are put in, copied and taken out", () => {
  assert.deepEqual(kinds(tree.insert(plan, "steps[0].steps", 1, wait).plan.steps), [["sweep", ["measure", "wait", "wait"]], "wait"]);
  const copied = tree.duplicate(plan, "steps[0]");
  assert.equal(copied.path, "steps[1]");
  assert.notEqual(copied.plan.steps[1], copied.plan.steps[0]);
  assert.deepEqual(copied.plan.steps[1], copied.plan.steps[0]);
  assert.deepEqual(kinds(tree.remove(plan, "steps[0].steps[0]").plan.steps), [["sweep", ["wait"]], "wait"]);
});

test("what takes the attention after a removal is a neighbour, then the step around, then nothing", () => {
  assert.equal(tree.remove(plan, "steps[1]").path, "steps[0]");
  assert.equal(tree.remove({ steps: [{ ...sweep, steps: [measure] }] }, "steps[0].steps[0]").path, "steps[0]");
  assert.equal(tree.remove({ steps: [wait] }, "steps[0]").path, "");
});

test("a step moves among its neighbours, and from the end of a list out of the step around it", () => {
  assert.deepEqual(kinds(tree.move(plan, "steps[0].steps[0]", 1).plan.steps), [["sweep", ["wait", "measure"]], "wait"]);
  const up = tree.move(plan, "steps[0].steps[0]", -1);
  assert.deepEqual([kinds(up.plan.steps), up.path], [["measure", ["sweep", ["wait"]], "wait"], "steps[0]"]);
  const down = tree.move(plan, "steps[0].steps[1]", 1);
  assert.deepEqual([kinds(down.plan.steps), down.path], [[["sweep", ["measure"]], "wait", "wait"], "steps[1]"]);
  assert.equal(tree.move(plan, "steps[0]", -1), null);
  assert.equal(tree.move(plan, "steps[1]", 1), null);
});

test("a step moves into the step before it only where that holds steps", () => {
  const inside = tree.indent(plan, "steps[1]");
  assert.deepEqual([kinds(inside.plan.steps), inside.path], [[["sweep", ["measure", "wait", "wait"]]], "steps[0].steps[2]"]);
  assert.equal(tree.indent(plan, "steps[0]"), null);
  assert.equal(tree.indent(plan, "steps[0].steps[1]"), null);
  assert.deepEqual(kinds(tree.wrap(plan, "steps[1]", { kind: "repeat", times: 2 }).plan.steps), [
    ["sweep", ["measure", "wait"]],
    ["repeat", ["wait"]],
  ]);
});

test("positions are counted as the engine counts them", () => {
  assert.equal(positions.count({ start: 0, stop: 10, num: 51 }), 51);
  assert.equal(positions.count({ start: 0, stop: 1, step: 0.1 }), 11);
  assert.equal(positions.count({ start: 0, stop: 1, step: 0.3 }), 4);
  assert.equal(positions.count({ start: 1, stop: 0, step: -0.25 }), 5);
  assert.equal(positions.count([3, 1, 2]), 3);
  for (const wrong of [
    { start: 0, stop: 1, step: -1 },
    { start: 0, stop: 1, step: 0 },
    { start: 0, stop: "x", num: 2 },
    { start: 0, stop: 1, num: 1.5 },
    { start: -1, stop: 1, num: 3, spacing: "log" },
    [],
    [1, "x"],
    undefined,
  ]) {
    assert.equal(positions.count(wrong), null, JSON.stringify(wrong));
  }
});

test("a sample of positions keeps the first and the last", () => {
  assert.deepEqual(positions.sample({ start: 0, stop: 10, num: 11 }, 3), [0, 5, 10]);
  const log = positions.sample({ start: 1, stop: 1000, num: 4, spacing: "log" }, 10);
  log.forEach((value, at) => assert.ok(Math.abs(value - 10 ** at) < 1e-9));
  assert.equal(positions.sample({ start: 0, stop: 1, num: 1e9 }, 5).length, 5);
  assert.deepEqual(positions.sample({ start: 0 }, 5), []);
});

test("positions are written another way without losing their range", () => {
  const range = { start: 0, stop: 10, num: 11 };
  assert.deepEqual(positions.as(range, "step"), { start: 0, stop: 10, step: 1 });
  assert.deepEqual(positions.as({ start: 0, stop: 10, step: 1 }, "num"), range);
  assert.deepEqual(positions.as(range, "list"), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.deepEqual(positions.as([2, 3, 8], "num"), { start: 2, stop: 8, num: 3 });
  assert.ok(positions.count(positions.as(range, "log")) > 1, "a range from 0 becomes one that logarithms can take");
  assert.deepEqual(positions.over([-5, 5], { start: 0, stop: 1, num: 7 }), { start: -5, stop: 5, num: 7 });
});

test("what is typed becomes numbers where it is one, and stays text where not", () => {
  assert.equal(values.number(" -1.5e-3 "), -0.0015);
  assert.equal(values.number(".5"), 0.5);
  assert.equal(values.number("−2.5e−3"), -0.0025, "copied from where it is shown");
  assert.equal(values.number(""), undefined);
  assert.equal(values.number("1,5"), 1.5);
  for (const text of ["1,500", "abc", "0x10", "1e999", "Infinity"]) assert.equal(values.number(text), text);
  assert.deepEqual(values.numbers("0, 1 2.5;\n3 x"), [0, 1, 2.5, 3, "x"]);
  assert.deepEqual(values.words(" raman, s42,,raman "), ["raman", "s42"]);
});

test("a step is put anywhere else, and never into itself", () => {
  const inside = tree.relocate(plan, "steps[1]", "steps[0].steps", 0);
  assert.deepEqual([kinds(inside.plan.steps), inside.path], [[["sweep", ["wait", "measure", "wait"]]], "steps[0].steps[0]"]);
  const out = tree.relocate(plan, "steps[0].steps[0]", "steps", 0);
  assert.deepEqual([kinds(out.plan.steps), out.path], [["measure", ["sweep", ["wait"]], "wait"], "steps[0]"]);
  const later = tree.relocate(plan, "steps[0]", "steps", 2);
  assert.deepEqual([kinds(later.plan.steps), later.path], [["wait", ["sweep", ["measure", "wait"]]], "steps[1]"]);
  assert.equal(tree.relocate(plan, "steps[0]", "steps[0].steps", 0), null);
  assert.equal(tree.relocate(plan, "steps[0]", "steps", 0), null);
  assert.equal(tree.relocate(plan, "steps[0]", "steps", 1), null);
});

test("metadata survives the way through its lines", () => {
  const given = {
    operator: "Ada: of London",
    laser_nm: 532,
    number_as_text: "7",
    list: [1, "a"],
    on: true,
    none: null,
    empty: "",
    lines: "one\ntwo",
    "a: b": 1,
    '"quoted"': 2,
  };
  assert.deepEqual(values.facts(values.factLines(given)), given);
});

test("a lot or serial number keeps every digit that was typed", () => {
  const given = { lot: "0042", serial: "12345678901234567890", signed: "-007", voltage: 0.5, zero: 0 };
  const typed = "lot: 0042\nserial: 12345678901234567890\nsigned: -007\nvoltage: 0.50\nzero: 0";
  assert.deepEqual(values.facts(typed), given);
  assert.deepEqual(values.facts(values.factLines(given)), given);
});

test("moments go to local time and back", () => {
  assert.equal(values.moment(values.localMoment("2026-03-01T12:30:00Z")), "2026-03-01T12:30:00Z");
  assert.equal(values.moment(""), undefined);
});

test("a problem belongs to its field, else to the nearest thing around it that is shown", () => {
  const shown = new Set(["steps", "steps[0]", "steps[0].positions", "steps[0].positions.stop", "steps[0].instruments"]);
  const told = problems.placed(
    [
      { path: "steps[0].positions.stop", message: "must be a number" },
      { path: "steps[0].positions[3]", message: "must be a number" },
      { path: "steps[0].foo", message: "unknown field" },
      { path: "steps", message: "the plan measures nothing" },
      { path: "nme", message: "unknown field" },
    ],
    shown,
  );
  assert.deepEqual(Object.fromEntries(told), {
    "steps[0].positions.stop": ["This must be a number"],
    "steps[0].positions": ["Number 4 must be a number"],
    "steps[0]": ["foo: unknown field"],
    steps: ["The plan measures nothing"],
    "": ["nme: unknown field"],
  });
});

test("the button names the most important reason why it cannot be pressed", () => {
  const fine = { steps: 1 };
  assert.equal(problems.blocked(fine), "");
  assert.match(problems.blocked({ ...fine, checking: true }), /Checking/);
  assert.match(problems.blocked({ steps: 0, checking: true }), /empty/);
  assert.match(
    problems.blocked({ ...fine, offline: "The engine hangs. End it.", problems: [{ path: "", message: "x" }] }),
    /^The engine hangs\. End it\. No scan can be queued/,
  );
  assert.equal(problems.blocked({ ...fine, queue: "Enter a name for the new queue." }), "Enter a name for the new queue.");
});

test("all problems are counted, though only some are listed", () => {
  const missing = { path: "steps[1].steps[0].positions.start", message: "is missing" };
  assert.equal(problems.blocked({ steps: 1, problems: [missing] }), "1 problem. Step 2.1, positions: is missing.");
  assert.equal(
    problems.blocked({ steps: 1, problems: [missing, missing], problemCount: 60_000 }),
    "60,000 problems. First: Step 2.1, positions: is missing.",
  );
});

test("the fields of the form edit only steps that they show in full; the others are edited as text", () => {
  const hot = { column: "d.v", above: 1 };
  const inText: unknown[] = [
    { kind: "sweep", axes: { "stage.x": [0], "stage.y": [1] }, steps: [measure] },
    { kind: "wait", until: hot },
    { kind: "if", condition: hot, steps: [measure] },
    { kind: "repeat", until: { any: [hot] }, steps: [measure] },
    { kind: "repeat", until: { column: "v", above: 1, below: 2 }, steps: [measure] },
    { kind: "repeat", until: { column: "v", above: 1 }, times: 3, steps: [measure] },
    { kind: "sweep", axis: "stage.x", positions: ["=start", 2], steps: [measure] },
    { ...measure, label: "dark" },
  ];
  const inFields: unknown[] = [
    ...[sweep, measure, wait],
    { kind: "repeat", until: { column: "v", above: 1, instrument: "d" }, steps: [{ kind: "wait", until: hot }] },
    { kind: "repeat", until: "2030-01-31T18:00:00Z", steps: [measure] },
    { kind: "repeat", times: 3, steps: [measure] },
  ];
  for (const step of inText) assert.equal(isText(step as Step), true, JSON.stringify(step));
  for (const step of inFields) assert.equal(isText(step as Step), false, JSON.stringify(step));
});

test("steps are found, moved and removed in both branches of an if", () => {
  const choice = { kind: "if", condition: { column: "d.v", above: 1 }, steps: [measure], else: [wait, sweep] };
  const paths: string[] = [];
  tree.walk({ steps: [choice] }, (_, path) => paths.push(path));
  assert.deepEqual(paths, [
    "steps[0]",
    "steps[0].steps[0]",
    "steps[0].else[0]",
    "steps[0].else[1]",
    ...["0", "1"].map((at) => `steps[0].else[1].steps[${at}]`),
  ]);
  const moved = tree.relocate({ steps: [choice] }, "steps[0].else[0]", "steps[0].steps", 1);
  assert.equal(moved?.path, "steps[0].steps[1]");
  assert.deepEqual(tree.get(moved!.plan, "steps[0].else"), [sweep]);
});
