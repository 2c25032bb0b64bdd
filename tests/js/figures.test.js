"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
require("./support.js");
const { reading, figures } = require("../../assets/js/pages/figures.js");

test("an axis and a reading of the same name are two figures, each with its own unit", () => {
  const shown = figures({
    status: "idle",
    spec: {
      axes: { temperature: { unit: "K", limits: [280, 400] } },
      reads: { temperature: { unit: "°C", shape: [] } },
    },
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
  assert.deepEqual(shown(2.5e6, "counts"), ["2.500e6", "counts"]);
  assert.deepEqual(shown(-2e-5, "counts"), ["−2.000e−5", "counts"]);
  assert.deepEqual(shown(0, "V"), ["0.000", "V"]);
  assert.deepEqual(shown(null, "V"), ["–", ""]);
});
