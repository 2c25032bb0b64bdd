// @ts-nocheck
/* The fields of a sweep: which axis, which positions, and how it goes through them. */
import * as format from "../../core/format.ts";
import * as numerals from "../../core/numerals.ts";
import * as typedModule from "../../core/typed.ts";
import { button, el } from "../../dom/elements.ts";
import { axisOf, limitsText } from "../bench.ts";
import { asking, axisGroups, checkbox, derive, field, group, number, select } from "../fields.ts";
import * as newscanPositions from "../positions.ts";
import * as tree from "../tree.ts";

const WAYS = [
  ["num", "From – to, number of points"],
  ["step", "From – to, step size"],
  ["log", "From – to, logarithmic"],
  ["list", "List of positions"],
];

/** {node, update}: `update()` follows the plan without making fields anew. */
export function sweepBody(session, path, step) {
  const axis = axisOf(session.bench, step.axis);
  const unit = axis ? axis.unit : "";
  const where = `${path}.positions`;
  const now = () => tree.get(session.plan, where);
  const titled = (label) => (unit ? `${label} (${unit})` : label);

  const whole =
    axis &&
    axis.limits &&
    !step.relative &&
    button("Whole range", {
      kind: "small",
      title: `Sweep from ${limitsText(axis)}`,
      data: { key: `whole:${path}` },
      on: () => session.reshape(where, newscanPositions.over(axis.limits, now()), `whole:${path}`),
    });
  const limits = axis ? (axis.limits ? `Allowed: ${limitsText(axis)}` : "No limits are set for this axis") : "";
  const choice = select(axisGroups(session.bench), step.axis, (column) =>
    session.restructure(changedAxis(session, path, column), `${path}.axis`),
  );
  const mode = newscanPositions.mode(step.positions);
  const way = select([{ label: "", options: WAYS }], mode, (wanted) =>
    session.reshape(where, newscanPositions.as(now(), wanted), `way:${path}`),
  );
  const positions = group(
    where,
    field("Positions", `way:${path}`, way, { spec: "div.ns-field.ns-wide" }),
    ...positionFields(session, where, mode, titled),
  );

  function update() {
    derive(positions, described(now(), unit));
  }
  update();
  const node = el(
    "div.ns-body",
    {},
    el("div.ns-row", {}, field("Axis", `${path}.axis`, choice, { hint: limits, after: whole, spec: "div.ns-field.ns-wide" })),
    positions,
    options(session, path, step),
  );
  return { node, update };
}

function positionFields(session, where, mode, titled) {
  if (mode === "list") {
    const area = el("textarea.pb-input.pb-mono", { rows: 2, spellcheck: "false", placeholder: "0, 1, 2.5" });
    area.value = (tree.get(session.plan, where) || []).map(typedModule.shown).join(", ");
    area.addEventListener("input", () => session.edit(where, typedModule.numbers(area.value)));
    asking(area, numerals.list);
    return [field(titled("Values"), `${where}.values`, area, { spec: "div.ns-field.ns-full" })];
  }
  const ends = [
    field(titled("From"), `${where}.start`, number(session, `${where}.start`)),
    field(titled("To"), `${where}.stop`, number(session, `${where}.stop`)),
  ];
  if (mode === "step") return [...ends, field(titled("Step"), `${where}.step`, number(session, `${where}.step`))];
  return [...ends, field("Points", `${where}.num`, number(session, `${where}.num`, { inputmode: "numeric" }))];
}

function options(session, path, step) {
  const nested = tree.place(path).parent !== "";
  const set = (name) => (checked) => session.edit(`${path}.${name}`, checked || undefined);
  const settle = number(session, `${path}.settle`, { placeholder: "0", read: (typed) => typedModule.number(typed) || undefined });
  return el(
    "div.ns-row.ns-options",
    {},
    (nested || step.snake) &&
      checkbox("Back and forth (snake)", step.snake, set("snake"), {
        key: `${path}.snake`,
        title: "Every other time it runs backwards, which saves the way back",
      }),
    checkbox(
      "Relative to where it stands",
      step.relative,
      (checked) => session.reshape(`${path}.relative`, checked || undefined, `${path}.relative`),
      { key: `${path}.relative`, title: "Positions count from where the axis stands; it goes back there afterwards" },
    ),
    field("Settle after each move (s)", `${path}.settle`, settle, { spec: "div.ns-field.ns-inline" }),
  );
}

/** The plan with another axis: positions that lie outside its limits become its whole range. */
function changedAxis(session, path, column) {
  const axis = axisOf(session.bench, column);
  const plan = tree.set(session.plan, `${path}.axis`, column);
  const step = tree.get(plan, path);
  if (!axis || !axis.limits || step.relative || within(step.positions, axis.limits)) return plan;
  return tree.set(plan, `${path}.positions`, newscanPositions.over(axis.limits, step.positions));
}

function within(positions, [low, high]) {
  const ends = newscanPositions.sample(positions, Array.isArray(positions) ? Infinity : 2);
  return ends.length > 0 && ends.every((value) => value >= low && value <= high);
}

/** "51 points, 0.5 mm apart". */
function described(positions, unit) {
  const count = newscanPositions.count(positions);
  if (!count) return "";
  const stride = newscanPositions.stride(positions);
  const points = format.counted(count, "point");
  return stride ? `${points}, ${format.exact(stride)}${unit ? ` ${unit}` : ""} apart` : points;
}
