/* Array readings: what is shown of them, and what is taken away. */
import test from "node:test";
import assert from "node:assert/strict";
import { MEASURE, viewOf, draw, range } from "./chart_support.ts";
import { Clock, settle } from "./support.ts";
import { says as chartSays } from "../src/chart/account.ts";
import { ArrayWindow } from "../src/chart/array_rows.ts";
import { complete } from "../src/chart/choices.ts";
import { figure } from "../src/chart/figure.ts";
import { PAPER, exactForPrint } from "../src/chart/print.ts";
import { csv } from "../src/chart/view_csv.ts";
import { Series } from "../src/core/series.ts";

const SIZE = 4;
const PLAN = { steps: [MEASURE] };
const flat = (first, end, value) =>
  Float64Array.from({ length: (end - first) * SIZE }, (_, i) => value(first + Math.floor(i / SIZE), i % SIZE));
const value = (row, channel) => 10 * row + channel;

/** Rows [first, end) as the server gives them. */
function run(first, end, of = value) {
  const timestamps = Float64Array.from({ length: end - first }, (_, i) => 1000 + first + i);
  return { first_index: first, count: end - first, columns: { spectrum: flat(first, end, of) }, timestamps };
}

/** A series of `rows` spectra, the last `kept` of which it holds. */
function spectraOf(rows, kept, of = value) {
  const series = new Series([{ name: "spectrum", unit: "counts", shape: [SIZE] }], { arrayNumbers: SIZE * kept, retain: 1e6 });
  for (let at = 0; at < rows; at += 1000) series.append(run(at, Math.min(rows, at + 1000), of));
  return series;
}

function serverOf(rows, of = value) {
  const asked = [];
  return { asked, load: async (scan, measurement, first, last) => (asked.push([first, last]), run(first, Math.min(rows, last + 1), of)) };
}

const WATERFALL = { kind: "waterfall", over: "@index", view: "whole" };

test("a waterfall of many readings says how many it shows", () => {
  const { data, says } = draw(viewOf(spectraOf(2000, 1e6), PLAN), WATERFALL);
  assert.equal(data[0].z.length, 400);
  assert.deepEqual(says, ["400 of 2,000 readings shown"]);
  assert.deepEqual(draw(viewOf(spectraOf(300, 1e6), PLAN), WATERFALL).says, []);
});

test("a waterfall that is zoomed shows every reading of its window, also those that the page holds no more", async () => {
  const series = spectraOf(60000, 17000);
  assert.ok(series.firstOf("spectrum") > 30000);
  const { load, asked } = serverOf(60000);
  const clock = new Clock();
  const view = viewOf(series, PLAN, { zoom: { x: null, y: [100, 299] } });
  const choices = complete(WATERFALL, view);
  const arrays = new ArrayWindow(load, () => {}, { clock });
  const look = () => ((view.arrays = arrays.at(view, choices)), draw(view, WATERFALL));
  assert.equal(look().data.length, 0);
  clock.advance(200);
  await settle();
  const { data, says } = look();
  assert.deepEqual(
    [...data[0].y],
    range(200, (i) => 100 + i),
  );
  assert.deepEqual(
    [...data[0].z[7]],
    range(SIZE, (i) => value(107, i)),
  );
  assert.deepEqual(says, []);
  assert.equal(asked.length, 1);
  view.zoom.y = [0, 50000];
  assert.match(look().says[0], /^[0-9]+ of 50,001 readings shown$/);
  clock.advance(1000);
  assert.equal(asked.length, 1); // too many to be read for a picture
});

test("the CSV of a waterfall has every reading of its window", async () => {
  const { load } = serverOf(2000);
  const view = viewOf(spectraOf(2000, 1100), PLAN, { zoom: { x: [0.5, 2.5], y: [10, 1009] } });
  const lines = (await csv(view, complete(WATERFALL, view), load))
    .join("")
    .trimEnd()
    .split("\n")
    .filter((line) => !line.startsWith("#"));
  assert.equal(lines[0], "channel,point,spectrum (counts)");
  assert.equal(lines.length, 1 + 2 * 1000);
  assert.deepEqual(lines.slice(1, 4), ["1,10,101", "2,10,102", "1,11,111"]);
  assert.equal(lines.at(-1), "2,1009,10092");
});

test("a picture of a waterfall has every reading of its view", async () => {
  const { load } = serverOf(2000);
  const view = viewOf(spectraOf(2000, 1100), PLAN);
  const choices = complete(WATERFALL, view);
  const printed = { ...view, ...(await exactForPrint(view, choices, load)) };
  const { data, account } = figure(printed, choices, PAPER);
  assert.deepEqual([...data[0].y], range(2000));
  assert.deepEqual(
    [...data[0].z[3]],
    range(SIZE, (i) => value(3, i)),
  );
  assert.deepEqual(chartSays(account), []);
});

test("channels without a value, or with an infinite one, are counted; good ones between them are seen", () => {
  const series = new Series([{ name: "spectrum", unit: "counts", shape: [5] }]);
  series.append({ first_index: 0, columns: { spectrum: [[1, null, 3, "inf", 5]] } });
  const { data, says } = draw(viewOf(series, PLAN), { kind: "spectrum" });
  assert.deepEqual([...data[0].y], [1, NaN, 3, NaN, 5]);
  assert.deepEqual([...data[1].x], [0, 2, 4]);
  assert.deepEqual(says, ["1 channel has no value", "1 channel is infinite (overload)"]);
  assert.deepEqual(draw(viewOf(series, PLAN), WATERFALL).says, ["1 channel has no value", "1 channel is infinite (overload)"]);
});

test("a spectrum is drawn over its coordinates unless somebody chooses otherwise", () => {
  const series = new Series([
    { name: "wavelength", unit: "nm", shape: [SIZE] },
    { name: "spectrum", unit: "counts", shape: [SIZE], x: "wavelength" },
    { name: "background", unit: "counts", shape: [SIZE] },
  ]);
  const columns = { wavelength: Float64Array.from([500, 510, 520, 530]), spectrum: flat(0, 1, value), background: flat(0, 1, value) };
  series.append({ first_index: 0, count: 1, columns, timestamps: Float64Array.from([1000]) });
  const view = viewOf(series, PLAN);
  const chosen = complete({ kind: "spectrum" }, view);
  assert.deepEqual([chosen.x, chosen.y], ["wavelength", ["spectrum"]]);
  assert.equal(complete({ kind: "spectrum", x: "@channel" }, view).x, "@channel");
  assert.equal(complete({ kind: "spectrum", y: "background" }, view).x, "@channel");
});
