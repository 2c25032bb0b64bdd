import test from "node:test";
import assert from "node:assert/strict";
import * as format from "../src/core/format.ts";
import { reduce } from "../src/core/reducer.ts";
import { headline, needsLooking, outcome, queuesToGoOn, sentences, where } from "../src/core/stop_story.ts";
const axis = (position, safe = null, name = "x", unit = "mm") => ({ name, unit, position, safe });
const instrument = (name, result, reason = "", axes = []) => ({ instrument_id: 1, instrument_name: name, outcome: result, reason, axes });
const STOP = {
  stop_id: "a",
  user: "Ada",
  timestamp: "2026-05-04T18:04:12Z",
  scans: ["SCAN_041"],
  queues: ["QUEUE_001", "QUEUE_002", "QUEUE_003"],
  instruments: [instrument("stage", "stopped"), instrument("sourcemeter", "safe"), instrument("laser", "not reached", "no answer")],
};

test("who asked, and when; the day too when it is not today", () => {
  const moment = format.moment(STOP.timestamp);
  const [day, time] = moment.split(" ");
  assert.equal(headline(STOP, Date.parse(STOP.timestamp)), `Emergency stop by Ada at ${time}.`);
  assert.equal(headline({ ...STOP, user: "" }, Date.parse("2026-05-09T12:00:00Z")), `Emergency stop by somebody at ${time} on ${day}.`);
});

test("what became of instruments and scans; what needs somebody comes last", () => {
  assert.deepEqual(sentences(STOP), [
    "2 instruments told to stop, sourcemeter at its safe values.",
    "1 scan aborted.",
    "laser was not reached (no answer): look at it.",
  ]);
  assert.equal(needsLooking(STOP), true);
  const well = { ...STOP, scans: [], instruments: [instrument("a", "safe"), instrument("b", "safe")] };
  assert.deepEqual(sentences(well), ["2 instruments told to stop, a and b at their safe values."]);
  assert.equal(needsLooking(well), false);
  const many = {
    scans: [],
    instruments: ["a", "b", "c", "d"]
      .map((name) => instrument(name, "not reached"))
      .concat(instrument("e", "left alone"), instrument("f", "moving")),
  };
  assert.deepEqual(sentences(many), [
    "1 instrument told to stop.",
    "f still moves.",
    "e was left alone, disconnected on purpose.",
    "a was not reached: look at it.",
    "b was not reached: look at it.",
    "c and d were not reached either: look at them.",
  ]);
});

test("where axes stand, and where they would be safe", () => {
  assert.equal(where({ axes: [axis(0, 0), axis(12.5, null, "y")] }), "x 0 mm (safe), y 12.5 mm");
  assert.equal(where({ axes: [axis(3, 0, "level", "V"), axis(null, 0)] }), "level 3 V (safe at 0 V), x – (safe at 0 mm)");
  assert.deepEqual(outcome(instrument("laser", "not reached", "no answer")), { tone: "red", words: "not reached: no answer" });
  assert.equal(outcome(instrument("laser", "constructor")).tone, "slate");
});

test("only queues that the stop ended, that rest, and in which scans wait can go on", () => {
  const queue = (queue_id, status) => ({ queue_id, status, name: queue_id });
  const scan = (queue_id, status) => ({ queue_id, status });
  const state = {
    queues: [queue("QUEUE_001", "idle"), queue("QUEUE_002", "running"), queue("QUEUE_003", "idle"), queue("QUEUE_004", "idle")],
    scans: [scan("QUEUE_001", "queued"), scan("QUEUE_001", "queued"), scan("QUEUE_002", "queued"), scan("QUEUE_004", "queued")],
  };
  assert.deepEqual(queuesToGoOn(STOP, state), [{ queue_id: "QUEUE_001", name: "QUEUE_001", waiting: 2 }]);
  assert.deepEqual(queuesToGoOn(STOP, {}), []);
});

test("what is dismissed stays so, whatever is told of the stop afterwards", () => {
  const state = { stop: null };
  reduce(state, "emergency_stop", STOP);
  assert.equal(state.stop.dismissed_at, null);
  reduce(state, "stop_dismissed", { stop_id: "a", dismissed_by: "bob", dismissed_at: "now", timestamp: "now" });
  reduce(state, "emergency_stop", { ...STOP, instruments: [] });
  assert.deepEqual([state.stop.dismissed_by, state.stop.instruments], ["bob", []]);
  reduce(state, "emergency_stop", { ...STOP, stop_id: "b" });
  assert.deepEqual([state.stop.stop_id, state.stop.dismissed_by], ["b", null]);
});
