/* The arguments of a procedure, described by dashboard/new_scan/procedures.py; some are chosen from the bench. */
import * as format from "../../core/format.ts";
import * as typed from "../../core/typed.ts";
import { allowed, axisOf, numbersOf } from "../bench.ts";
import { isObject, type Argument, type StepOf } from "../model.ts";
import { axisChoices, choicesOf, field, type StepForm } from "./fields.ts";

export function argumentField(form: StepForm<StepOf<"procedure">>, { name, kind, ...about }: Argument): HTMLElement {
  const place = `arguments.${name}`;
  const given = isObject(form.step.arguments) ? form.step.arguments : {};
  const axis = axisOf(form.bench, given.axis);
  const label = format.titled(about.label, about.of_the_axis ? axis?.unit : about.unit);
  const hint = (kind === "axis" && allowed(axis)) || about.hint;
  const placeholder = typed.shown(about.default);
  const change = (value: string): void => form.reshape(place, value);
  switch (kind) {
    case "axis":
      return form.choice(place, label, axisChoices(form.bench.axes), given.axis, change, { hint });
    case "instrument":
      return form.choice(place, label, choicesOf(form.bench.sensors.map((each) => each.name)), given[name], change, { hint });
    case "column": {
      const reads = numbersOf(form.bench, given.instrument).map((read): [string, string] => [
        read.name,
        format.titled(read.name, read.unit),
      ]);
      return form.choice(place, label, { "": reads }, given[name], change, { hint });
    }
    case "flag": {
      const choose = (value: string): void => form.session.edit(form.at(place), value === "true");
      return form.choice(place, label, choicesOf({ true: "yes", false: "no" }), given[name] ?? about.default ?? false, choose, { hint });
    }
    case "number":
      return form.number(place, label, { placeholder, hint });
    default:
      return field(label, form.at(place), form.input(place, kind === "json" ? parsed : (text) => text || undefined, { placeholder }), {
        hint,
      });
  }
}

function parsed(text: string): unknown {
  if (!text.trim()) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
