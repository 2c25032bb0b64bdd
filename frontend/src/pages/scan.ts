/* A scan while it runs: its progress, which is told many times a second, and the present step of its plan. All else of its page is
 * made by pages/scan.py. */
import * as format from "../core/format.ts";
import type { ScanRecord } from "../core/rest_types.ts";
import { vocabulary } from "../core/vocabulary.ts";
import { text } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { live } from "../dom/page_live.ts";
import { setBar, timeLeft } from "../dom/status.ts";
import { eachSecond } from "../dom/ticking.ts";
import { mark, tree, unitOf } from "./plan.ts";

type Progress = Pick<ScanRecord, "status" | "progress" | "point" | "total_points" | "elapsed" | "eta" | "started_at" | "timestamp">;

island("scan-progress", (node: HTMLElement) => {
  const { scan: id = "", first = "{}" } = node.dataset;
  const [bar, done, elapsed] = [".pb-bar", ".pb-progress-text", ".pb-elapsed"].map((each) => node.querySelector<HTMLElement>(each)!);
  let scan = JSON.parse(first) as Progress;
  let heard = Date.parse(scan.timestamp); // when its state was told last
  let frame = 0;
  const draw = () => {
    frame = 0;
    setBar(bar, scan.progress, scan.status);
    tellTimes();
  };
  const take = (told: Partial<Progress>, at: number) => {
    scan = { ...scan, ...told };
    heard = at;
    frame ||= globalThis.requestAnimationFrame(draw);
  };
  /** A scan tells its state after each point; the time between two is counted here. */
  function tellTimes(): void {
    const { engine, link } = document.documentElement.dataset;
    const passes = scan.status === "running" && link === "connected" && engine === "online";
    const since = passes ? Math.max(0, (Date.now() - heard) / 1000) : 0;
    const eta = typeof scan.eta === "number" ? Math.max(0, scan.eta - since) : scan.eta;
    text(done, [points(scan), timeLeft({ ...scan, eta })].filter(Boolean).join(" · "));
    text(elapsed, scan.started_at || scan.elapsed ? `${format.duration(scan.elapsed + since)} elapsed` : "");
  }
  draw();
  const offs = [
    eachSecond(tellTimes),
    live.on(
      `scan_${id}`,
      { snapshot: (state) => take(state.scan, Date.parse(state.scan.timestamp)), scan_status: (told) => take(told, Date.now()) },
      { element: node },
    ),
  ];
  return () => {
    globalThis.cancelAnimationFrame(frame);
    offs.forEach((off) => off());
  };
});

function points(scan: Progress): string {
  if (!scan.total_points) return format.counted(scan.point, "point");
  return `${format.count(scan.point)} / ${format.count(scan.total_points)} · ${format.percent(scan.progress)}`;
}

/** The plan as a tree, the present step marked. */
island("scan-plan", (node: HTMLElement) => {
  const { scan = "", plan = "{}" } = node.dataset;
  let planted: HTMLElement | undefined;
  const follow = (told: { status: string; step?: string }) => mark(planted, vocabulary.ended(told.status) ? "" : (told.step ?? ""));
  const plant = () => {
    const before = planted?.dataset.at ?? "";
    node.replaceChildren((planted = tree(JSON.parse(plan), unitOf)));
    mark(planted, before);
  };
  plant();
  const offs = [
    live.on("global", { snapshot: plant }, { element: node }), // with it come the units of the axes
    live.on(`scan_${scan}`, { snapshot: (state) => follow(state.scan), scan_status: follow }, { element: node }),
  ];
  return () => offs.forEach((off) => off());
});
