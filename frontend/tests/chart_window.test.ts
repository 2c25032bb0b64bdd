/* Every reading of a zoomed window, on the page and in what is taken away. */
import test from "node:test";
import assert from "node:assert/strict";
import { sweep, packed, seriesOf, viewOf, serverOf, draw, range } from "./chart_support.ts";
import { Clock, settle } from "./support.ts";
import { says as chartSays } from "../src/chart/account.ts";
import { complete } from "../src/chart/choices.ts";
import { figure } from "../src/chart/figure.ts";
import { PAPER, exactForPrint } from "../src/chart/print.ts";
import { Window } from "../src/chart/window.ts";
import { Series } from "../src/core/series.ts";

const ROWS = 60000;
const LINE = { steps: [sweep("stage.x", { start: 0, stop: ROWS - 1, num: ROWS })] };
const ALL = { "stage.x": range(ROWS), signal: range(ROWS, (i) => Math.sin(i)) };
const WHOLE = { view: "whole" };

/** A series that keeps some 8,000 of its newest rows and thins the others. */
function thinned(columns = ALL, upto = ROWS) {
  const series = new Series([], { retain: 8000 });
  series.thins = true;
  for (let at = 0; at < upto; at += 1000) series.append(packed(columns, at, Math.min(upto, at + 1000)));
  return series;
}

/** A window over a server with `columns`; `look(zoom)` gives what is drawn once all has been read. */
function watched(series, columns = ALL, { plan = LINE, chosen = WHOLE, most = 1e6 } = {}) {
  const server = serverOf(columns);
  const clock = new Clock();
  let changes = 0;
  const window = new Window(server.load, () => (changes += 1), { clock, most });
  const view = viewOf(series, plan);
  const at = (zoom) => {
    view.zoom = { x: null, y: null, ...zoom };
    const choices = complete(chosen, view);
    view.exact = window.at(view, choices);
    return draw(view, chosen);
  };
  const look = async (zoom) => {
    at(zoom);
    for (let i = 0; i < 10; i += 1) {
      clock.advance(200);
      await settle();
    }
    return at(zoom);
  };
  return { server, view, at, look, window, clock, changes: () => changes };
}

/** What is drawn of the x in [low, high]. */
const within = ({ data }, low, high) => [...data[0].x].filter((x) => x >= low && x <= high);

test("a window into rows that the page keeps thinned shows every reading of it", async () => {
  const { at, look, server } = watched(thinned());
  const before = at({ x: [10000, 12000] });
  assert.ok(before.data[0].x.filter((x) => x >= 10000 && x <= 12000).length < 100);
  assert.match(before.says[0], /^[0-9,]+ readings shown, the others are being read$/);
  const after = await look({ x: [10000, 12000] });
  assert.deepEqual(
    within(after, 9999, 12001),
    range(2003, (i) => 9999 + i),
  ); // with those to which lines lead
  after.data[0].x.forEach((x, at) => assert.equal(after.data[0].y[at], Math.sin(x)));
  assert.deepEqual(after.says, []);
  assert.deepEqual(server.asked[0].where, ["stage.x:10000:12000"]);
});

test("nothing is asked of the server while a zoom is under way, nor where the page holds all rows", async () => {
  const { at, look, server, clock } = watched(thinned());
  for (let i = 0; i < 10; i += 1) {
    at({ x: [10000 + i, 12000] });
    clock.advance(100);
  }
  assert.equal(server.asked.length, 0);
  assert.equal(within(await look({ x: [ROWS - 100, ROWS - 50] }), ROWS - 100, ROWS - 50).length, 51);
  assert.ok(server.asked.length <= 1);
  const whole = watched(seriesOf(ALL));
  assert.deepEqual(within(await whole.look({ x: [10, 12] }), 10, 12), [10, 11, 12]);
  assert.equal(whole.server.asked.length, 0);
});

test("zooming further in asks for nothing anew, zooming out does", async () => {
  const { look, server } = watched(thinned());
  await look({ x: [10000, 12000] });
  const asked = server.asked.length;
  const inner = await look({ x: [10500, 10600] });
  assert.equal(within(inner, 10500, 10600).length, 101);
  assert.equal(server.asked.length, asked);
  await look({ x: [9000, 12000] });
  assert.ok(server.asked.length > asked);
});

test("new readings come into the window of a scan that runs, and none is lost when older ones are thinned", async () => {
  const series = thinned(ALL, 30000);
  const { look, at, server } = watched(series);
  const zoom = { x: [28000, 70000] };
  assert.equal((await look(zoom)).account.of, 2000);
  const asked = server.asked.length;
  for (let row = 30000; row < ROWS; row += 1000) {
    series.append(packed(ALL, row, row + 1000));
    assert.equal(at(zoom).account.of, row + 1000 - 28000);
  }
  assert.ok(series.first > 40000);
  assert.equal(server.asked.length, asked);
});

test("rows that were thinned while nobody looked are read", async () => {
  const series = thinned(ALL, 30000);
  const { look, at } = watched(series);
  const zoom = { x: [28000, 70000] };
  await look(zoom);
  for (let row = 30000; row < ROWS; row += 1000) series.append(packed(ALL, row, row + 1000)); // in a hidden tab
  assert.equal(at(zoom).account.of, null);
  assert.equal((await look(zoom)).account.of, 32000);
});

test("a window over positions that come again and again holds the readings of every pass", async () => {
  const x = range(ROWS, (i) => i % 1000);
  const columns = { "stage.x": x, signal: ALL.signal };
  const { look } = watched(thinned(columns), columns);
  const { data, says, account } = await look({ x: [100, 119] });
  assert.equal(account.of, 20 * 60);
  assert.deepEqual(says, []);
  const rows = x.map((value, i) => i).filter((i) => x[i] >= 100 && x[i] <= 119);
  const drawn = new Set(data[0].y);
  assert.ok(rows.every((row) => drawn.has(Math.sin(row))));
  assert.ok([...data[0].x].some(Number.isNaN)); // no line from one pass to the next
});

test("lines that cross a window between two readings are drawn, of every pass", async () => {
  const x = range(ROWS, (i) => i % 1000);
  const { look } = watched(seriesOf({ "stage.x": x, signal: ALL.signal }), ALL);
  const { data, account } = await look({ x: [100.2, 100.8] });
  const drawn = [...data[0].x];
  assert.equal(drawn.filter((value, at) => value === 100 && drawn[at + 1] === 101).length, 60);
  assert.equal(account.of, 0);
});

test("readback noise at the edges of a window costs no reading", async () => {
  const x = range(ROWS, (i) => i + 3 * Math.sin(i * i));
  const columns = { "stage.x": x, signal: ALL.signal };
  const { look } = watched(thinned(columns), columns);
  const { account } = await look({ x: [10000, 10100] });
  assert.equal(account.of, x.filter((value) => value >= 10000 && value <= 10100).length);
});

test("of points those are drawn that lie in the window on both axes", async () => {
  const { look } = watched(thinned(), ALL, { chosen: { ...WHOLE, kind: "scatter" } });
  const { data, account } = await look({ x: [1000, 50000], y: [0.999, 1.01] });
  const inside = range(49001, (i) => 1000 + i).filter((i) => ALL.signal[i] >= 0.999);
  assert.equal(account.of, inside.length);
  const { x, y } = data[0];
  assert.deepEqual(
    [...x].filter((value, at) => value >= 1000 && value <= 50000 && y[at] >= 0.999),
    inside,
  );
});

test("a window over y alone is exact too", async () => {
  const { look } = watched(thinned(), ALL, { chosen: { ...WHOLE, kind: "scatter" } });
  const { account } = await look({ y: [0.999, 1.01] });
  assert.equal(account.of, ALL.signal.filter((value) => value >= 0.999).length);
});

test("over time a window is asked for in the column's own seconds", async () => {
  const { look, server } = watched(thinned(), ALL, { chosen: { ...WHOLE, x: "@time" } });
  const drawn = await look({ x: [10000, 10010] });
  assert.deepEqual(server.asked[0].where, ["@time:11000:11010"]);
  assert.deepEqual(
    within(drawn, 9999, 10011),
    range(13, (i) => 9999 + i),
  );
});

test("missing and infinite readings of the window are counted, those outside are not", async () => {
  const signal = ALL.signal.slice();
  signal[10001] = signal[10003] = signal[500] = NaN;
  signal[10005] = Infinity;
  const columns = { ...ALL, signal };
  const { look } = watched(thinned(columns), columns);
  const { says } = await look({ x: [10000, 10010] });
  assert.deepEqual(says, ["2 readings have no value", "1 reading is infinite (overload)"]);
});

test("a window of too many readings stays thinned, is not asked for, and says so", async () => {
  const { look, server } = watched(thinned(), ALL, { most: 5000 });
  const { says } = await look({ x: [100, 40000] });
  assert.match(says[0], /^[0-9,]+ readings shown, not all that lie here: zoom in further for all$/);
  assert.equal(server.asked.length, 0);
});

test("what cannot be read is said, and asked for again", async () => {
  const { look, view, server, clock } = watched(thinned());
  const { load } = server;
  let read = async () => Promise.reject(new Error("the store is damaged"));
  const failing = new Window(
    (...asked) => read(...asked),
    () => {},
    { clock },
  );
  view.zoom = { x: [10000, 12000], y: null };
  const choices = complete(WHOLE, view);
  failing.at(view, choices);
  clock.advance(200);
  await settle();
  assert.match(failing.at(view, choices).trouble, /the store is damaged/);
  read = load;
  clock.advance(5000);
  await settle();
  assert.equal(failing.at(view, choices).trouble, "");
  assert.ok(failing.at(view, choices).table);
  await look({});
});

test("a window over x leaves the scale of y alone, whether x is steady or gone over again and again", async () => {
  const signal = ALL.signal.slice();
  signal[50000] = 99;
  for (const x of [ALL["stage.x"], range(ROWS, (i) => i % 1000)]) {
    const columns = { "stage.x": x, signal };
    const { data } = await watched(thinned(columns), columns).look({ x: [500, 510] });
    const highest = Math.max(...data.flatMap(({ y }) => [...y]).filter(Number.isFinite));
    assert.equal(highest, 99);
  }
});

test("newer readings outside the window are drawn too, coarsely", async () => {
  const { look } = watched(thinned());
  const { data } = await look({ x: [10000, 10010] });
  assert.equal(data.length, 1);
  assert.ok(data[0].x.at(-1) > ROWS - 500);
  assert.ok(data[0].x.length < 1200);
  for (let i = 1; i < data[0].x.length; i += 1) assert.ok(data[0].x[i] > data[0].x[i - 1], `${data[0].x[i - 1]}, ${data[0].x[i]}`);
});

test("an export has every reading of the view, whatever the page keeps", async () => {
  const { view, server } = watched(thinned());
  view.zoom = { x: [10000, 12000], y: null };
  const choices = complete(WHOLE, view);
  const printed = await exactForPrint(view, choices, server.load);
  const { data, account } = figure({ ...view, ...printed }, choices, PAPER);
  assert.equal(data.length, 1);
  assert.deepEqual(
    [...data[0].x],
    range(2003, (i) => 9999 + i),
  );
  assert.deepEqual(chartSays(account), []);
  view.zoom = { x: null, y: null };
  const whole = await exactForPrint(view, choices, server.load);
  assert.equal(figure({ ...view, ...whole }, choices, PAPER).data[0].x.length, ROWS);
});

test("a picture that cannot have every reading says how many it has", async () => {
  const { view, server } = watched(thinned());
  const choices = complete({ ...WHOLE, kind: "scatter" }, view);
  const printed = await exactForPrint(view, choices, server.load);
  assert.equal(printed.exact, undefined);
  const { account } = figure({ ...view, ...printed, width: 1200 }, choices, PAPER);
  assert.match(chartSays(account)[0], /^[0-9,]+ of 60,000 readings shown$/);
});
