/* A scan on any page: name, status, message, progress, points, elapsed (time), eta, and a chart of its readings. */
import type { DataPoint, ScanStatus } from "../core/events.gen.ts";
import * as format from "../core/format.ts";
import type { JsonRun } from "../core/rooms.ts";
import { numberOf } from "../core/series_run.ts";
import { connected, Leaves, type ManagerOptions } from "./leaves.ts";
import { drawLine, type Line } from "./line_plot.ts";

/** What the chart of a scan shows. */
export interface ChartConfig extends ManagerOptions {
  /** The canvas to draw on, or its selector; by default the `<canvas data-pybirch="chart">` of the scan's element. */
  canvas?: HTMLCanvasElement | string;
  /** The measurement (the instrument's name); by default the first of which readings come. */
  measurement?: string;
  /** The column across, such as `stage.x`; by default the index of the reading. */
  x?: string;
  /** The column upwards; by default the first one that is measured. */
  y?: string;
  /** How many of the last readings are shown. */
  most?: number;
  /** Draws instead of us, such as with a chart library; called at most once in each frame of the screen. */
  draw?: (line: Line) => void;
}

const TICKING = new Set(["starting", "running", "pausing", "stopping", "aborting"]);
const TICK = 1000; // ms

export class ScanRealtimeManager {
  readonly scanId: string;
  /** Stop following the scan; what is drawn stays. */
  readonly close: () => void;
  private readonly leaves: Leaves;
  private readonly chart: ChartConfig;
  private line: Line;
  private frame = 0;
  /** What the last status said: seconds, and whether time goes on; `at` is when it came. */
  private clock = { elapsed: 0, ticks: false, at: 0 };

  constructor(scanId: string, chartConfig: ChartConfig = {}) {
    this.scanId = scanId;
    this.leaves = new Leaves("scan", scanId, chartConfig.root);
    this.chart = { ...chartConfig };
    this.line = emptyLine(this.chart);
    const off = connected(chartConfig.realtime).follow(`scan_${scanId}`, {
      snapshot: ({ scan, points }) => {
        this.line = emptyLine(this.chart);
        this.show(scan);
        for (const [measurement, run] of Object.entries(points)) this.take(measurement, run);
      },
      scan_status: (status) => this.show(status),
      points: (run) => this.take(run.measurement, run),
    });
    const timer = globalThis.setInterval(() => this.clock.ticks && this.updateElapsedTime(this.elapsed()), TICK);
    this.close = () => {
      off();
      globalThis.clearInterval(timer);
      globalThis.cancelAnimationFrame(this.frame);
    };
  }

  /** Show how far the scan is: `progress` from 0 to 1, and points that are measured of all. */
  updateProgress(progress: number, point?: number, total?: number | null): void {
    this.leaves.progress(progress);
    if (point !== undefined) this.leaves.text("points", total ? `${format.count(point)} / ${format.count(total)}` : format.count(point));
  }

  updateStatus(status: string, message = ""): void {
    this.leaves.state(status);
    this.leaves.text("message", message);
  }

  /** Add a reading to the chart; one of another measurement is passed over. */
  addDataPoint({ measurement, data, sequence_index: first }: Pick<DataPoint, "measurement" | "data" | "sequence_index">): void {
    const columns = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, [value]]));
    this.take(measurement, { first_index: first, columns } as JsonRun);
  }

  /** Show the time that the scan has run, in seconds. */
  updateElapsedTime(seconds: number): void {
    this.leaves.text("elapsed", format.duration(seconds));
  }

  private elapsed(): number {
    return this.clock.elapsed + (this.clock.ticks ? (Date.now() - this.clock.at) / 1000 : 0);
  }

  private show({ name, status, message, progress, point, total_points: total, elapsed = 0, eta }: ScanStatus): void {
    this.clock = { elapsed, ticks: TICKING.has(status), at: Date.now() };
    this.leaves.text("name", name);
    this.updateStatus(status, message);
    this.updateProgress(progress, point, total);
    this.updateElapsedTime(elapsed);
    this.leaves.text("eta", eta ? `${format.duration(eta)} left` : "");
  }

  /** Add the rows of a run to the line. */
  private take(measurement: string, run: JsonRun): void {
    this.chart.measurement ??= measurement;
    if (measurement !== this.chart.measurement) return;
    this.chart.y ??= Object.keys(run.columns).find((name) => !name.includes(".") && !Array.isArray(run.columns[name][0]));
    const { line, chart } = this;
    const { [chart.x ?? ""]: across, [chart.y ?? ""]: up } = run.columns;
    if (!up || (chart.x && !across)) return;
    line.yTitle = chart.y ?? "";
    for (let row = 0; row < up.length; row += 1) {
      line.x.push(across ? numberOf(across[row]) : run.first_index + row);
      line.y.push(numberOf(up[row]));
    }
    const over = line.y.length - (chart.most ?? MOST);
    if (over > 0) for (const values of [line.x, line.y]) values.splice(0, over);
    this.frame ||= globalThis.requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.frame = 0;
    const { canvas, draw } = this.chart;
    if (draw) {
      draw(this.line);
      return;
    }
    const found = canvas === undefined ? this.leaves.of("chart")[0] : typeof canvas === "string" ? document.querySelector(canvas) : canvas;
    if (found instanceof HTMLCanvasElement) drawLine(found, this.line);
  }
}

const MOST = 2000; // readings

function emptyLine({ x = "reading", y = "" }: ChartConfig): Line {
  return { x: [], y: [], xTitle: x, yTitle: y };
}
