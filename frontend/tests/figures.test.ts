import test from "node:test";
import assert from "node:assert/strict";
import { reading, figures } from "../src/pages/figures.ts";
test("an axis and a reading of the same name are two figures, each with its own unit", () => {
  const shown = figures({
    status: "idle",
    spec: { axes: { temperature: { unit: "K", limits: [280, 400] } }, reads: { temperature: { unit: "°C", shape: [] } } },
    units: { temperature: "K" },
    position: { temperature: 300 },
    value: { temperature: 26.9 },
  });
  assert.deepEqual(
    shown.map(({ value, unit }) => [value, unit]),
    [
      ["300.00", "K"],
      ["26.900", "°C"],
    ],
  );
  assert.equal(new Set(shown.map(({ key }) => key)).size, 2);
});

test("a reading keeps its digits; small and large ones have a prefix, or an exponent where none fits", () => {
  const shown = (value, unit) => Object.values(reading(value, unit));
  assert.deepEqual(shown(-1.5e-7, "A"), ["−150.00", "nA"]);
  assert.deepEqual(shown(-1.234567891e-7, "A"), ["−123.4567891", "nA"]);
  assert.deepEqual(shown(0.12345678, "V"), ["0.12345678", "V"]);
  assert.deepEqual(shown(2.5e6, "counts"), ["2500000.0", "counts"]);
  assert.deepEqual(shown(-2e-5, "counts"), ["−2e−5", "counts"]);
  assert.deepEqual(shown(0, "V"), ["0.000", "V"]);
  assert.deepEqual(shown(null, "V"), ["–", ""]);
  assert.deepEqual(shown("Infinity", "V"), ["∞", ""]);
  assert.deepEqual(shown("-Infinity", "V"), ["−∞", ""]);
  assert.deepEqual(shown("NaN", "V"), ["no value", ""]);
});

test("what is shown of a reading is the reading, whatever prefix its unit has", () => {
  const powers = { f: -15, p: -12, n: -9, µ: -6, m: -3, k: 3, M: 6, G: 9 };
  for (let power = -16; power < 14; power += 1) {
    for (const digits of [1, 1.5, 9.99, 1.23456789, 3.14159265359]) {
      for (const [value, unit] of [
        [digits * 10 ** power, "V"],
        [-digits * 10 ** power, "counts"],
      ]) {
        const shown = reading(value, unit);
        const scale = 10 ** (shown.unit === unit ? 0 : powers[shown.unit[0]]);
        const read = Number(shown.value.replaceAll("−", "-")) * scale;
        assert.ok(Math.abs(read - value) <= 1e-11 * Math.abs(value), `${value} ${unit} is shown as ${shown.value} ${shown.unit}`);
      }
    }
  }
});
