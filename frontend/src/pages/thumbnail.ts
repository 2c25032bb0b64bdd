// @ts-nocheck
/* Thumbnails of scans: the picture of a scan's readings, fetched now and then while it runs, never more than one at a time, and
 * not while nobody sees the page. */
import { sweptAxes } from "../chart/axes.ts";
import { latestCells } from "../chart/slices.ts";
import * as dom from "../dom/elements.ts";
import { Refusal, rest } from "../dom/rest.ts";
import * as pictureModule from "./sparkline.ts";

const FRESH = 2000; // ms between two looks at a running scan
const LINE_POINTS = 600;
const MAP_POINTS = 10000;
const shapes = new Map();

/** What to draw of a scan: {measurement, kind, columns, total}; null while nothing is measured. */
async function shapeOf(scan) {
  const known = shapes.get(scan.scan_id);
  if (known) return known;
  const whole = await rest.get(`scans/${scan.scan_id}`);
  const measurement = (whole.measurements || []).find((each) => each.total > 0);
  if (!measurement) return null;
  const all = sweptAxes(whole.plan, measurement.name, null);
  const swept = all.filter((axis) => measurement.columns.some((c) => c.name === axis.name));
  const readings = measurement.columns.filter((c) => !swept.some((axis) => axis.name === c.name));
  const number = readings.find((c) => !c.shape.length);
  const shape = pick(measurement.name, swept, number, readings[0]);
  if (shape) shapes.set(scan.scan_id, shape);
  return shape;
}

function pick(measurement, swept, number, any) {
  const [y, x] = swept.slice(-2); // the innermost sweep runs across
  const further = swept.slice(0, -2);
  if (number && x)
    return { measurement, kind: "map", axes: [x, y, ...further], columns: [x, y, number, ...further].map(({ name }) => name) };
  if (number) return { measurement, kind: "line", columns: [...swept.slice(0, 1).map((axis) => axis.name), number.name] };
  return any ? { measurement, kind: "array", columns: [any.name] } : null;
}

/** Fetch a scan's readings; what paints them, or null when there is nothing to paint. */
async function picture(canvas, scan) {
  const shape = await shapeOf(scan);
  if (!shape || !canvas.isConnected) return null;
  const most = { map: MAP_POINTS, line: LINE_POINTS, array: 1 }[shape.kind];
  const first = Math.max(0, (scan.point || 0) - most);
  const query = { format: "json", measurement: shape.measurement, columns: shape.columns.join(","), first };
  const found = (await rest.get(`scans/${scan.scan_id}/data`, query)).measurements[shape.measurement];
  const columns = shape.columns.map((name) => found.columns[name] || []);
  if (shape.kind === "map") {
    const rows = latestCells(shape.axes, columns);
    return () => pictureModule.map(canvas, rows);
  }
  if (shape.kind === "line" && columns.length === 2) return () => pictureModule.line(canvas, columns[0], columns[1]);
  const values = shape.kind === "array" ? columns[0][columns[0].length - 1] || [] : columns[0];
  return () =>
    pictureModule.line(
      canvas,
      values.map((_, at) => at),
      values,
    );
}

function repaint(canvas) {
  if (canvas.pbPaint) canvas.pbPaint();
}

const sizes = new globalThis.ResizeObserver((changes) => changes.forEach(({ target }) => repaint(target)));
const every = (work) => document.querySelectorAll("canvas.pb-thumbnail").forEach(work);

/** A canvas that shows a scan: `follow(scan)` with each new status. It paints itself anew in another size or theme. */
export function thumbnail() {
  const canvas = dom.el("canvas.pb-thumbnail", { "aria-hidden": "true" });
  let latest = null;
  let shown = -1;
  let at = -Infinity;
  let timer = 0;
  let busy = false;
  sizes.observe(canvas);
  canvas.pbLook = look;

  function follow(scan) {
    latest = scan;
    look();
  }
  async function look() {
    if (!latest || latest.point === shown || busy || timer || document.hidden || !canvas.isConnected) return;
    const wait = at + FRESH - Date.now();
    if (wait > 0) {
      timer = globalThis.setTimeout(() => ((timer = 0), look()), wait); // this status may be the last
      return;
    }
    busy = true;
    at = Date.now();
    const scan = latest;
    shown = scan.point;
    try {
      canvas.pbPaint = (await picture(canvas, scan)) || canvas.pbPaint;
      repaint(canvas);
    } catch (refused) {
      shown = -1; // looked at again with the next status; a picture is not worth a message
      if (!(refused instanceof Refusal)) throw refused;
    } finally {
      busy = false;
    }
    if (latest !== scan) look();
  }
  return { canvas, follow };
}

/** Begin to listen to the page. */
export function start() {
  document.addEventListener("pybirch:theme", () => every(repaint));
  document.addEventListener("visibilitychange", () => every((canvas) => canvas.pbLook()));
}
