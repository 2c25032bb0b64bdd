/* The arguments of a procedure, from their JSON Schema; axes, instruments and readings are chosen from the bench. */
import * as format from "../../core/format.ts";
import * as typed from "../../core/typed.ts";
import { allowed, axisOf, numbersOf } from "../bench.ts";
import { isObject, type Offer, type Procedure, type StepOf } from "../model.ts";
import { axisChoices, field, type Choice, type Groups, type StepForm } from "./fields.ts";

type Schema = { type?: string; title?: string; description?: string; default?: unknown };
const OF_THE_AXIS = ["start", "stop", "step"];

function schemas(procedure: Procedure): [string, Schema][] {
  const { properties } = procedure.arguments;
  return isObject(properties) ? Object.entries(properties as Record<string, Schema>) : [];
}

/** Arguments that are likely to work on this bench; what has a default is left to it. */
export function startArguments(procedure: Procedure, bench: Offer): Record<string, unknown> {
  const axis = bench.axes.find((each) => each.limits) ?? bench.axes[0];
  const [sensor] = bench.sensors;
  const read = sensor?.reads.find((each) => !each.shape.length) ?? sensor?.reads[0];
  const [start, stop] = axis?.limits ?? [0, 1];
  const likely: Record<string, unknown> = { axis: axis?.column, instrument: sensor?.name, column: read?.name, start, stop };
  const required = (procedure.arguments.required ?? []) as string[];
  return Object.fromEntries(required.filter((name) => likely[name] !== undefined).map((name) => [name, likely[name]]));
}

export function argumentFields(form: StepForm<StepOf<"procedure">>, procedure: Procedure): HTMLElement[] {
  return schemas(procedure).map(([name, schema]) => argumentField(form, name, schema));
}

function argumentField(form: StepForm<StepOf<"procedure">>, name: string, schema: Schema): HTMLElement {
  const place = `arguments.${name}`;
  const given = isObject(form.step.arguments) ? form.step.arguments : {};
  const axis = axisOf(form.bench, given.axis);
  const unit = OF_THE_AXIS.includes(name) ? axis?.unit : name === "settle" ? "s" : "";
  const label = format.titled(schema.title ?? name, unit);
  const hint = (name === "axis" && allowed(axis)) || (schema.description ?? "");
  const placeholder = schema.default === undefined ? "" : typed.shown(schema.default);
  const choices = schema.type === "string" ? fromBench(form.bench, name, given.instrument) : null;
  if (choices) return form.choice(place, label, choices, given[name], (value) => form.reshape(place, value), { hint });
  switch (schema.type) {
    case "boolean": {
      const answers: Choice[] = [
        ["true", "yes"],
        ["false", "no"],
      ];
      const choose = (value: string): void => form.session.edit(form.at(place), value === "true");
      return form.choice(place, label, { "": answers }, given[name] ?? schema.default ?? false, choose, { hint });
    }
    case "number":
    case "integer":
      return form.number(place, label, { placeholder, hint });
    case "string":
      return form.text(place, label, { placeholder, hint });
    default:
      return field(label, form.at(place), form.input(place, parsed, { placeholder }), { hint });
  }
}

/** What an argument of this name is chosen from; null where it is no part of the bench. */
function fromBench(bench: Offer, name: string, instrument: unknown): Groups | null {
  if (name === "axis") return axisChoices(bench.axes);
  if (name === "instrument") return { "": bench.sensors.map((each): Choice => [each.name, each.name]) };
  if (name !== "column") return null;
  return { "": numbersOf(bench, instrument).map((read): Choice => [read.name, format.titled(read.name, read.unit)]) };
}

function parsed(text: string): unknown {
  if (!text.trim()) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
