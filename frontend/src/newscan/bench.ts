/* What the bench offers, looked up and put into words. */
import * as format from "../core/format.ts";
import { isObject, isStep, listOf, type Axis, type Offer, type Read, type Sensor, type Settable } from "./model.ts";
import * as tree from "./tree.ts";

export const NOTHING: Offer = { axes: [], sensors: [], settables: {}, procedures: [], templates: [] };

export function axisOf(bench: Offer, column: unknown): Axis | undefined {
  return bench.axes.find((each) => each.column === column);
}

export function sensorOf(bench: Offer, name: unknown): Sensor | undefined {
  return bench.sensors.find((each) => each.name === name);
}

export function settablesOf(bench: Offer, instrument: unknown): Settable[] {
  return bench.settables[String(instrument)] ?? [];
}

/** {name: value} to begin with: the present value, else the first that is allowed. */
export function startValue({ name, now, choices, limits }: Settable): Record<string, number | string> {
  return { [name]: now ?? choices?.[0] ?? limits?.[0] ?? 0 };
}

/** The first setting of an instrument with its present value. */
export function firstSetting(bench: Offer, instrument: string): Record<string, number | string> {
  const [first] = settablesOf(bench, instrument);
  return first ? startValue(first) : {};
}

/** Whether a setting is free text: its value is text, and neither a unit nor limits make it a number. */
export function holdsText(about: Settable | undefined): boolean {
  return typeof about?.now === "string" && !about.unit && !about.limits;
}

/** "Allowed: 0 to 25 mm", "" without limits. */
export function allowed(about: Settable | undefined): string {
  return about?.limits ? `Allowed: ${rangeText(about.limits, about.unit)}` : "";
}

export function rangeText([low, high]: [number, number], unit: string): string {
  return `${format.exact(low)} to ${format.exact(high)}${unit ? ` ${unit}` : ""}`;
}

/** "intensity (counts), spectrum (1024 values, counts)" of what an instrument measures. */
export function readsText(reads: Read[]): string {
  const inside = ({ unit, shape }: Read): string => [shape.length ? `${shape.join(" × ")} values` : "", unit].filter(Boolean).join(", ");
  return reads.map((read) => format.titled(read.name, inside(read))).join(", ");
}

/** A number that an instrument measures. */
export interface Reading {
  instrument: string;
  name: string;
  unit: string;
}

/** Numbers that an instrument measures. */
export function numbersOf(bench: Offer, instrument: unknown): Reading[] {
  const sensor = sensorOf(bench, instrument);
  return (sensor?.reads ?? [])
    .filter((read) => !read.shape.length)
    .map(({ name, unit }) => ({ instrument: String(instrument), name, unit }));
}

/** Numbers that are measured in the steps inside a step, each once. */
export function readingsInside(step: unknown, bench: Offer): Reading[] {
  const names = new Set<unknown>();
  tree.walk(step, (inner) => isStep(inner) && inner.kind === "measure" && listOf(inner.instruments).forEach((name) => names.add(name)));
  return [...names].flatMap((name) => numbersOf(bench, name));
}

/** A name for a plan that has none: "spectrometer over stage.x", "spectrometer map of stage.x and stage.y", "lockin over time". */
export function suggestedName(plan: unknown): string {
  const found = { axis: new Set<string>(), measured: new Set<string>(), procedure: new Set<string>(), repeats: false };
  tree.walk(plan, (step) => {
    if (!isObject(step) || !isStep(step)) return;
    if (step.kind === "sweep" && step.axis) found.axis.add(String(step.axis));
    if (step.kind === "measure") listOf(step.instruments).forEach((name) => found.measured.add(String(name)));
    if (step.kind === "procedure" && step.name) found.procedure.add(String(step.name).replaceAll("_", " "));
    if (step.kind === "repeat") found.repeats = true;
  });
  const axes = [...found.axis].sort();
  const what = [...found.measured].slice(0, 3).join(", ") || [...found.procedure][0];
  if (!what) return "New scan";
  if (!axes.length) return short(found.repeats ? `${what} over time` : what);
  return short(axes.length === 2 ? `${what} map of ${axes.join(" and ")}` : `${what} over ${axes.join(", ")}`);
}

const LONGEST = 80;

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
