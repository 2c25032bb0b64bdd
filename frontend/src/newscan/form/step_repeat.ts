// @ts-nocheck
/* The fields of a repeat: so many times, until a moment, or until a reading has passed a value. */
import * as typedModule from "../../core/typed.ts";
import { el } from "../../dom/elements.ts";
import { sensorOf } from "../bench.ts";
import { field, number, select } from "../fields.ts";
import * as tree from "../tree.ts";

/** "times", "moment" or "condition". */
export function ending({ until }) {
  if (until === undefined || until === null) return "times";
  return typeof until === "object" ? "condition" : "moment";
}

/** The same repeat, ending another way. `readings` are [{instrument, name}] that are measured inside. */
export function endingAs(step, wanted, readings, now = Date.now()) {
  const { times, until, ...rest } = step;
  if (wanted === "times") return { ...rest, times: times || 10 };
  if (wanted === "moment") return { ...rest, until: typedModule.moment(Math.ceil(now / 60000 + 60) * 60000) };
  const [first] = readings;
  return {
    ...rest,
    until: { column: first ? first.name : "", ...(first && shared(first, readings) ? { instrument: first.instrument } : {}), above: 1 },
  };
}

function shared(reading, readings) {
  return readings.filter((each) => each.name === reading.name).length > 1;
}

/** Numbers that are measured inside a step: [{instrument, name, unit}]. */
export function readingsInside(step, bench) {
  const found = new Map();
  tree.walk(step, (inner) => {
    for (const name of (inner && inner.kind === "measure" && inner.instruments) || []) {
      const sensor = sensorOf(bench, name);
      for (const read of sensor ? sensor.reads : []) {
        if (!read.shape.length) found.set(`${name}.${read.name}`, { instrument: name, name: read.name, unit: read.unit });
      }
    }
  });
  return [...found.values()];
}

const WAYS = [
  ["times", "A number of times"],
  ["moment", "Until a moment"],
  ["condition", "Until a reading passes a value"],
];

export function repeatBody(session, path, step) {
  const way = ending(step);
  const now = () => tree.get(session.plan, path);
  const choice = select([{ label: "", options: WAYS }], way, (wanted) =>
    session.reshape(path, endingAs(now(), wanted, readingsInside(now(), session.bench)), `way:${path}`),
  );
  const every = field(
    "Every (s)",
    `${path}.every`,
    number(session, `${path}.every`, { placeholder: "at once", read: (typed) => typedModule.number(typed) || undefined }),
    { hint: "From the beginning of one to the next" },
  );
  const node = el(
    "div.ns-body",
    {},
    el("div.ns-row", {}, field("Repeat", `way:${path}`, choice), ...endFields(session, path, step, way), every),
  );
  return { node, update: () => {} };
}

function endFields(session, path, step, way) {
  if (way === "times") return [field("Times", `${path}.times`, number(session, `${path}.times`, { inputmode: "numeric" }))];
  if (way === "moment") return [field("Until", `${path}.until`, momentInput(session, `${path}.until`, step.until))];
  const where = `${path}.until`;
  const readings = readingsInside(step, session.bench);
  const options = readings.map((each) => [
    `${each.instrument}.${each.name}`,
    each.unit ? `${each.instrument} ${each.name} (${each.unit})` : `${each.instrument} ${each.name}`,
  ]);
  const present = readings.find(
    (each) => each.name === step.until.column && (!step.until.instrument || each.instrument === step.until.instrument),
  );
  const reading = select([{ label: "", options }], present ? `${present.instrument}.${present.name}` : step.until.column, (chosen) => {
    const found = readings.find((each) => `${each.instrument}.${each.name}` === chosen);
    const { instrument, ...rest } = tree.get(session.plan, where);
    session.reshape(
      where,
      { ...rest, column: found.name, ...(shared(found, readings) ? { instrument: found.instrument } : {}) },
      `${where}.column`,
    );
  });
  const side = (step.until.below ?? null) === null ? "above" : "below";
  const sides = select(
    [
      {
        label: "",
        options: [
          ["above", "is above"],
          ["below", "is below"],
        ],
      },
    ],
    side,
    (wanted) => {
      const { above, below, ...rest } = tree.get(session.plan, where);
      session.reshape(where, { ...rest, [wanted]: above ?? below ?? 0 }, `side:${where}`);
    },
  );
  const value = number(session, `${where}.${side}`);
  return [
    el(
      "div.ns-group.ns-condition",
      { data: { path: where } },
      el(
        "div.ns-row",
        {},
        field("Until", `${where}.column`, reading),
        field("Side", `side:${where}`, sides),
        field(present && present.unit ? `Value (${present.unit})` : "Value", `${where}.${side}`, value),
      ),
      el("p.ns-error", { hidden: true }),
    ),
  ];
}

function momentInput(session, path, until) {
  const control = el("input.pb-input", { type: "datetime-local", value: typedModule.localMoment(until) });
  control.addEventListener("input", () => session.edit(path, typedModule.moment(control.value) ?? ""));
  return control;
}
