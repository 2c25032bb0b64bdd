"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
require("./newscan_support.js");
const { meant, shown } = require("../../assets/js/pages/settings.js");

test("nothing typed is no value, and least of all zero", () => {
  assert.equal(meant("", {}, 0.5), undefined);
  assert.equal(meant("  ", {}, 0.5), undefined);
});

test("what is a number is sent as one, whatever way it is written; anything else as text", () => {
  assert.equal(meant(" 0.25 ", {}, 1), 0.25);
  assert.equal(meant("0,25", {}, 1), 0.25);
  assert.equal(meant("−1e−3", {}, 1), -0.001);
  assert.equal(meant("AUTO", {}, 1), "AUTO");
  assert.equal(meant("10", { choices: ["1", "10"] }, 1), 10);
  assert.equal(meant("NONE", { choices: ["NONE", "DROP"] }, "DROP"), "NONE");
});

test("a value is shown whole, and as the choice that it is", () => {
  assert.equal(shown(9192631770, {}), "9192631770");
  assert.equal(shown(0.1 + 0.2, {}), "0.3");
  assert.equal(shown(-1, {}), "-1");
  assert.equal(shown(10000000, { choices: ["1e6", "1e7"] }), "1e7");
  assert.equal(shown(10, { choices: ["1", "10"] }), "10");
  assert.equal(shown("DROP", { choices: ["NONE", "DROP"] }), "DROP");
  assert.equal(shown(null, { choices: ["0"] }), "");
});
