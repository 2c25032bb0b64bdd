/* Readings without a value, infinite ones, and those that a logarithmic axis cannot show. */
import test from "node:test";
import assert from "node:assert/strict";
import { TOKENS, sweep, seriesOf, viewOf, draw, range } from "./chart_support.ts";
import { complete } from "../src/chart/choices.ts";
import { figure } from "../src/chart/figure.ts";
import * as format from "../src/core/format.ts";
import { Series } from "../src/core/series.ts";

const LINE = { steps: [sweep("stage.x", { start: 0, stop: 9, num: 10 })] };
const lineView = (signal, more) => viewOf(seriesOf({ "stage.x": range(signal.length), signal }, more), LINE);

test("a reading that stands alone between missing ones is drawn as a point", () => {
  const { data, says } = draw(lineView([1, NaN, 3, NaN, NaN, 6, 7, NaN, 9]));
  assert.equal(data[0].mode, "lines");
  assert.equal(data[1].mode, "markers");
  assert.deepEqual([...data[1].x], [0, 2, 8]);
  assert.deepEqual([...data[1].y], [1, 3, 9]);
  assert.equal(data[1].marker.color, data[0].line.color);
  assert.equal(data[1].legendgroup, data[0].legendgroup); // hidden and shown together
  assert.deepEqual(says, ["4 readings have no value"]);
});

test("a line without gaps has no points, and nothing to be said of", () => {
  const { data, says } = draw(lineView([1, 2, 3]));
  assert.equal(data.length, 1);
  assert.deepEqual(says, []);
});

test("the first reading of a scan can be seen", () => {
  assert.deepEqual([...draw(lineView([5])).data[1].y], [5]);
});

test("infinities are no numbers of the figure, and are counted apart from missing values", () => {
  const { data, says } = draw(lineView([1, Infinity, 3, -Infinity, NaN, 6]));
  assert.deepEqual([...data[0].y], [1, NaN, 3, NaN, NaN, 6]);
  assert.deepEqual(says, ["1 reading has no value", "2 readings are infinite (overload)"]);
});

test("a logarithmic axis says how many readings it cannot show, and draws what stands alone between them", () => {
  const view = lineView([10, 0, 1000, -5, 10]);
  const { data, says } = draw(view, { logY: true });
  assert.deepEqual([...data[1].y], [10, 1000, 10]);
  assert.deepEqual(says, ["2 not shown on the logarithmic y axis"]);
  assert.deepEqual(draw(view, { logX: true }).says, ["1 not shown on the logarithmic x axis"]);
  assert.deepEqual(draw(view).says, []);
});

test("a long line keeps its extremes among overloads, and above zero on a logarithmic axis", () => {
  const rows = 300000;
  const signal = range(rows, (i) => (i % 1000 === 7 ? Infinity : i % 1000 === 8 ? -Infinity : Math.sin(i / 5000)));
  signal[123006] = 42; // beside an infinite one
  signal[200000] = 1e-9; // beside a negative one
  signal[200010] = -5;
  const view = lineView(signal);
  const { data, says } = draw(view);
  const highest = Math.max(...[...data[0].y].filter(Number.isFinite));
  assert.equal(highest, 42);
  assert.ok([...data[0].y].every((value) => Number.isFinite(value)));
  assert.match(says[0], /^[0-9,]+ of 300,000 readings shown$/);
  assert.equal(says[1], "600 readings are infinite (overload)");
  const log = draw(view, { logY: true });
  const above = [...log.data[0].y].filter((value) => value > 0);
  assert.equal(Math.min(...above), 1e-9);
  const below = signal.filter((value) => Number.isFinite(value) && value <= 0).length;
  assert.ok(log.says.includes(`${format.count(below)} not shown on the logarithmic y axis`));
});

test("rows without a position are told of", () => {
  const view = viewOf(seriesOf({ "stage.x": [0, NaN, 2], signal: [1, 2, 3] }), LINE);
  assert.deepEqual(draw(view).says, ["1 reading has no position"]);
});

test("a count takes thinned rows in, and rows that came as JSON", () => {
  const rows = 60000;
  const values = range(rows, (i) => (i % 10 === 0 ? null : i % 10 === 1 ? "inf" : i % 10 === 2 ? "-inf" : i % 10 === 3 ? -1 : 1));
  const series = new Series([], { retain: 8192 });
  series.thins = true;
  for (let at = 0; at < rows; at += 1000) series.append({ first_index: at, columns: { v: values.slice(at, at + 1000) } });
  assert.ok(series.length < 20000);
  const { total, none, infinite, below } = series.tally("v");
  assert.deepEqual([total, none, infinite, below], [60000, 6000, 12000, 6000]);
  assert.equal(series.value("v", rows - 9), Infinity);
  assert.equal(series.value("v", rows - 8), -Infinity);
  const part = series.tally("v", rows - 100, rows);
  assert.deepEqual([part.total, part.none, part.infinite], [100, 10, 20]);
});

test("what is written anew is counted anew", () => {
  const series = new Series([], { first: 5000, retain: 1e6 });
  series.append({ first_index: 5000, columns: { v: range(5000, () => 1) } });
  assert.equal(series.tally("v").none, 0);
  series.prepend({ first_index: 0, columns: { v: range(5000, () => null) } });
  assert.equal(series.tally("v").none, 5000);
});

test("several readings keep their legend, and points that stand alone have no entry in it", () => {
  const view = viewOf(seriesOf({ "stage.x": [0, 1, 2], a: [1, NaN, 2], b: [1, 2, 3] }), LINE);
  const { data, layout } = draw(view, { y: ["a", "b"] });
  assert.equal(layout.showlegend, true);
  assert.deepEqual(
    data.map(({ showlegend }) => showlegend),
    [undefined, undefined, false],
  );
});

test("every trace has a name that Plotly can make a selector of", () => {
  const view = viewOf(seriesOf({ "stage.x": [0, 1, 2], a: [1, NaN, 2] }), LINE, { width: 900 });
  const all = [...draw(view).data, ...draw(view, { kind: "scatter", colour: "a" }).data];
  for (const { uid } of all) if (uid !== undefined) assert.match(uid, /^[a-z]+\d*$/);
  assert.equal(figure(view, complete({}, view), TOKENS).data.length, 2);
});
