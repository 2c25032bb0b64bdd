import test from "node:test";
import assert from "node:assert/strict";
import { Samples } from "../src/core/samples.ts";
const at = (second, value, more = {}) => ({
  instrument_id: 1,
  timestamp: new Date(second * 1000).toISOString(),
  value: { level: value },
  position: { x: -value },
  ...more,
});

test("samples of each instrument are kept, a second apart, the latest of them", () => {
  const samples = new Samples({ most: 3 });
  for (const second of [0, 0.2, 1, 2, 2.9, 3]) samples.add(at(second, second));
  assert.deepEqual(samples.of(1, "value", "level"), { times: [1000, 2000, 3000], values: [1, 2, 3] });
  assert.deepEqual(samples.of(1, "position", "x").values, [-1, -2, -3]);
  assert.deepEqual(samples.of(2, "value", "level"), { times: [], values: [] });
});

test("what was no number then is left out", () => {
  const samples = new Samples();
  samples.add(at(0, 1));
  samples.add(at(1, null));
  samples.add(at(2, 3, { timestamp: "" }));
  assert.deepEqual(samples.of(1, "value", "level"), { times: [0], values: [1] });
});
