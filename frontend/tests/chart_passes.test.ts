/* A sweep that is repeated is drawn pass by pass. */
import test from "node:test";
import assert from "node:assert/strict";
import { MEASURE, sweep, seriesOf, viewOf, draw, range } from "./chart_support.ts";
import { Passes } from "../src/chart/sweep_passes.ts";

function startsOf(values) {
  const passes = new Passes();
  passes.take(values);
  return passes.starts;
}

test("a sweep that begins anew, turns round, or does neither", () => {
  assert.deepEqual(startsOf([0, 1, 2, 3, 0, 1, 2, 3, 0]), [0, 4, 8]);
  assert.deepEqual(startsOf([0, 1, 2, 3, 3, 2, 1, 0, 0, 1, 2]), [0, 5, 9]);
  assert.deepEqual(startsOf([3, 2, 1, 0, 3, 2]), [0, 4]);
  assert.deepEqual(startsOf(range(1000)), [0]);
  assert.deepEqual(startsOf(range(1000, (i) => i + 0.3 * Math.sin(i * i))), [0]); // noise of the readback
  assert.deepEqual(startsOf([5, 5, 5, 5]), [0]);
  assert.deepEqual(startsOf([NaN, 0, NaN, 1, 2, 0, 1, 2]), [0, 5]);
});

test("passes are found alike however the values come", () => {
  const values = range(5000, (i) => i % 700);
  const passes = new Passes();
  for (let at = 0; at < values.length; at += 123) passes.take(values.slice(at, at + 123));
  assert.deepEqual(passes.starts, startsOf(values));
});

const PLAN = { steps: [{ kind: "repeat", times: 100, steps: [sweep("stage.x", { start: 0, stop: 10, num: 2000 }, [MEASURE])] }] };

/** Curves over x that differ by `step` from pass to pass. */
function again(count, points = 2000, step = 1) {
  const x = range(count * points, (i) => (10 * (i % points)) / (points - 1));
  return viewOf(seriesOf({ "stage.x": x, signal: x.map((v, i) => Math.sin(v) + step * Math.floor(i / points)) }), PLAN);
}

test("a long line that goes over the same positions again and again has the shape of its curves", () => {
  const { data, says } = draw(again(50), { kind: "line", view: "whole" });
  const { x, y } = data[0];
  let longest = 0;
  for (let i = 1; i < x.length; i += 1)
    if (!Number.isNaN(x[i]) && !Number.isNaN(x[i - 1])) longest = Math.max(longest, Math.abs(x[i] - x[i - 1]));
  assert.ok(longest < 0.5, `a line over ${longest} of 10 mm`);
  for (let i = 0; i < x.length; i += 1) {
    if (!Number.isNaN(x[i])) assert.ok(Math.abs(((y[i] - Math.sin(x[i]) + 0.5) % 1) - 0.5) < 1e-9);
  }
  assert.match(says.join(), /of 100,000 readings shown/);
});

test("where passes are too many some of them are drawn, and it says how many", () => {
  const view = again(500, 500);
  const { data, says } = draw(view, { kind: "line", view: "whole" });
  assert.ok(data[0].x.length < 13000);
  assert.equal(data[0].x.filter((value) => Number.isNaN(value)).length, 199);
  assert.ok(says.includes("200 of 500 sweeps"));
  assert.ok([...data[0].y].some((value) => value > 498)); // the last one among them
});

test("points and short lines are drawn as they are", () => {
  assert.equal(draw(again(2, 500), { kind: "line", view: "whole" }).data[0].x.length, 1000);
  assert.ok(draw(again(50), { kind: "scatter", view: "whole" }).data[0].x.every((value) => !Number.isNaN(value)));
});
