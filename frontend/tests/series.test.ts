import test from "node:test";
import assert from "node:assert/strict";
import { run } from "./support.ts";
import { unpackColumns } from "../src/core/columns.ts";
import { Series } from "../src/core/series.ts";
import { Thinned } from "../src/core/thinned.ts";
test("rows are kept in order; gaps are refused, doubles skipped, null is no number", () => {
  const series = new Series();
  assert.equal(series.append({ first_index: 0, columns: { v: [1, null, 3] } }), 3);
  assert.equal(series.append({ first_index: 5, columns: { v: [9] } }), -1);
  assert.equal(series.append({ first_index: 1, columns: { v: [8, 8, 4] } }), 1);
  assert.deepEqual([...series.slice("v")], [1, NaN, 3, 4]);
  assert.deepEqual([...series.slice("@index", 2, 4)], [2, 3]);
});

test("a million rows keep their values, across blocks and when history comes last", () => {
  const series = new Series([], { first: 500000, retain: 2e6 });
  for (let at = 500000; at < 1000000; at += 10000) series.append(run(at, 10000));
  for (let at = 490000; at >= 0; at -= 10000) assert.equal(series.prepend(run(at, 10000)), 10000);
  assert.equal(series.prepend(run(0, 10)), 0);
  assert.equal(series.length, 1000000);
  const all = series.slice("v");
  assert.ok(all.every((value, at) => value === at));
});

test("an outline keeps every extreme and the same rows while new ones come", () => {
  const series = new Series([], { retain: 2e6 });
  const values = Array.from({ length: 300000 }, (_, i) => Math.sin(i / 1000));
  values[123457] = 99;
  values[200001] = -99;
  values[5] = null;
  series.append({ first_index: 0, columns: { v: values } });
  const rows = series.outline("v", 0, series.end, 4000);
  assert.ok(rows.length <= 4000 && rows.length > 1000);
  assert.ok(rows.includes(123457) && rows.includes(200001));
  assert.deepEqual(
    rows,
    [...rows].sort((a, b) => a - b),
  );
  series.append({ first_index: 300000, columns: { v: new Array(100).fill(0.5) } });
  const later = series.outline("v", 0, series.end, 4000);
  assert.deepEqual(later.slice(0, rows.length - 2), rows.slice(0, rows.length - 2));
});

test("an outline that is kept from drawing to drawing is what a new series would draw", () => {
  const values = Array.from({ length: 60000 }, (_, i) => ((i * 7919) % 10007) / 10);
  const grown = new Series([], { retain: 2e6 });
  const fresh = (end) => {
    const made = new Series([], { retain: 2e6 });
    made.append({ first_index: 0, columns: { v: values.slice(0, end) } });
    return made;
  };
  for (let end = 1000; end <= values.length; end += 1777) {
    grown.append({ first_index: grown.end, columns: { v: values.slice(grown.end, end) } });
    for (const from of [0, Math.floor(end / 3)])
      assert.deepEqual(grown.outline("v", from, end, 300), fresh(end).outline("v", from, end, 300));
  }
  for (const from of [10, 500, 4000, 4001, 100])
    assert.deepEqual(grown.outline("v", from, 50000, 300), fresh(grown.end).outline("v", from, 50000, 300));
});

test("an outline of a part agrees with looking at every row", () => {
  const series = new Series();
  const values = Array.from({ length: 20000 }, (_, i) => ((i * 7919) % 10007) / 10);
  series.append({ first_index: 0, columns: { v: values } });
  const [from, to] = [777, 15555];
  const rows = series.outline("v", from, to, 200);
  assert.ok(rows[0] >= from && rows[rows.length - 1] < to);
  const found = rows.map((row) => values[row]);
  const part = values.slice(from, to);
  assert.equal(Math.max(...found), Math.max(...part));
  assert.equal(Math.min(...found), Math.min(...part));
});

test("bare numbers are taken in as rows, arrays and times included", () => {
  const head = {
    first_index: 5,
    count: 2,
    total: 9,
    columns: [
      { name: "v", size: 1 },
      { name: "spectrum", size: 3 },
    ],
  };
  const text = JSON.stringify(head);
  const length = text.length + ((8 - ((4 + text.length) % 8)) % 8);
  const numbers = Float64Array.of(1, NaN, 10, 11, 12, 20, 21, 22, 100, 101);
  const bytes = new Uint8Array(4 + length + numbers.byteLength).fill(32);
  new DataView(bytes.buffer).setUint32(0, length, true);
  bytes.set(new TextEncoder().encode(text), 4);
  bytes.set(new Uint8Array(numbers.buffer), 4 + length);
  const series = new Series([{ name: "v", unit: "V", shape: [] }], { first: 5 });
  assert.equal(series.append(unpackColumns(bytes.buffer)), 2);
  assert.deepEqual([series.first, series.end], [5, 7]);
  assert.deepEqual([series.value("v", 5), series.value("v", 6)], [1, NaN]);
  assert.deepEqual([...series.row("spectrum", 6)], [20, 21, 22]);
  assert.equal(series.value(Series.TIME, 6), 101);
  assert.equal(series.unit("v"), "V");
});

test("a series that thins knows the whole scan from few rows, whether they left it or came as history", () => {
  const rows = 300000;
  const values = Array.from({ length: rows }, (_, i) => Math.sin(i / 9000) + (i === 1234 ? 50 : 0) - (i === 99999 ? 50 : 0));
  const part = (first, end) => ({
    first_index: first,
    count: end - first,
    columns: {
      "stage.x": Float64Array.from({ length: end - first }, (_, i) => (first + i) / 10),
      v: Float64Array.from(values.slice(first, end)),
    },
    timestamps: Float64Array.from({ length: end - first }, (_, i) => 1000 + first + i),
  });
  const series = new Series([], { first: 150000, retain: 20000 });
  series.thins = true;
  for (let at = 150000; at < rows; at += 1000) series.append(part(at, at + 1000));
  assert.equal(series.start, 150000);
  assert.ok(series.length <= 24096);
  assert.equal(series.prepend(part(50000, 150000)), 100000);
  assert.equal(series.prepend(part(10000, 20000)), -1);
  assert.equal(series.prepend(part(0, 50000)), 50000);
  assert.equal(series.start, 0);
  const drawn = series.outline("v", 0, rows, 2000);
  assert.ok(drawn.length <= 2000 && drawn.length > 800);
  assert.deepEqual(
    drawn,
    [...drawn].sort((a, b) => a - b),
  );
  assert.ok(drawn.includes(1234) && drawn.includes(99999));
  assert.deepEqual(
    [...series.gather("v", drawn)],
    drawn.map((row) => values[row]),
  );
  assert.deepEqual(
    [...series.gather("stage.x", drawn)],
    drawn.map((row) => row / 10),
  );
  assert.equal(series.value(Series.TIME, 1234), 2234);
  assert.ok(series.rows(0, rows).length < 30000);
  series.thins = false;
  assert.equal(series.start, series.first);
});

test("thinned rows stay few however many they stand for", () => {
  const thinned = new Thinned(["v"], ["v"], 1000);
  const value = (_, row) => (row === 777777 ? 9 : Math.sin(row));
  for (let at = 0; at < 1e6; at += 50000) thinned.take(at, at + 50000, value);
  assert.ok(thinned.rows.length <= 1000 && thinned.rows.length > 200);
  assert.equal(thinned.value("v", 777777), 9);
});

test("only so many rows are kept", () => {
  const series = new Series([], { retain: 10000 });
  for (let at = 0; at < 100000; at += 1000) series.append(run(at, 1000));
  assert.ok(series.length >= 10000 && series.length < 15000);
  assert.equal(series.value("v", series.end - 10000), 90000);
  assert.ok(Number.isNaN(series.value("v", 50)));
});

test("array columns give rows, and are forgotten sooner than numbers", () => {
  const series = new Series([{ name: "spectrum", unit: "counts", shape: [256] }], { arrayNumbers: 256 * 300 });
  for (let at = 0; at < 1000; at += 100) {
    const spectrum = Array.from({ length: 100 }, (_, i) => new Array(256).fill(at + i));
    series.append({ first_index: at, columns: { spectrum, v: spectrum.map(() => 1) } });
  }
  assert.deepEqual(series.columns, [
    { name: "spectrum", unit: "counts", size: 256 },
    { name: "v", unit: "", size: 1 },
  ]);
  assert.equal(series.row("spectrum", 999)[255], 999);
  assert.equal(series.row("spectrum", 10), null);
  assert.equal(series.value("v", 10), 1);
  assert.ok(series.firstOf("spectrum") > 0 && series.firstOf("spectrum") <= 700);
});
