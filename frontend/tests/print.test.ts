import test from "node:test";
import assert from "node:assert/strict";
import vm from "node:vm";
import { caption, print, standalone } from "../src/chart/print.ts";
import { fileName } from "../src/core/filename.ts";
const FIGURE = {
  data: [
    { type: "scatter", x: Float64Array.of(0, 1, 2), y: Float64Array.of(1, NaN, 3), name: "a" },
    { type: "scatter", x: [0], y: [0], name: "b </script><b>" },
  ],
  layout: {
    uirevision: "u",
    datarevision: 3,
    modebar: {},
    showlegend: true,
    paper_bgcolor: "rgba(0,0,0,0)",
    font: { family: "x", color: "#000" },
    xaxis: { title: { text: "stage.x (mm)" }, gridcolor: "#ddd" },
    yaxis: { type: "log" },
  },
};
const ALL = { visible: [], x: null, y: null };

test("file names are readable and safe", () => {
  assert.equal(fileName(["SCAN_042", "Raman map"], ".csv"), "SCAN_042 Raman map.csv");
  assert.equal(fileName(["SCAN_001", 'a/b\\c: "d" <e>|?*', ""], ".h5"), "SCAN_001 a-b-c- -d- -e-.h5");
  assert.equal(fileName(["S", " ..µ\n\tmap\u202e\u200b. "], ".json"), "S µ map.json");
  assert.equal(fileName(["S", "../../etc"], ""), "S -..-etc");
  assert.ok(fileName(["S", "ü".repeat(500)], ".csv").length < 100);
});

test("the caption says scan, sample, measurement and date", () => {
  const scan = { scan_id: "SCAN_042", name: "Raman", sample: "S-1", started_at: "2026-05-04T10:00:00Z" };
  const [title, below] = caption(scan, "meter");
  assert.equal(title, "SCAN_042 · Raman");
  assert.match(below, /^sample S-1 · meter · 2026-05-0\d \d\d:\d\d:\d\d$/);
  assert.deepEqual(caption({ scan_id: "SCAN_1", name: "n" }, null), ["SCAN_1 · n", ""]);
});

test("a printed figure is light, titled, and shows what was on the screen", () => {
  const shown = { visible: [undefined, "legendonly"], x: [0.5, 1.5], y: null };
  const { data, layout } = print(FIGURE, ["<b>T</b>", "below"], shown);
  assert.equal(layout.paper_bgcolor, "#ffffff");
  assert.equal(layout.plot_bgcolor, "#ffffff");
  assert.equal(layout.title.text, "&lt;b&gt;T&lt;/b&gt;");
  assert.equal(layout.title.subtitle.text, "below");
  assert.deepEqual(layout.xaxis.range, [0.5, 1.5]);
  assert.equal(layout.xaxis.autorange, false);
  assert.equal(layout.xaxis.title.text, "stage.x (mm)");
  assert.equal("range" in layout.yaxis, false);
  assert.equal(layout.yaxis.type, "log");
  assert.equal(data[1].visible, "legendonly");
  assert.equal("visible" in data[0], false);
  assert.equal("uirevision" in layout || "modebar" in layout, false);
  assert.equal(FIGURE.layout.paper_bgcolor, "rgba(0,0,0,0)");
});

test("the stand-alone page runs, and nothing in it ends its scripts early", () => {
  const plotly = 'const note = "</script>"; globalThis.Plotly = { newPlot: (...all) => (globalThis.drawn = all) };';
  const html = standalone(print(FIGURE, ["t", "b"], ALL), ["a <i>t</i>", 'b "q"'], plotly);
  const scripts = [...html.matchAll(/<script>([^]*?)<\/script>/g)].map((match) => match[1]);
  assert.equal(scripts.length, 2);
  assert.doesNotMatch(html, /(src|href)=/);
  assert.match(html, /<title>a &lt;i&gt;t&lt;\/i&gt;<\/title>/);
  const page = vm.createContext({});
  for (const script of scripts) vm.runInContext(script, page);
  const [place, data, layout] = page.drawn;
  assert.equal(place, "figure");
  assert.deepEqual([...data[0].y], [1, null, 3]);
  assert.equal(data[1].name, "b </script><b>");
  assert.equal(layout.title.text, "t");
});

test("what a picture does not show is said in as many lines as it needs, above the picture", () => {
  const says = Array.from({ length: 40 }, (_, i) => `${i} readings`).join(" · ");
  const one = print(FIGURE, ["t", "below", "3 readings have no value"], ALL).layout;
  assert.equal(one.title.subtitle.text, "below<br>3 readings have no value");
  const many = print(FIGURE, ["t", "below", says], ALL).layout;
  const lines = many.title.subtitle.text.split("<br>");
  assert.ok(lines.length > 3 && lines.every((line) => line.length < 140));
  assert.ok(many.margin.t > one.margin.t);
});
