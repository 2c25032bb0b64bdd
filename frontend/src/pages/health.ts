/* Home's health panel: points per second and the time from a reading to the screen, as this page itself measures them. */
import type { ScanStatus } from "../core/events.gen.ts";
import * as format from "../core/format.ts";
import { el, text } from "../dom/elements.ts";
import { live } from "../dom/page_live.ts";
import { eachSecond } from "../dom/ticking.ts";
import * as sparkline from "./sparkline.ts";

const WINDOW = 5000; // ms over which points are counted
const KEPT = 120; // seconds in the small line
const ENGINE_WORDS: Record<string, string> = { online: "is running", hung: "does not respond", offline: "is offline" };
const NAMES = ["points / s", "latency p50", "latency p99"];
const EXPLAINED = "As this page measures it. Half of the readings reach this screen within the first time, 99 of 100 within the second.";

/** Fill the panel; `count` takes each scan status, `stop` ends the work. */
export function health(node: HTMLElement): { count: (status: ScanStatus) => void; stop: () => void } {
  const values = NAMES.map(() => el("dd", {}, format.NONE));
  const canvas = el("canvas.pb-spark", { "aria-hidden": "true" });
  const engine = el("span", {});
  node.append(
    el("dl.pb-health-figures", { title: EXPLAINED }, ...NAMES.map((name, at) => el("div", {}, el("dt", {}, name), values[at]))),
    canvas,
    el("p.pb-health-note", {}, el("span", {}, "points / s, last 2 minutes"), engine),
  );
  const points = new Map<string, number>();
  let counted: [at: number, more: number][] = [];
  const history: number[] = [];
  const began = Date.now();

  function count({ scan_id: id, point }: ScanStatus): void {
    const before = points.get(id);
    points.set(id, point);
    if (before !== undefined && point > before) counted.push([Date.now(), point - before]);
  }
  const milliseconds = (value: number | null): string => (value === null ? format.NONE : `${Math.max(1, Math.round(value))} ms`);
  const stop = eachSecond(() => {
    const now = Date.now();
    counted = counted.filter(([at]) => now - at < WINDOW);
    const rate = counted.reduce((sum, [, more]) => sum + more, 0) / (Math.min(WINDOW, Math.max(1000, now - began)) / 1000);
    history.push(rate);
    if (history.length > KEPT) history.shift();
    const ages = [-KEPT, ...history.map((_, at) => at - history.length)]; // the line grows in from the right
    const status = live.status();
    const shown = [
      rate > 0 && rate < 10 ? format.fixed(rate, 1) : format.count(rate),
      milliseconds(status.latency),
      milliseconds(status.latency_p99),
    ];
    values.forEach((value, at) => text(value, shown[at]));
    text(engine, status.engine ? `The engine ${ENGINE_WORDS[status.engine.status] ?? status.engine.status}` : "");
    sparkline.line(canvas, ages, [NaN, ...history], 0);
  });
  return { count, stop: () => void stop() };
}
