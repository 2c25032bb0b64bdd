// @ts-nocheck
/* Home's health panel: points a second and the time from reading to screen, as this page itself sees them. */
import * as format from "../core/format.ts";
import { el, text } from "../dom/elements.ts";
import { live } from "../dom/page_live.ts";
import { eachSecond } from "../dom/ticking.ts";
import * as picture from "./sparkline.ts";

const WINDOW = 5000; // ms over which points are counted
const ENGINE_WORDS = { online: "running", hung: "hangs" };
const KEPT = 120; // seconds in the small line

export function health(node) {
  const figures = Object.fromEntries(["points / s", "latency p50", "latency p99"].map((name) => [name, el("dd", {}, format.NONE)]));
  const canvas = el("canvas.pb-spark", { "aria-hidden": "true" });
  const engine = el("span");
  node.append(
    el(
      "dl.pb-health-figures",
      { title: "As this page itself sees it. Half of the readings are on this screen within the first time, 99 of 100 within the second." },
      Object.entries(figures).map(([name, value]) => el("div", {}, el("dt", {}, name), value)),
    ),
    canvas,
    el("p.pb-health-note", {}, el("span", {}, "points / s, last 2 minutes"), engine),
  );
  const points = new Map();
  let counted = [];
  const history = [];
  const began = Date.now();

  function count({ scan_id: id, point }) {
    const before = points.get(id);
    points.set(id, point);
    if (before !== undefined && point > before) counted.push([Date.now(), point - before]);
  }
  const stop = eachSecond(() => {
    const now = Date.now();
    counted = counted.filter(([at]) => now - at < WINDOW);
    const rate = counted.reduce((sum, [, more]) => sum + more, 0) / (Math.min(WINDOW, Math.max(1000, now - began)) / 1000);
    history.push(rate);
    if (history.length > KEPT) history.shift();
    const ages = [-KEPT, ...history.map((_, at) => at - history.length)]; // the line grows in from the right
    const status = live.status();
    const ms = (value) => (typeof value === "number" ? `${Math.max(1, Math.round(value))} ms` : format.NONE);
    text(figures["points / s"], rate > 0 && rate < 10 ? format.fixed(rate, 1) : format.count(rate));
    text(figures["latency p50"], ms(status.latency));
    text(figures["latency p99"], ms(status.latency_p99));
    text(engine, status.engine ? `engine ${ENGINE_WORDS[status.engine.status] || status.engine.status}` : "");
    picture.line(canvas, ages, [NaN, ...history], 0);
  });
  return { count, stop };
}
