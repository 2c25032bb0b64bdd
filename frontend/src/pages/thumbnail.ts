/* Thumbnails of scans: a picture of a scan's readings, fetched now and then while it runs, never more than one at a time, and not
 * while nobody sees the page. */
import { sweptAxes } from "../chart/axes.ts";
import type { SweptAxis } from "../chart/model.ts";
import { latestCells } from "../chart/slices.ts";
import { el } from "../dom/elements.ts";
import { Refusal, rest } from "../dom/rest.ts";
import * as sparkline from "./sparkline.ts";

const FRESH = 2000; // ms between two fetches for a running scan
const MOST = { line: 600, map: 10000, array: 1 }; // readings
const DRAWN = "canvas.pb-thumbnail";

interface Shape {
  measurement: string;
  kind: keyof typeof MOST;
  /** Of a map: those across and up, then the others. */
  axes: [SweptAxis, SweptAxis, ...SweptAxis[]] | null;
  columns: string[];
}
interface Scan {
  scan_id: string;
  point: number;
}
export interface Thumbnail {
  canvas: HTMLCanvasElement;
  /** Take the scan's present status. */
  follow(scan: Scan): void;
}
interface Work {
  paint(): void;
  look(): void;
}
const shapes = new Map<string, Shape>();
const works = new WeakMap<Element, Work>();

/** What to draw of a scan; null while nothing is measured. */
async function shapeOf({ scan_id: id }: Scan): Promise<Shape | null> {
  const known = shapes.get(id);
  if (known) return known;
  const { plan, measurements } = await rest.get(`scans/${id}`);
  const measured = measurements?.find((each) => each.total > 0);
  if (!measured) return null;
  const { name: measurement, columns } = measured;
  const all: SweptAxis[] = sweptAxes(plan, measurement, null);
  const swept = all.filter((axis) => columns.some(({ name }) => name === axis.name));
  const readings = columns.filter(({ name }) => !swept.some((axis) => axis.name === name));
  const number = readings.find(({ shape }) => !shape?.length);
  const shape = pick(measurement, swept, number?.name, readings[0]?.name);
  if (shape) shapes.set(id, shape);
  return shape;
}

function pick(measurement: string, swept: SweptAxis[], number: string | undefined, any: string | undefined): Shape | null {
  const [y, x] = swept.slice(-2); // the innermost sweep runs across
  const further = swept.slice(0, -2);
  const names = further.map(({ name }) => name);
  if (number && x) return { measurement, kind: "map", axes: [x, y, ...further], columns: [x.name, y.name, number, ...names] };
  if (number) return { measurement, kind: "line", axes: null, columns: [...(y ? [y.name] : []), number] };
  return any ? { measurement, kind: "array", axes: null, columns: [any] } : null;
}

/** Fetch a scan's readings; what paints them, or null when there is nothing to paint. */
async function picture(canvas: HTMLCanvasElement, scan: Scan): Promise<(() => void) | null> {
  const shape = await shapeOf(scan);
  if (!shape || !canvas.isConnected) return null;
  const first = Math.max(0, scan.point - MOST[shape.kind]);
  const query = { format: "json" as const, measurement: shape.measurement, columns: shape.columns, first };
  const found = (await rest.get(`scans/${scan.scan_id}/data`, query)) as {
    measurements: Record<string, { columns: Record<string, unknown[]> }>;
  };
  const columns = shape.columns.map((name) => found.measurements[shape.measurement].columns[name] ?? []) as [
    number[],
    number[],
    number[],
    ...number[][],
  ];
  if (shape.axes) {
    const rows: number[][] = latestCells(shape.axes, columns);
    return () => sparkline.map(canvas, rows);
  }
  if (shape.kind === "line" && columns.length === 2) return () => sparkline.line(canvas, columns[0], columns[1]);
  const values = shape.kind === "array" ? ((columns[0].at(-1) as unknown as number[] | undefined) ?? []) : columns[0];
  return () => sparkline.line(canvas, [...values.keys()], values);
}

const sizes = new ResizeObserver((changes) => changes.forEach(({ target }) => works.get(target)?.paint()));

/** A canvas that shows a scan; it paints itself again in another size or theme. */
export function thumbnail(): Thumbnail {
  const canvas = el(DRAWN, { "aria-hidden": "true" }) as HTMLCanvasElement;
  let latest: Scan | null = null;
  let shown = -1;
  let at = -Infinity;
  let timer = 0;
  let busy = false;
  let paint = (): void => {};
  sizes.observe(canvas);
  works.set(canvas, { paint: () => paint(), look: () => void look() });

  async function look(): Promise<void> {
    if (!latest || latest.point === shown || busy || timer || document.hidden || !canvas.isConnected) return;
    const wait = at + FRESH - Date.now();
    if (wait > 0) {
      timer = window.setTimeout(() => ((timer = 0), void look()), wait); // this status may be the last
      return;
    }
    busy = true;
    at = Date.now();
    const scan = latest;
    shown = scan.point;
    try {
      paint = (await picture(canvas, scan)) ?? paint;
      paint();
    } catch (refused) {
      shown = -1; // tried again with the next status; a picture is not worth a message
      if (!(refused instanceof Refusal)) throw refused;
    } finally {
      busy = false;
    }
    if (latest !== scan) void look();
  }
  return {
    canvas,
    follow(scan) {
      latest = scan;
      void look();
    },
  };
}

/** Paint and fetch again when the theme or the page's visibility changes. */
export function start(): void {
  const every = (work: keyof Work) => (): void => document.querySelectorAll(DRAWN).forEach((canvas) => works.get(canvas)?.[work]());
  document.addEventListener("pybirch:theme", every("paint"));
  document.addEventListener("visibilitychange", every("look"));
}
