/* The values of an instrument, each with its last minutes as a small line. The rows are made by
 * dashboard/components/instrument_values.py. */
import * as format from "../core/format.ts";
import { drawWith, instrumentIn, type Instrument } from "../dom/drawing.ts";
import { text } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { samples } from "../dom/page_samples.ts";
import { reading } from "./figures.ts";
import { line } from "./sparkline.ts";
import { limitsOf } from "./live_values.ts";

const KEPT = 600; // samples in a line

island("instrument-values", (node: HTMLElement) => {
  const { room = "", instrument: id = "" } = node.dataset;
  const rows = [...node.querySelectorAll<HTMLElement>(".pb-value")].map((row) => bind(row, Number(id)));
  return drawWith(node, room, (state) => {
    const now = instrumentIn(state, id);
    if (now) for (const update of rows) update(now);
  });
});

/** What brings a row up to date. */
function bind(row: HTMLElement, id: number): (now: Instrument) => void {
  const { name = "", unit = "" } = row.dataset;
  const of = row.dataset.of === "position" ? "position" : "value";
  const limits = limitsOf(row.dataset);
  const [, number, unitNode, canvas] = row.children;
  const { times, values } = samples.of(id, of, name);
  let last = "";
  return ({ position = {}, value = {}, timestamp }) => {
    const now = of === "position" ? position[name] : value[name];
    const shown = of === "position" ? { value: format.position(now, limits), unit } : reading(now, unit);
    text(number, shown.value);
    text(unitNode, shown.unit);
    if (typeof now !== "number" || timestamp === last) return;
    last = timestamp;
    times.push(Date.parse(timestamp));
    values.push(now);
    if (times.length > KEPT) {
      times.shift();
      values.shift();
    }
    line(canvas as HTMLCanvasElement, times, values);
  };
}
