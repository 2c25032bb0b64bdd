// @ts-nocheck
/* Below a chart: which slab a map shows of each further axis, what of the repeats of a cell, and which of the readings in view are not
 * to be seen. */
import * as format from "../core/format.ts";
import { Grid } from "../core/grid.ts";
import { button, el, keyed, text } from "../dom/elements.ts";
import * as controls from "../dom/controls.ts";

const LATEST = "latest";
const MOST_REPEATS = 100; // that can be chosen one by one

/** Fill `node` from a chart (of PyBirch.chart) until what is returned is called. */
function foot(node, chart) {
  const slabs = el("div.pb-chart-slabs");
  const repeats = controls.select("repeats", (value) => chart.choose({ repeats: Number(value) || value }));
  const says = el("p.pb-chart-says");
  node.replaceChildren(slabs, repeats.node, says);
  const choose = (name, position) => chart.choose({ slices: { ...chart.choices().slices, [name]: position } });
  const offs = [
    chart.onSays((told) => text(says, told)),
    chart.onSlabs(({ axes, most, repeats: chosen }) => {
      keyed(slabs, axes, {
        key: ({ name }) => name,
        create: (axis) => slabOf(axis, choose),
        update: (made, axis) => made.pb(axis),
        sort: true,
      });
      repeats.update(choosable(most), chosen, most > 1);
    }),
  ];
  return () => offs.forEach((off) => off());
}

/** The control of one axis: back, the slab, forth. */
function slabOf({ name }, choose) {
  let now = null;
  const step = (by) => choose(name, now.positions[Math.min(now.positions.length - 1, Math.max(0, now.at + by))]);
  const back = button("", { kind: "quiet", icon: "left", title: `Previous ${name}`, "aria-label": `Previous ${name}`, on: () => step(-1) });
  const forth = button("", { kind: "quiet", icon: "right", title: `Next ${name}`, "aria-label": `Next ${name}`, on: () => step(1) });
  const select = controls.select(name, (value) => choose(name, value === LATEST ? null : now.positions[Number(value)]));
  const made = el("div.pb-chart-slab", { role: "group", "aria-label": `Slab of ${name}` }, back, select.node, forth);
  made.pb = (axis) => {
    now = axis;
    const { positions, at, latest, unit } = axis;
    const told = (place) => format.quantity(positions[place], unit, 6);
    const of = (place) => ({ value: String(place), label: `${told(place)} · ${place + 1} / ${positions.length}` });
    const newest = { value: LATEST, label: latest && at >= 0 ? `latest: ${told(at)}` : LATEST };
    select.update([newest, ...positions.map((_, place) => of(place))], latest ? LATEST : String(at));
    back.disabled = at <= 0;
    forth.disabled = at < 0 || at >= positions.length - 1;
  };
  return made;
}

function choosable(most) {
  const each = Array.from({ length: Math.min(most, MOST_REPEATS) }, (_, at) => ({ value: at + 1, label: `${at + 1} of ${most}` }));
  return [{ value: Grid.MEAN, label: "mean" }, { value: Grid.LATEST, label: "latest" }, ...each];
}

export { foot as chartFoot };
