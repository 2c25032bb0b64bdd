/* The readings of a view as CSV. */
import test from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { MEASURE, sweep, seriesOf, viewOf, serverOf, range } from "./chart_support.ts";
import { complete } from "../src/chart/choices.ts";
import { csv as chartCsv } from "../src/chart/view_csv.ts";
import * as csv from "../src/core/csv.ts";

const TEXTS = JSON.parse(readFileSync(new URL("./csv_texts.json", import.meta.url), "utf8"));

const LINE = { steps: [sweep("stage.x", { start: 0, stop: 9, num: 10 })] };

async function textOf(columns, { plan = LINE, chosen = { view: "whole" }, zoom = {}, hidden = [], units = {} } = {}) {
  const view = viewOf(seriesOf(columns, { units }), plan, { zoom: { x: null, y: null, ...zoom } });
  const parts = await chartCsv(view, complete(chosen, view), serverOf(columns).load, hidden);
  return parts.join("").trimEnd().split("\n");
}

const body = (lines) => lines.filter((line) => !line.startsWith("#"));

test("the view has units and every reading of the zoomed window", async () => {
  const x = range(300000);
  const units = { "stage.x": "mm", signal: "V" };
  const lines = await textOf({ "stage.x": x, signal: x.map((v) => v * v) }, { units, zoom: { x: [10, 12], y: [110, 1000] } });
  assert.deepEqual(body(lines), ["stage.x (mm),signal (V)", "11,121", "12,144"]);
  assert.ok(lines.includes("# scan: SCAN_001"));
  assert.ok(lines.includes("# x: from 10 to 12"));
});

test("infinite readings, NaN and no value at all are told apart", async () => {
  const none = new Float64Array(new BigUint64Array([0x7ff80000000007a2n]).buffer)[0]; // as the server stores it
  const lines = await textOf({ "stage.x": [0, 1, 2, 3], signal: [Infinity, -Infinity, NaN, 0.1] });
  assert.deepEqual(body(lines).slice(1), ["0,inf", "1,-inf", "2,nan", "3,0.1"]);
  assert.deepEqual(
    [csv.cell(Float64Array.of(1, none), 1), csv.cell(Float64Array.of(1, NaN), 1), csv.cell(Float64Array.of(1, NaN), 0)],
    ["", "nan", "1"],
  );
});

test("a hidden trace is left out", async () => {
  const lines = await textOf(
    { "stage.x": [0, 1], signal: [0, 1] },
    { chosen: { y: ["signal", "stage.x"], x: "@index", view: "whole" }, hidden: ["signal"] },
  );
  assert.deepEqual(body(lines), ["point,stage.x", "0,0", "1,1"]);
});

test("the live window is its last readings", async () => {
  const lines = await textOf({ "stage.x": range(100), signal: range(100) }, { chosen: { view: "live", window: 3 } });
  assert.deepEqual(body(lines).slice(1), ["97,97", "98,98", "99,99"]);
});

test("a map has a line for each filled cell", async () => {
  const plan = { steps: [sweep("stage.x", [0, 1, 2], [sweep("stage.y", [0, 10], [MEASURE])])] };
  const lines = await textOf({ "stage.x": [0, 0, 1], "stage.y": [0, 10, 0], signal: [0, 1, 2] }, { plan });
  assert.deepEqual(body(lines), ["stage.x,stage.y,signal", "0,0,0", "1,0,2", "0,10,1"]);
});

test("names that a spreadsheet would run, or a reader would take for a comment, are harmless", async () => {
  const units = { "=1+1": 'a"b', "#/s": "" };
  const lines = await textOf({ "stage.x": [0], "=1+1": [1], "#/s": [2] }, { units, chosen: { y: ["=1+1", "#/s"], view: "whole" } });
  assert.deepEqual(body(lines), ['stage.x,"\'=1+1 (a""b)","#/s"', "0,1,2"]);
});

test("texts are made harmless as the server makes them", () => {
  for (const { text, cell, line } of TEXTS) {
    assert.equal(csv.text(text), cell);
    assert.equal(csv.about("notes", text), line);
  }
});
