// @ts-nocheck
/* The fields of a procedure, made from the JSON Schema of its arguments; axes, instruments and readings come from the bench. */
import * as typedModule from "../../core/typed.ts";
import { el } from "../../dom/elements.ts";
import { axisOf, limitsText, sensorOf } from "../bench.ts";
import { axisGroups, field, input, number, select } from "../fields.ts";
import * as tree from "../tree.ts";

/** What an argument is by name and schema: "axis", "instrument", "column", "boolean", "number", "text" or "json". */
export function argumentKind(name, schema) {
  if (schema.type === "string" && ["axis", "instrument", "column"].includes(name)) return name;
  if (schema.type === "boolean") return "boolean";
  if (schema.type === "number" || schema.type === "integer") return "number";
  return schema.type === "string" ? "text" : "json";
}

/** Arguments that are likely to work on this bench; what has a default is left to it. */
export function startArguments(procedure, bench) {
  const { properties = {}, required = [] } = procedure.arguments;
  const axis = bench.axes.find((each) => each.limits) || bench.axes[0];
  const sensor = bench.sensors[0];
  const read = sensor && (sensor.reads.find((each) => !each.shape.length) || sensor.reads[0]);
  const [low, high] = (axis && axis.limits) || [0, 1];
  const likely = { axis: axis && axis.column, instrument: sensor && sensor.name, column: read && read.name, start: low, stop: high };
  const found = required.filter((name) => name in properties).map((name) => [name, likely[name]]);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

export function procedureBody(session, path, step) {
  const known = session.procedures.find((each) => each.name === step.name);
  const choice = select(
    [{ label: "", options: session.procedures.map((each) => [each.name, each.name.replaceAll("_", " ")]) }],
    step.name,
    (name) => {
      const next = session.procedures.find((each) => each.name === name);
      session.reshape(path, { ...tree.get(session.plan, path), name, arguments: startArguments(next, session.bench) }, `${path}.name`);
    },
  );
  const where = `${path}.arguments`;
  const rows = known
    ? Object.entries(known.arguments.properties || {}).map(([name, schema]) =>
        argumentField(session, where, step.arguments || {}, name, schema),
      )
    : [];
  const node = el(
    "div.ns-body",
    {},
    field("Procedure", `${path}.name`, choice, { hint: known ? known.summary : "" }),
    el("div.ns-group", { data: { path: where } }, el("div.ns-row.ns-arguments", {}, rows), el("p.ns-error", { hidden: true })),
  );
  return { node, update: () => {} };
}

function argumentField(session, where, given, name, schema) {
  const path = `${where}.${name}`;
  const plain = schema.default !== undefined ? { placeholder: typedModule.shown(schema.default) } : {};
  const chosen = (value) => session.reshape(path, value, path);
  const controls = {
    axis: () => select(axisGroups(session.bench), given[name], chosen),
    instrument: () => select([{ label: "", options: session.bench.sensors.map((each) => [each.name, each.name]) }], given[name], chosen),
    column: () => select([{ label: "", options: scalars(session.bench, given.instrument) }], given[name], chosen),
    boolean: () =>
      select(
        [
          {
            label: "",
            options: [
              ["true", "yes"],
              ["false", "no"],
            ],
          },
        ],
        String(given[name] ?? schema.default ?? false),
        (value) => session.edit(path, value === "true"),
      ),
    number: () => number(session, path, plain),
    text: () => input(session, path, plain),
    json: () => input(session, path, { ...plain, read: parsed }),
  };
  const axis = axisOf(session.bench, given.axis);
  const unit = axis && ["start", "stop", "step"].includes(name) ? axis.unit : name === "settle" ? "s" : "";
  const label = (schema.title || name) + (unit ? ` (${unit})` : "");
  const hint = name === "axis" && axis && axis.limits ? `Allowed: ${limitsText(axis)}` : schema.description || "";
  return field(label, path, controls[argumentKind(name, schema)](), { hint });
}

function scalars(bench, instrument) {
  const sensor = sensorOf(bench, instrument);
  return (sensor ? sensor.reads : [])
    .filter((read) => !read.shape.length)
    .map((read) => [read.name, read.unit ? `${read.name} (${read.unit})` : read.name]);
}

function parsed(typed) {
  if (!typed.trim()) return undefined;
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
}
