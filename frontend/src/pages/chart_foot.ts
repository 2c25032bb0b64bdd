/* Below a chart: which slab a map shows of each further axis, what of the repeats of a cell, and which of the readings in view are not
 * to be seen. */
import type { ScanChart, Slab, Slabs } from "../chart/chart.ts";
import * as format from "../core/format.ts";
import { Grid, type Repeats } from "../core/grid.ts";
import { button, el, keyed, text } from "../dom/elements.ts";
import type { Item } from "../dom/controls.ts";
import * as controls from "../dom/controls.ts";

const LATEST = "latest";
const MOST_REPEATS = 100; // that can be chosen one by one

type Choose = (name: string, position: number | null) => void;

/** The control of one axis; `show` brings it up to date. */
interface SlabControl extends HTMLDivElement {
  show(slab: Slab): void;
}

/** Fill `node` from a chart until what is returned is called. */
export function chartFoot(node: HTMLElement, chart: ScanChart): () => void {
  const slabs = el("div.pb-chart-slabs");
  const repeats = controls.select("repeats", (value) => chart.choose({ repeats: (Number(value) || value) as Repeats }));
  const says = el("p.pb-chart-says");
  node.replaceChildren(slabs, repeats.node, says);
  const choose: Choose = (name, position) => chart.choose({ slices: { ...chart.choices().slices, [name]: position } });
  const offs = [
    chart.onSays((told) => text(says, told)),
    chart.onSlabs(({ axes, most, repeats: chosen }: Slabs) => {
      keyed(slabs, axes, {
        key: ({ name }) => name,
        create: (axis) => slabOf(axis, choose),
        update: (made, axis) => made.show(axis),
        sort: true,
      });
      repeats.update(choosable(most), chosen, most > 1);
    }),
  ];
  return () => offs.forEach((off) => off());
}

/** The control of one axis: back, the slab, forth. */
function slabOf(first: Slab, choose: Choose): SlabControl {
  const { name } = first;
  let now = first;
  const step = (by: number) => choose(name, now.positions[Math.min(now.positions.length - 1, Math.max(0, now.at + by))]);
  const back = button("", { kind: "quiet", icon: "left", title: `Previous ${name}`, "aria-label": `Previous ${name}`, on: () => step(-1) });
  const forth = button("", { kind: "quiet", icon: "right", title: `Next ${name}`, "aria-label": `Next ${name}`, on: () => step(1) });
  const select = controls.select(name, (value) => choose(name, value === LATEST ? null : now.positions[Number(value)]));
  const made = el("div.pb-chart-slab", { role: "group", "aria-label": `Slab of ${name}` }, back, select.node, forth);
  const bringUpToDate = (slab: Slab) => {
    now = slab;
    const { positions, at, latest, unit } = slab;
    const told = (place: number) => format.quantity(positions[place], unit, 6);
    const of = (place: number) => ({ value: String(place), label: `${told(place)} · ${place + 1} / ${positions.length}` });
    const newest = { value: LATEST, label: latest && at >= 0 ? `latest: ${told(at)}` : LATEST };
    select.update([newest, ...positions.map((_, place) => of(place))], latest ? LATEST : String(at));
    back.disabled = at <= 0;
    forth.disabled = at < 0 || at >= positions.length - 1;
  };
  return Object.assign(made, { show: bringUpToDate });
}

function choosable(most: number): Item[] {
  const each = Array.from({ length: Math.min(most, MOST_REPEATS) }, (_, at) => ({ value: at + 1, label: `${at + 1} of ${most}` }));
  return [{ value: Grid.MEAN, label: "mean" }, { value: Grid.LATEST, label: "latest" }, ...each];
}
