"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { PyBirch } = require("./support.js");
const { format, vocabulary, place } = PyBirch;

const NARROW = "\u202f";

test("numbers have few digits and a unit", () => {
  const shown = [0, 12.3456789, -0.000123456, 1234567, 1.5e-9, 123456789, 100, null, NaN].map((value) =>
    format.number(value),
  );
  assert.deepEqual(shown, ["0", "12.346", "−0.00012346", "1234567", "1.5e−9", "1.2346e8", "100", "–", "–"]);
  assert.equal(format.quantity(1.25, "mm"), `1.25${NARROW}mm`);
  assert.equal(format.quantity(null, "mm"), "–");
  assert.equal(format.fixed(1.2345, format.decimals([0, 25])), "1.234");
  assert.equal(format.count(1234567), "1,234,567");
  assert.deepEqual([0, 1, 1284].map((n) => format.counted(n, "point")), ["0 points", "1 point", "1,284 points"]);
});

test("less than nothing has a minus sign, and what is shown as zero has none", () => {
  assert.equal(format.number(-1e-9), "−1e−9");
  assert.equal(format.fixed(-12.3456, 2), "−12.35");
  assert.equal(format.fixed(-0.0001, 3), "0.000");
  assert.equal(format.exact(-0.1 - 0.2), "−0.3");
  assert.equal(format.quantity(-5, "V"), `−5${NARROW}V`);
});

test("a position has the digits that its limits, or its size, ask for", () => {
  const current = [-1e-9, 1e-9];
  assert.equal(format.position(12.3456789, [0, 25]), "12.346");
  assert.equal(format.position(2.5e-10, current), "2.500e−10");
  assert.equal(format.position(0, current), "0.000");
  assert.equal(format.position(-0.5, [-10, 10]), "−0.500");
  assert.equal(format.position(12.3456, null), "12.346");
  assert.equal(format.position(1.25e-6, null), "1.250e−6");
  assert.equal(format.position(null, [0, 25]), "–");
  assert.equal(format.apart(12.3451, 12.3449, [0, 25]), false);
  assert.equal(format.apart(1e-10, 2e-10, current), true);
  assert.equal(format.apart(1e-6, 1.5e-6, null), true);
  assert.equal(format.apart(null, 1, [0, 25]), false);
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
  const url = new URL(
    place.socket("scan_A", { since: "c/1=", nonce: 7, location, base: "/services/pybirch/" }),
  );
  assert.equal(url.origin, "wss://lab:1");
  assert.equal(url.pathname, "/services/pybirch/ws/scan_A");
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    flow: "ack",
    snapshot: "light",
    batch: "points",
    since: "c/1=",
    n: "7",
  });
  assert.equal(
    place.prefixOfScript("http://x/services/pybirch/assets/js/core/place.js?m=1"),
    "/services/pybirch/",
  );
  assert.equal(
    place.api("scans/A/data", { format: "json", columns: null }),
    "/api/v1/scans/A/data?format=json",
  );
});
