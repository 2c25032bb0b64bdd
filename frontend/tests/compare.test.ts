import test from "node:test";
import assert from "node:assert/strict";
import { Clock, settle } from "./support.ts";
import { says } from "../src/chart/account.ts";
import * as overlay from "../src/chart/overlay.ts";
import * as overlayFigure from "../src/chart/overlay_figure.ts";
import { Readings } from "../src/chart/readings.ts";
import { Window } from "../src/chart/window.ts";
import * as period from "../src/core/period.ts";
import { Series } from "../src/core/series.ts";
const TOKENS = { ink: "#000", muted: "#555", line: "#ccc", surface: "#fff", font: "sans-serif", size: 12, colours: ["#11f", "#f80"] };
const column = (name, unit = "", shape = []) => ({ name, unit, shape });
const scan = (id, ...columns) => ({
  scan_id: id,
  name: `<b>${id}</b>`,
  status: "completed",
  measurements: columns.length ? [{ name: "meter", columns }] : [],
});
const DIODE = [column("source.voltage", "V"), column("current", "A")];

test("the query names at most eight scans, each once", () => {
  assert.deepEqual(overlay.scansOf("SCAN_001, SCAN_002,SCAN_001,x,SCAN_1,<b>"), ["SCAN_001", "SCAN_002"]);
  assert.deepEqual(overlay.scansOf(undefined), []);
  const many = Array.from({ length: 12 }, (_, at) => `SCAN_${100 + at}`);
  assert.equal(overlay.scansOf(many.join(",")).length, overlay.MOST);
});

test("what most scans have in common is chosen first", () => {
  const scans = [
    scan("SCAN_001", column("stage.x", "mm"), column("intensity", "counts"), column("spectrum", "counts", [1024])),
    scan("SCAN_002", ...DIODE),
    scan("SCAN_003", ...DIODE),
    scan("SCAN_004"),
  ];
  const can = overlay.choosable(scans);
  assert.deepEqual(
    can.y.map(({ value, count }) => [value, count]),
    [
      ["current", 2],
      ["intensity", 1],
      ["source.voltage", 2],
      ["stage.x", 1],
    ],
  );
  assert.equal(can.x[0].label, "source.voltage (V)");
  assert.ok(!can.x.some(({ value }) => value === "spectrum"));
  const { x, y } = overlay.completed({}, scans);
  assert.deepEqual([x, y], ["source.voltage", "current"]);
  assert.equal(overlay.completed({ y: "intensity" }, scans).x, "stage.x");
  assert.equal(overlay.completed({ y: "intensity", x: "@index" }, scans).x, "@index");
  assert.equal(overlay.completed({ y: "nothing" }, scans).y, "current");
  assert.equal(overlay.completed({}, []).y, "");
});

test("a map is drawn as points, unless somebody wants lines", () => {
  const map = scan("SCAN_001", column("stage.x"), column("stage.y"), column("intensity"));
  assert.equal(overlay.completed({}, [map]).kind, "scatter");
  assert.equal(overlay.completed({ kind: "line" }, [map]).kind, "line");
  assert.equal(overlay.completed({ kind: "bars" }, [scan("SCAN_002", ...DIODE)]).kind, "line");
});

test("a scan is drawn where one measurement has both columns", () => {
  const twice = {
    measurements: [
      { name: "a", columns: [column("stage.x")] },
      { name: "b", columns: DIODE },
    ],
  };
  assert.equal(overlay.measurementOf(twice, { x: "source.voltage", y: "current" }), "b");
  assert.equal(overlay.measurementOf(twice, { x: "@time", y: "current" }), "b");
  assert.equal(overlay.measurementOf(twice, { x: "stage.x", y: "current" }), null);
});

function item(id, at, rows, more = {}) {
  const series = new Series(DIODE);
  const v = Array.from({ length: rows }, (_, i) => i);
  series.append({ first_index: 0, columns: { "source.voltage": v, current: v.map((i) => i * 2) }, timestamps: v.map((i) => 1e9 + i) });
  return { scan: scan(id, ...DIODE), at, series, hidden: false, ...more };
}

test("each scan is one trace with its own look, its name as text", () => {
  const choices = overlay.completed({}, [scan("SCAN_001", ...DIODE)]);
  const items = [item("SCAN_001", 0, 3), item("SCAN_002", 2, 2, { hidden: true }), { scan: scan("SCAN_003"), at: 1, series: null }];
  const { data, layout } = overlayFigure.figure(items, choices, TOKENS);
  assert.deepEqual([...data[0].x], [0, 1, 2]);
  assert.deepEqual([...data[0].y], [0, 2, 4]);
  assert.equal(data[0].name, "SCAN_001 · &lt;b&gt;SCAN_001&lt;/b&gt;");
  assert.deepEqual(
    data.map(({ visible, line }) => [visible, line.color, line.dash]),
    [
      [true, "#11f", "solid"],
      [false, "#11f", "dash"],
      [true, "#f80", "solid"],
    ],
  );
  assert.equal(data[2].x.length, 0);
  assert.equal(layout.xaxis.title.text, "source.voltage (V)");
});

test("times count from each scan's own start", () => {
  const choices = overlay.completed({ x: "@time" }, [scan("SCAN_001", ...DIODE)]);
  const { data, layout } = overlayFigure.figure([item("SCAN_001", 0, 3)], choices, TOKENS);
  assert.deepEqual([...data[0].x], [0, 1, 2]);
  assert.match(layout.xaxis.title.text, /time/);
});

test("a long scan is drawn by few points, and a zoom survives readings", () => {
  const choices = overlay.completed({}, [scan("SCAN_001", ...DIODE)]);
  const first = overlayFigure.figure([item("SCAN_001", 0, 20000)], choices, TOKENS, { width: 800 });
  assert.ok(first.data[0].x.length < 5000);
  const second = overlayFigure.figure([item("SCAN_001", 0, 20001)], choices, TOKENS, { width: 800 });
  assert.equal(first.layout.uirevision, second.layout.uirevision);
  const log = overlayFigure.figure([], { ...choices, logY: true }, TOKENS);
  assert.notEqual(log.layout.uirevision, first.layout.uirevision);
});

test("readings that stand alone are points, gaps and overloads of all scans are counted", () => {
  const choices = overlay.completed({}, [scan("SCAN_001", ...DIODE)]);
  const gaps = (id, at, current, more = {}) => {
    const series = new Series(DIODE);
    series.append({ first_index: 0, columns: { "source.voltage": current.map((_, i) => i), current } });
    return { scan: scan(id, ...DIODE), at, series, hidden: false, ...more };
  };
  const items = [gaps("SCAN_001", 0, [1, null, 3]), gaps("SCAN_002", 1, [1, "inf", 3, 4]), gaps("SCAN_003", 2, [null], { hidden: true })];
  const { data, account } = overlayFigure.figure(items, choices, TOKENS);
  assert.deepEqual(
    data.map(({ uid, y }) => [uid, [...y]]),
    [
      ["SCAN_001", [1, NaN, 3]],
      ["SCAN_001alone", [1, 3]],
      ["SCAN_002", [1, NaN, 3, 4]],
      ["SCAN_002alone", [1]],
      ["SCAN_003", [NaN]],
    ],
  );
  assert.deepEqual(says(account), ["1 reading has no value", "1 reading is infinite (overload)"]);
});

test("units that differ are all told", () => {
  const other = [column("source.voltage", "V"), column("current", "mA")];
  const made = item("SCAN_002", 1, 2);
  made.series = new Series(other);
  made.series.append({ first_index: 0, columns: { "source.voltage": [0], current: [1] } });
  const { layout } = overlayFigure.figure([item("SCAN_001", 0, 3), made], overlay.completed({}, [scan("SCAN_001", ...DIODE)]), TOKENS);
  assert.equal(layout.yaxis.title.text, "current (A, mA)");
});

test("of readings that are too many for a page all are drawn thinned, those of a window exactly", async () => {
  const rows = 1.2e6;
  const series = new Series([column("source.voltage", "V"), column("current", "A")], { retain: 1e6 });
  series.thins = true;
  const values = Float64Array.from({ length: rows }, (_, i) => i);
  for (let at = 0; at < rows; at += 200000) {
    const part = values.slice(at, at + 200000);
    series.append({ first_index: at, count: part.length, columns: { "source.voltage": part, current: part }, timestamps: part });
  }
  const made = { scan: scan("SCAN_001", ...DIODE), at: 0, series, hidden: false, measurement: "meter" };
  const choices = overlay.completed({}, [made.scan]);
  const zoom = { x: [1000, 1999], y: null };
  const clock = new Clock();
  const load = async (id, measurement, first, last, names, { where }) => {
    assert.deepEqual([id, measurement, where], ["SCAN_001", "meter", ["source.voltage:1000:1999"]]);
    const part = values.slice(1000, 2000);
    return { first_index: first, count: 1000, columns: { "source.voltage": part, current: part, "@index": part }, timestamps: part };
  };
  const window = new Window(load, () => {}, { clock });
  const look = () =>
    overlayFigure.figure(
      [{ ...made, exact: window.at(overlayFigure.viewOf(made, made.series, zoom, Infinity), overlayFigure.chosenOf(choices)) }],
      choices,
      TOKENS,
      { zoom },
    );
  assert.match(says(look().account)[0], /the others are being read/);
  clock.advance(1000);
  await settle();
  const { data, account } = look();
  assert.equal([...data[0].x].filter((x) => x >= 1000 && x <= 1999).length, 1000);
  assert.deepEqual(says(account), []);
});

/** A server with `rows` rows of a scan that runs until `ended`. */
function source(rows) {
  const state = { rows, ended: false, asked: [], fails: 0 };
  state.loadRun = async (scanId, measurement, first, last) => {
    state.asked.push([scanId, measurement, first, last]);
    if (state.fails > 0) {
      state.fails -= 1;
      throw new Error("no answer");
    }
    const count = Math.max(0, Math.min(state.rows, last + 1) - first);
    return { first_index: first, columns: { current: Array.from({ length: count }, (_, i) => first + i) } };
  };
  return state;
}

async function run(clock, ms) {
  for (let passed = 0; passed < ms; passed += 500) {
    await settle();
    clock.advance(500);
  }
  await settle();
}

test("readings come in pieces, and go on until the scan has ended", async () => {
  const server = source(120000);
  const clock = new Clock();
  let changes = 0;
  const readings = new Readings("SCAN_001", "meter", [column("current")], {
    loadRun: server.loadRun,
    changed: () => (changes += 1),
    ended: () => server.ended,
    clock,
  });
  await run(clock, 4000);
  assert.equal(readings.series.length, 120000);
  assert.equal(readings.whole, false);
  server.rows = 120010;
  server.ended = true;
  await run(clock, 6000);
  assert.equal(readings.series.length, 120010);
  assert.equal(readings.whole, true);
  const asked = server.asked.length;
  await run(clock, 20000);
  assert.equal(server.asked.length, asked);
  assert.ok(changes >= 4);
});

test("readings are asked for again after trouble, and no more once stopped", async () => {
  const server = source(10);
  server.fails = 1;
  const clock = new Clock();
  const readings = new Readings("SCAN_001", "meter", [column("current")], {
    loadRun: server.loadRun,
    changed() {},
    ended: () => false,
    clock,
  });
  await run(clock, 0);
  assert.equal(readings.trouble, "no answer");
  await run(clock, 8000);
  assert.equal(readings.trouble, "");
  assert.equal(readings.series.length, 10);
  readings.stop();
  const asked = server.asked.length;
  await run(clock, 20000);
  assert.equal(server.asked.length, asked);
});

test("spans of days are the reader's own, both ends included", () => {
  const now = new Date(2026, 4, 10, 15, 30);
  const day = (...parts) => new Date(...parts).toISOString();
  assert.deepEqual(period.moments("today", now), { since: day(2026, 4, 10) });
  assert.deepEqual(period.moments("week", now), { since: day(2026, 4, 4) });
  assert.deepEqual(period.moments("month", now), { since: day(2026, 3, 11) });
  const both = period.moments("2026-05-01..2026-05-04", now);
  assert.equal(both.since, day(2026, 4, 1));
  assert.equal(both.until, day(2026, 4, 4, 23, 59, 59, 999));
  assert.deepEqual(period.moments("..2026-05-04", now), { until: both.until });
  assert.deepEqual(period.moments("", now), {});
});

test("only spans of days are understood", () => {
  for (const text of ["", "..", "yesterday", "2026-05-01", "a..b", "2026-05-01..x", "1..2..3", "constructor", undefined]) {
    assert.equal(period.known(text), "", String(text));
    assert.deepEqual(period.moments(text), {});
  }
  assert.equal(period.known("week"), "week");
  assert.equal(period.known("2026-05-01.."), "2026-05-01..");
  assert.equal(period.words("2026-05-01.."), "since 2026-05-01");
  assert.equal(period.words("2026-05-01..2026-05-01"), "2026-05-01");
  assert.equal(period.between("", ""), "");
});
