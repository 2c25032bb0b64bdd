/* Maps of scans over more than two axes, and of cells that are measured several times. */
import test from "node:test";
import assert from "node:assert/strict";
import { MEASURE, sweep, packed, seriesOf, viewOf, serverOf, draw, range } from "./chart_support.ts";
import { Clock } from "./support.ts";
import { sweptAxes } from "../src/chart/axes.ts";
import { complete } from "../src/chart/choices.ts";
import { MapFiller } from "../src/chart/maps.ts";
import { Slices, latestCells, sliceWords } from "../src/chart/slices.ts";
import { learntAxes, positionTolerance } from "../src/chart/tolerance.ts";
import { csv } from "../src/chart/view_csv.ts";
import * as format from "../src/core/format.ts";
import { Series } from "../src/core/series.ts";

const Z = [0, 5, 10];
const AREA = [sweep("stage.y", [0, 1], [sweep("stage.x", [0, 1, 2], [MEASURE])])];
const PLAN = { steps: [sweep("oven.t", Z, AREA)] };
const PLACES = Z.flatMap((t) => [0, 1].flatMap((y) => [0, 1, 2].map((x) => [t, y, x])));

/** Rows of places [[t, y, x], …]; the signal tells the place: 100 t + 10 y + x. */
function rowsOf(places, signal = ([t, y, x]) => 100 * t + 10 * y + x) {
  const column = (at) => places.map((place) => place[at]);
  return { "oven.t": column(0), "stage.y": column(1), "stage.x": column(2), signal: places.map(signal) };
}

const UNITS = { "oven.t": "K", "stage.x": "mm", "stage.y": "mm", signal: "V" };
const slabView = (columns, plan = PLAN, more = {}) => viewOf(seriesOf(columns, { units: UNITS }), plan, more);
const zOf = (view, chosen) => draw(view, chosen).data[0].z;
const slabOf = (t) => [0, 1].map((y) => [0, 1, 2].map((x) => 100 * t + 10 * y + x));

test("a map of three axes shows the latest slab, or the one that was chosen", () => {
  const view = slabView(rowsOf(PLACES));
  const { choices } = draw(view);
  assert.deepEqual([choices.kind, choices.x, choices.y, choices.slices], ["heatmap", "stage.x", ["stage.y"], { "oven.t": null }]);
  assert.deepEqual(zOf(view), slabOf(10));
  assert.deepEqual(zOf(view, { slices: { "oven.t": 5 } }), slabOf(5));
  assert.deepEqual(zOf(view, { slices: { "oven.t": 0 } }), slabOf(0));
  assert.deepEqual(zOf(view, { slices: { "oven.t": null } }), slabOf(10));
});

test("the controls learn the positions of each further axis, and which is shown", () => {
  const view = slabView(rowsOf(PLACES.slice(0, 8)));
  const [slab] = view.map.slices.of(view, draw(view).choices);
  assert.deepEqual([slab.name, slab.unit, slab.positions, slab.at, slab.latest], ["oven.t", "K", Z, 1, true]);
  assert.deepEqual(sliceWords([slab]), [`oven.t ${format.quantity(5, "K")}`]);
  const [chosen] = view.map.slices.of(view, draw(view, { slices: { "oven.t": 10 } }).choices);
  assert.deepEqual([chosen.at, chosen.latest], [2, false]);
});

test("an interrupted map leaves what was not measured empty", () => {
  const view = slabView(rowsOf(PLACES.slice(0, 8)));
  assert.deepEqual(zOf(view), [
    [500, 501, NaN],
    [NaN, NaN, NaN],
  ]);
  assert.ok(
    zOf(view, { slices: { "oven.t": 10 } })
      .flat()
      .every(Number.isNaN),
  );
});

test("noise of the readback, on the slab's axis too, changes no cell; nor does a snaked sweep", () => {
  const noisy = rowsOf(PLACES);
  for (const name of ["oven.t", "stage.x", "stage.y"]) noisy[name] = noisy[name].map((value, i) => value + 0.2 * Math.sin(i * i));
  assert.deepEqual(zOf(slabView(noisy), { slices: { "oven.t": 5 } }), slabOf(5));
  const snaked = Z.flatMap((t) => [0, 1].flatMap((y) => (y ? [2, 1, 0] : [0, 1, 2]).map((x) => [t, y, x])));
  assert.deepEqual(zOf(slabView(rowsOf(snaked)), { slices: { "oven.t": 5 } }), slabOf(5));
});

test("where no plan tells the positions, noisy ones are told from steps", () => {
  const places = [...PLACES, ...PLACES, ...PLACES];
  const noisy = rowsOf(places);
  for (const name of ["oven.t", "stage.x", "stage.y"]) noisy[name] = noisy[name].map((value, i) => value + 1e-3 * Math.sin(i * i));
  const series = seriesOf(noisy);
  const view = viewOf(series, null);
  view.axes = learntAxes(view.axes, series);
  const { data, choices } = draw(view, { x: "stage.x", y: ["stage.y"], colour: "signal" });
  const [slab] = view.map.slices.of(view, choices);
  assert.equal(slab.positions.length, 3);
  assert.deepEqual([data[0].x.length, data[0].y.length], [3, 2]);
});

test("tolerances fit the noise, and are none where positions are exact", () => {
  const noisy = (positions, times) => positions.flatMap((value) => range(times, (i) => value + 1e-3 * Math.sin(value + 7 * i)));
  const fits = (values, step) => {
    const found = positionTolerance(values);
    return found > 2e-3 && found < step;
  };
  assert.ok(fits(noisy([0, 1, 2, 3], 5), 1));
  assert.ok(fits(noisy([1, 10, 100, 1000], 4), 9));
  for (const exact of [[1, 10, 100], [1, 10, 100, 1000, 10000], range(50), [0.1, 0.2, 0.30000000000000004, 0.3], [5], [5, 5.001], []])
    assert.ok(positionTolerance(exact) < 1e-4 * (Math.max(0, ...exact) || 1), String(exact));
});

test("rows without a position on the slab's axis are told of", () => {
  const columns = rowsOf(PLACES);
  columns["oven.t"][0] = NaN;
  assert.deepEqual(draw(slabView(columns), { slices: { "oven.t": 0 } }).says, ["1 reading has no position"]);
});

test("the latest slab goes on with the scan, though not more often than every two seconds", () => {
  const clock = new Clock();
  let changes = 0;
  const columns = rowsOf(PLACES);
  const series = new Series([], { retain: 1e6 });
  const view = viewOf(series, PLAN, { map: new MapFiller(new Slices(() => (changes += 1), clock)) });
  series.append(packed(columns, 0, 6));
  view.axes = sweptAxes(PLAN, "meter", series);
  assert.deepEqual(zOf(view), slabOf(0));
  series.append(packed(columns, 6, 12));
  assert.deepEqual(zOf(view), slabOf(0));
  clock.advance(2000);
  assert.equal(changes, 1);
  assert.deepEqual(zOf(view), slabOf(5));
  clock.advance(5000);
  series.append(packed(columns, 12, 18));
  assert.deepEqual(zOf(view), slabOf(10));
});

test("history fills the slab, whichever comes first", () => {
  const columns = rowsOf(PLACES);
  const series = new Series([], { first: 12, retain: 1e6 });
  series.append(packed(columns, 12, 18));
  const view = viewOf(series, PLAN);
  view.axes = sweptAxes(PLAN, "meter", series);
  const chosen = { slices: { "oven.t": 5 } };
  assert.ok(zOf(view, chosen).flat().every(Number.isNaN));
  series.prepend(packed(columns, 0, 12));
  assert.deepEqual(zOf(view, chosen), slabOf(5));
});

test("four axes have a slab of two", () => {
  const steps = [sweep("a.v", [1, 2], [sweep("b.v", [3, 4], AREA)])];
  const places = [1, 2].flatMap((a) => [3, 4].flatMap((b) => PLACES.slice(0, 6).map(([, y, x]) => [a, b, y, x])));
  const column = (at) => places.map((place) => place[at]);
  const columns = { "a.v": column(0), "b.v": column(1), "stage.y": column(2), "stage.x": column(3), signal: range(places.length) };
  const view = slabView(columns, { steps });
  const expected = (from) => [range(3, (i) => from + i), range(3, (i) => from + 3 + i)];
  assert.deepEqual(zOf(view), expected(18));
  assert.deepEqual(zOf(view, { slices: { "a.v": 1, "b.v": 4 } }), expected(6));
  assert.deepEqual(Object.keys(draw(view).choices.slices), ["a.v", "b.v"]);
});

test("another choice of x and y makes the axis that is left the slab's", () => {
  const view = slabView(rowsOf(PLACES));
  const { choices } = draw(view, { x: "stage.x", y: ["oven.t"], slices: { "stage.y": 1 } });
  assert.deepEqual(choices.slices, { "stage.y": 1 });
  assert.deepEqual(
    zOf(view, { x: "stage.x", y: ["oven.t"], slices: { "stage.y": 1 } }),
    Z.map((t) => [0, 1, 2].map((x) => 100 * t + 10 + x)),
  );
});

const REPEATED = PLACES.flatMap((place) => [place, place, place]);
const noise = ([t, y, x], i) => 100 * t + 10 * y + x + [0, 1, 5][i % 3];

test("repeats are averaged, or one of them is shown, and it says which", () => {
  const view = slabView(rowsOf(REPEATED, noise));
  const shifted = (by) => slabOf(10).map((row) => row.map((value) => value + by));
  assert.deepEqual(zOf(view), shifted(2));
  assert.deepEqual(draw(view).says, ["mean of 3 repeats"]);
  assert.deepEqual(zOf(view, { repeats: 2 }), shifted(1));
  assert.deepEqual(draw(view, { repeats: 2 }).says, ["repeat 2 of 3"]);
  assert.deepEqual(zOf(view, { repeats: "latest" }), shifted(5));
  assert.deepEqual(draw(view, { repeats: "latest" }).says, ["latest of 3 repeats"]);
  assert.equal(draw(view, { repeats: -1 }).choices.repeats, "mean");
  const partly = slabView(rowsOf(REPEATED.slice(0, 8), noise));
  assert.deepEqual(draw(partly).says, ["mean of up to 3 repeats"]);
});

test("the n-th repeat is counted from the first row of the scan, also when history comes later", () => {
  const columns = rowsOf(REPEATED.slice(0, 18), noise);
  const series = new Series([], { first: 10, retain: 1e6 });
  series.append(packed(columns, 10, 18));
  const view = viewOf(series, PLAN, { incomplete: true });
  view.axes = sweptAxes(PLAN, "meter", series);
  const waiting = draw(view, { repeats: 1 });
  assert.deepEqual(waiting.data, []);
  assert.equal(waiting.layout.annotations[0].text, "Loading the points…");
  series.prepend(packed(columns, 0, 10));
  view.incomplete = false;
  assert.deepEqual(zOf(view, { repeats: 1 }), slabOf(0));
});

test("infinite and missing readings of a slab are counted and colour nothing", () => {
  const columns = rowsOf(PLACES);
  columns.signal[12] = Infinity;
  columns.signal[13] = NaN;
  columns.signal[0] = -Infinity; // of another slab
  const { data, says } = draw(slabView(columns));
  assert.deepEqual(data[0].z[0], [NaN, NaN, 1002]);
  assert.deepEqual(says, ["1 reading has no value", "1 reading is infinite (overload)"]);
});

test("the view's CSV holds the slab that is shown, and says how repeats are", async () => {
  const columns = rowsOf(REPEATED, noise);
  const view = slabView(columns);
  const chosen = complete({ slices: { "oven.t": 5 } }, view);
  const lines = (await csv(view, chosen, serverOf(columns).load)).join("").trimEnd().split("\n");
  assert.ok(lines.includes("# repeats: mean of 3 repeats"));
  const body = lines.filter((line) => !line.startsWith("#"));
  assert.equal(body[0], "stage.x (mm),stage.y (mm),oven.t (K),signal (V)");
  assert.deepEqual(
    body.slice(1),
    slabOf(5).flatMap((row, y) => row.map((value, x) => `${x},${y},5,${value + 2}`)),
  );
});

test("cells that a logarithmic axis cannot show are counted and left out", () => {
  const series = seriesOf({ "a.x": [-1, 0, 1, 10, 0], "a.y": [1, 1, 1, 1, 2], signal: [1, 2, 3, 4, 5] });
  const view = viewOf(series, null);
  const { data, says } = draw(view, { kind: "heatmap", x: "a.x", y: ["a.y"], logX: true });
  assert.deepEqual(data[0].z, [
    [3, 4],
    [NaN, NaN],
  ]);
  assert.equal(data[0].x.length, 3);
  assert.ok(data[0].x.every((edge) => edge > 0));
  assert.deepEqual(says, ["3 not shown on the logarithmic x axis"]);
});

test("readings that lie on no grid are told of, and Scatter has them all", () => {
  const at = range(2000, (i) => i * Math.SQRT2);
  const series = seriesOf({ "a.x": at, "a.y": at.map((value) => (value * Math.E) % 977), signal: at });
  const view = viewOf(series, null);
  assert.match(draw(view, { kind: "heatmap" }).says[0], /^1,0[0-9]+ readings at too many positions for a map: Scatter shows them$/);
  assert.equal(draw(view, { kind: "scatter" }).data[0].x.length, 2000);
});

test("a thumbnail shows the latest slab too", () => {
  const columns = rowsOf(PLACES.slice(0, 11));
  const [t, y, x] = sweptAxes(PLAN, "meter", seriesOf(columns));
  const cells = latestCells(
    [x, y, t],
    ["stage.x", "stage.y", "signal", "oven.t"].map((name) => columns[name]),
  );
  assert.deepEqual(cells, [
    [500, 501, 502],
    [510, 511, NaN],
  ]);
  const [row] = latestCells(
    [x, y],
    [
      [0, 1],
      [0, 0],
      [1, "Infinity"],
    ],
  );
  assert.deepEqual(row, [1, NaN, NaN]);
});
