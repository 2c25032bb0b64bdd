import test from "node:test";
import assert from "node:assert/strict";
import { meant, shown, stray } from "../src/pages/settings.ts";
test("nothing typed is no value, and least of all zero", () => {
  assert.deepEqual(meant("", {}, 0.5), {});
  assert.deepEqual(meant("  ", {}, 0.5), {});
});

test("what is a number is sent as one, whatever way it is written; anything else as text", () => {
  const value = (...given) => meant(...given).value;
  assert.equal(value(" 0.25 ", {}, 1), 0.25);
  assert.equal(value("0,25", {}, 1), 0.25);
  assert.equal(value("−1e−3", {}, 1), -0.001);
  assert.equal(value("AUTO", {}, 1), "AUTO");
  assert.equal(value("10", { choices: ["1", "10"] }, 1), 10);
  assert.equal(value("NONE", { choices: ["NONE", "DROP"] }, "DROP"), "NONE");
});

test("a number that can be read in two ways is not sent, nor is what only looks like one", () => {
  const both = [1500, 1.5];
  for (const [spec, known] of [
    [{}, 1],
    [{ unit: "V" }, "OVLD"],
    [{ limits: [0, 9] }, "x"],
    [{}, undefined],
  ]) {
    assert.deepEqual(
      meant("1,500", spec, known).readings.map((reading) => reading.value),
      both,
    );
    for (const text of ["1.5.2", "1,2,3", "½", "1_500", "1e999"]) {
      const { value, wrong } = meant(text, spec, known);
      assert.equal(value, undefined, text);
      assert.match(wrong, /Type a number/);
    }
  }
  assert.deepEqual(meant("1,500", {}, "a text"), { value: "1,500" }, "a setting that holds text takes any");
});

test("a value is shown whole, and as the choice that it is", () => {
  assert.equal(shown(9192631770, {}), "9192631770");
  assert.equal(shown(0.1 + 0.2, {}), "0.3");
  assert.equal(shown(Math.fround(0.05), {}), "0.05");
  assert.equal(shown(-1, {}), "-1");
  assert.equal(shown(10000000, { choices: ["1e6", "1e7"] }), "1e7");
  assert.equal(shown(10, { choices: ["1", "10"] }), "10");
  assert.equal(shown("DROP", { choices: ["NONE", "DROP"] }), "DROP");
  assert.equal(shown(null, { choices: ["0"] }), "");
});

test("an answer that is none of the choices is shown as it came, and is no choice", () => {
  assert.equal(stray("SINE", { choices: ["ON", "OFF"] }), "SINE");
  assert.equal(stray("ON", { choices: ["ON", "OFF"] }), undefined);
  assert.equal(stray("", { choices: ["ON", "OFF"] }), undefined);
  assert.equal(stray("SINE", {}), undefined);
  assert.equal(shown("SINE", { choices: ["ON", "OFF"] }), "SINE");
});
