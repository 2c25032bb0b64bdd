import test from "node:test";
import assert from "node:assert/strict";
import { brief, list, question, read } from "../src/core/numerals.ts";
const ONE_MEANING = {
  1500: 1500,
  " 7 ": 7,
  "+3": 3,
  "-2.5": -2.5,
  "−2.5e−3": -0.0025,
  "–5": -5,
  "1.500": 1.5,
  "1,5": 1.5,
  ",5": 0.5,
  ".5": 0.5,
  "5.": 5,
  "0,500": 0.5,
  "1,2345": 1.2345,
  "1000,500": 1000.5,
  "1 500": 1500,
  "1\u202f500": 1500,
  "1\u00a0500,25": 1500.25,
  "1'500.5": 1500.5,
  "1’500": 1500,
  "1,500.5": 1500.5,
  "1.500,5": 1500.5,
  "1,234,567": 1234567,
  "1.234.567": 1234567,
  "1e3": 1000,
  "1E-3": 0.001,
  "1,5e3": 1500,
};
const TWO_MEANINGS = {
  "1,500": [1500, 1.5],
  "-10,000": [-10000, -10],
  "1,681": [1681, 1.681],
  "999,999": [999999, 999.999],
  "1,500e3": [1500000, 1500],
};
const NO_NUMBER = [
  "abc",
  "½",
  "1½",
  "0x10",
  "1e999",
  "Infinity",
  "NaN",
  "--5",
  "1_500",
  "1,,5",
  "1.5.2",
  "12,34,567",
  "1 5",
  "1 50",
  "5-3",
  "1.5 mm",
  "٣",
  ",",
  ".",
];

test("a number is read as it is written, with a point or a comma, and with thousands parted or not", () => {
  for (const [text, value] of Object.entries(ONE_MEANING)) assert.deepEqual(read(text), { value }, text);
  assert.deepEqual(read(""), {});
  assert.deepEqual(read("  "), {});
});

test("what can mean two numbers is not decided: both come back, as they can be typed", () => {
  for (const [text, values] of Object.entries(TWO_MEANINGS)) {
    const { value, readings } = read(text);
    assert.equal(value, undefined, text);
    assert.deepEqual(
      readings.map((reading) => reading.value),
      values,
      text,
    );
    for (const reading of readings) assert.deepEqual(read(reading.text), { value: reading.value });
  }
});

test("what is no number is told to be none, and whether it looks like one", () => {
  for (const text of NO_NUMBER) {
    const { value, readings, wrong } = read(text);
    assert.deepEqual([value, readings], [undefined, undefined], text);
    assert.match(wrong, /Type a number/, text);
  }
  const alike = NO_NUMBER.filter((text) => read(text).numeral);
  assert.deepEqual(alike, ["½", "1½", "1e999", "--5", "1_500", "1,,5", "1.5.2", "12,34,567", "1 5", "1 50", "5-3", "٣"]);
});

test("a list is parted by commas, semicolons, blanks and new lines", () => {
  for (const text of ["0, 1, 2.5", "0 1 2.5", "0;1;2.5", "0\n1\n2.5", "0,1,2.5", " 0, 1; 2.5, "])
    assert.deepEqual(list(text), { values: [0, 1, 2.5] }, text);
  assert.deepEqual(list("-1,-2, 1e3"), { values: [-1, -2, 1000] });
  assert.deepEqual(list("100\t200"), { values: [100, 200] });
  assert.deepEqual(list("0,100,200"), { values: [0, 100, 200] }, "no number begins its thousands with 0");
  assert.deepEqual(list(""), { values: [] });
  assert.deepEqual(list("0, 1 2.5;\n3 x"), { values: [0, 1, 2.5, 3, "x"] });
});

const LISTS = {
  "0,5": [[0, 5], [0.5]],
  "0,5; 1,5": [
    [0, 5, 1, 5],
    [0.5, 1.5],
  ],
  "0,1, 2,5": [
    [0, 1, 2, 5],
    [0.1, 2.5],
  ],
  "0,5\n1": [
    [0, 5, 1],
    [0.5, 1],
  ],
  "1,500, 2": [
    [1, 500, 2],
    [1.5, 2],
    [1500, 2],
  ],
  "100,200,300": [[100, 200, 300], [100200300]],
  "100 200": [[100, 200], [100200]],
  "1 500, 2 500": [
    [1, 500, 2, 500],
    [1500, 2500],
  ],
};

test("a list that can be read in more than one way is no list of numbers until somebody says which", () => {
  for (const [text, lists] of Object.entries(LISTS)) {
    const { values, readings } = list(text);
    assert.deepEqual(
      readings.map((reading) => reading.values),
      lists,
      text,
    );
    assert.ok(
      values.some((value) => typeof value === "string"),
      `${text} is refused by the server`,
    );
    for (const reading of readings) assert.deepEqual(list(reading.text), { values: reading.values }, reading.text);
    assert.deepEqual(list(values.join(", ")).readings, readings, "what is kept of it asks the same again");
  }
});

test("the question names every reading, long lists in short", () => {
  assert.equal(question("1,500", read("1,500").readings), "1,500 can mean 1500 or 1.5.");
  assert.equal(question("0,5", list("0,5").readings), "0,5 can mean 0, 5; or 0.5.");
  assert.equal(brief(list("0,5; 1,5; 2,5").readings[0]), "0, 5, 1, 5 … (6 values)");
});

test("a long text is read at once", () => {
  const many = Array.from({ length: 60_000 }, (_, index) => index / 10);
  assert.equal(list(many.join(", ")).values.length, many.length);
  assert.equal(list(`${"1 ".repeat(60_000)}x`).values.length, 60_001);
  assert.ok(read("1".repeat(100_000) + "x").wrong);
});
