import test from "node:test";
import assert from "node:assert/strict";
import * as format from "../src/core/format.ts";
import * as place from "../src/core/place.ts";
import { vocabulary } from "../src/core/vocabulary.ts";
const NARROW = "\u202f";

/** Numbers from 0 to 1, the same ones each time. */
function randomly(seed) {
  let state = seed;
  const next = () => (state = (state * 1664525 + 1013904223) % 2 ** 32);
  return () => (next() + next() / 2 ** 32) / 2 ** 32;
}

test("numbers have few digits and a unit", () => {
  const shown = [0, 12.3456789, -0.000123456, 1234567, 1.5e-9, 123456789, 100, null, NaN].map((value) => format.number(value));
  assert.deepEqual(shown, ["0", "12.346", "−0.00012346", "1234567", "1.5e−9", "1.2346e8", "100", "–", "–"]);
  assert.equal(format.quantity(1.25, "mm"), `1.25${NARROW}mm`);
  assert.equal(format.quantity(null, "mm"), "–");
  assert.equal(format.fixed(1.2345, format.decimals([0, 25])), "1.234");
  assert.equal(format.count(1234567), "1,234,567");
  assert.deepEqual(
    [0, 1, 1284].map((n) => format.counted(n, "point")),
    ["0 points", "1 point", "1,284 points"],
  );
});

test("less than nothing has a minus sign, and what is shown as zero has none", () => {
  assert.equal(format.number(-1e-9), "−1e−9");
  assert.equal(format.fixed(-12.3456, 2), "−12.35");
  assert.equal(format.fixed(-0.0001, 3), "0.000");
  assert.equal(format.exact(-0.1 - 0.2), "−0.3");
  assert.equal(format.quantity(-5, "V"), `−5${NARROW}V`);
});

test("a position has all its digits, and zeros behind them so that it stands still", () => {
  const current = [-1e-9, 1e-9];
  assert.equal(format.position(1.5, [0, 1e5]), "1.5");
  assert.equal(format.position(1.23456, [0, 1000]), "1.23456");
  assert.equal(format.position(12.3456789, [0, 25]), "12.3456789");
  assert.equal(format.position(12.5, [0, 25]), "12.500");
  assert.equal(format.position(2.5e-10, current), "2.5e−10");
  assert.equal(format.position(0, current), "0");
  assert.equal(format.position(-0.5, [-10, 10]), "−0.500");
  assert.equal(format.position(1e-7, [0, 25]), "1e−7");
  assert.equal(format.position(2.4e9, [0, 4e9]), "2400000000");
  assert.equal(format.position(12.3456, null), "12.3456");
  assert.equal(format.position(1.25e-6, null), "1.25e−6");
  assert.equal(format.position(null, [0, 25]), "–");
});

test("two positions are apart when they are shown as different ones", () => {
  assert.equal(format.apart(1, 1.5), true);
  assert.equal(format.apart(0.1 + 0.2, 0.3), false);
  assert.equal(format.apart(1e-10, 2e-10), true);
  assert.equal(format.apart(null, 1), false);
});

test("digits that only counting in twos has made are not shown", () => {
  const made = [0.1 + 0.2, 1.1 * 3, Math.fround(0.1), Math.fround(1.234567), 4.35 * 100, 9.87646484375];
  assert.deepEqual(
    made.map((value) => format.exact(value)),
    ["0.3", "3.3", "0.1", "1.234567", "435", "9.87646484375"],
  );
});

/** What somebody reads off the page. */
const parsed = (shown) => Number(shown.replaceAll("−", "-"));

test("what is shown of any number is that number, to twelve digits, or to what 32 bits hold", () => {
  const random = randomly(7);
  for (let round = 0; round < 20_000; round += 1) {
    const size = (random() - 0.5) * 2 * 10 ** Math.floor(random() * 40 - 20);
    const short = Number(size.toPrecision(1 + Math.floor(random() * 12)));
    const limits = [null, [0, 25], [0, 1e5], [-1e-9, 1e-9], [0, 4e9]][round % 5];
    assert.equal(parsed(format.position(short, limits)), short, `${short} within ${limits}`);
    const near = parsed(format.position(size, limits));
    assert.ok(Math.abs(near - size) <= 5.1e-12 * Math.abs(size), `${size} is shown as ${near}`);
    const single = Math.fround(short);
    assert.equal(Math.fround(parsed(format.position(single, limits))), single, `${short} in 32 bits`);
  }
});

test("durations, ages and progress read as people say them", () => {
  const shown = [0.03, 0.4, 12, 60, 190, 8040, 7200, 273600].map(format.duration);
  assert.deepEqual(shown, ["0.1 s", "0.4 s", "12 s", "1 m", "3 m 10 s", "2 h 14 m", "2 h", "3 d 4 h"]);
  const now = Date.parse("2026-01-01T00:10:00Z");
  assert.equal(format.age("2026-01-01T00:09:48Z", now), "12 s ago");
  assert.equal(format.age("2026-01-01T00:09:59.5Z", now), "just now");
  assert.equal(format.age("2026-01-01T00:13:00Z", now), "in 3 m");
  const status = { point: 1284, total_points: 5000, progress: 0.2568, eta: 190 };
  assert.equal(format.progress(status), `1,284 / 5,000 · 25${NARROW}% · 3 m 10 s left`);
  assert.equal(format.progress({ point: 12, total_points: null, progress: 0, eta: null }), "12");
});

test("nothing is 100 % before its end", () => {
  assert.equal(format.percent(0.9999), `99${NARROW}%`);
  assert.equal(format.percent(1), `100${NARROW}%`);
});

test("every state has a tone, a mark and a word; an unknown one is shown plainly", () => {
  for (const state of vocabulary.states) {
    const found = vocabulary.describe(state);
    assert.ok(["slate", "blue", "amber", "green", "red"].includes(found.tone), state);
    assert.ok(found.glyph, state);
  }
  assert.deepEqual(
    ["running", "completed", "queued"].map((s) => vocabulary.describe(s).tone),
    ["blue", "green", "slate"],
  );
  assert.equal(vocabulary.describe("constructor").tone, "slate");
  assert.equal(vocabulary.ended("interrupted"), true);
});

test("addresses carry the prefix, the cursor and the scheme of the page", () => {
  const location = { protocol: "https:", host: "lab:1" };
  const url = new URL(place.socket("scan_A", { since: "c/1=", nonce: 7, location, base: "/services/pybirch/" }));
  assert.equal(url.origin, "wss://lab:1");
  assert.equal(url.pathname, "/services/pybirch/ws/scan_A");
  assert.deepEqual(Object.fromEntries(url.searchParams), { flow: "ack", snapshot: "light", batch: "points", since: "c/1=", n: "7" });
  assert.equal(place.prefixOfScript("http://x/services/pybirch/assets/js/core/place.js?m=1"), "/services/pybirch/");
  assert.equal(place.api("scans/A/data", { format: "json", columns: null }), "/api/v1/scans/A/data?format=json");
});

test("what went wrong is a sentence", () => {
  assert.equal(format.sentence("readings 0 to 9 cannot be read"), "Readings 0 to 9 cannot be read.");
  assert.equal(format.sentence("Nothing was done."), "Nothing was done.");
  assert.equal(format.sentence(""), "");
});
