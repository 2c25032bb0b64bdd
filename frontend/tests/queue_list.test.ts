/* The list of queues: what is shown and in what order. */
import test from "node:test";
import assert from "node:assert/strict";
import { choose } from "../src/core/queue_list.ts";

const queue = (number, name, status, eta, minute) => ({
  queue_id: `QUEUE_${number}`,
  name,
  status,
  eta,
  timestamp: `2026-05-04T10:${minute}:00Z`,
});
const ALL = [
  queue("002", "Map 10", "running", 500, "05"),
  queue("010", "map 9", "idle", null, "01"),
  queue("1000", "Drift", "paused", null, "09"),
  queue("999", "Overnight Map", "running", 20, "02"),
];
const names = (asked) => choose(ALL, asked).map((each) => each.name);

test("the newest come first, by number and not by letters", () => {
  assert.deepEqual(names({}), ["Drift", "Overnight Map", "map 9", "Map 10"]);
  assert.deepEqual(names({ sort: "oldest" }), ["Map 10", "map 9", "Overnight Map", "Drift"]);
});

test("sorted by name, by time left and by the last change", () => {
  assert.deepEqual(names({ sort: "name" }), ["Drift", "map 9", "Map 10", "Overnight Map"]);
  assert.deepEqual(names({ sort: "left" }), ["Overnight Map", "Map 10", "Drift", "map 9"], "unknown and idle last");
  assert.deepEqual(names({ sort: "changed" }), ["Drift", "Map 10", "Overnight Map", "map 9"]);
});

test("filtered by state and by every word of the search", () => {
  assert.deepEqual(names({ show: "live" }), ["Drift", "Overnight Map", "Map 10"]);
  assert.deepEqual(names({ show: "paused" }), ["Drift"]);
  assert.deepEqual(names({ show: "idle", q: "MAP" }), ["map 9"]);
  assert.deepEqual(names({ q: " over map " }), ["Overnight Map"]);
  assert.deepEqual(names({ q: "queue_1000" }), ["Drift"]);
});

test("what an address says that is not known counts as nothing", () => {
  assert.deepEqual(names({ show: "constructor", sort: "toString" }), names({}));
});

test("the list it is given is left as it was", () => {
  const before = ALL.slice();
  choose(ALL, { sort: "name" });
  assert.deepEqual(ALL, before);
});
