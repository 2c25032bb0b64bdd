/* Instruments in few words: how many are in which state, and the positions and values of each. */
import * as format from "../core/format.ts";
import type { InstrumentRecord } from "../core/rest_types.ts";
import { el, keyed, text } from "../dom/elements.ts";
import { badge } from "../dom/status.ts";

const WELL = new Set(["connected", "idle"]);
const PREFIXED = new Set(["V", "A", "W", "Hz", "s", "Ω", "F", "H", "T", "J", "N", "Pa"]);
const PREFIXES: Record<number, string> = { "-15": "f", "-12": "p", "-9": "n", "-6": "µ", "-3": "m", 0: "", 3: "k", 6: "M", 9: "G" };
const WORDS: Record<string, string> = { Infinity: "∞", "-Infinity": "−∞", NaN: "no value" }; // an overload, or what an instrument calls no number
const ORDER = ["connected", "moving", "measuring", "error", "disconnected"];

export interface Figure {
  key: string;
  name: string;
  value: string;
  unit: string;
  /** Where an axis that moves is going; empty otherwise. */
  target: string;
}

/** A reading with all its digits, at least as many as keep it from changing its width, and a prefix where its unit takes one. */
export function reading(value: unknown, unit = ""): { value: string; unit: string } {
  if (typeof value !== "number") return { value: WORDS[String(value)] ?? format.NONE, unit: "" };
  const size = Math.abs(value);
  const plain = size === 0 || (size >= 1e-2 && size < 1e5);
  if (!plain && PREFIXED.has(unit) && Number.isFinite(size)) {
    const power = Math.max(-15, Math.min(9, Math.floor(Math.log10(size) / 3) * 3));
    return { value: steady((format.clean(value) as number) / 10 ** power), unit: PREFIXES[power] + unit };
  }
  return { value: steady(value), unit };
}

function steady(value: number): string {
  const size = Math.abs(value);
  const decimals = size >= 1000 ? 1 : size >= 100 ? 2 : size >= 10 ? 3 : 4;
  return format.exact(value, size === 0 ? 3 : decimals);
}

/** Positions, then values. An axis and a reading may have the same name; their keys differ. */
export function figures(instrument: InstrumentRecord & { is_moving?: boolean }): Figure[] {
  const { spec, units = {}, position = {}, target = {}, value = {} } = instrument;
  const moving = instrument.status === "moving" || instrument.is_moving;
  const positions = Object.entries(spec?.axes ?? {}).map(([name, axis]) => ({
    key: `axis ${name}`,
    name,
    value: format.position(position[name], axis.limits),
    unit: axis.unit ?? "",
    target: moving && format.apart(position[name], target[name]) ? format.position(target[name], axis.limits) : "",
  }));
  const values = Object.entries(value).map(([name, now]) => ({
    key: `read ${name}`,
    name,
    ...reading(now, (spec?.reads?.[name] ?? { unit: units[name] }).unit),
    target: "",
  }));
  return [...positions, ...values];
}

/** "✔ 5 connected  ▶ 1 moving  ✖ 1 error". */
export function summary(node: HTMLElement, instruments: InstrumentRecord[]): void {
  const counts = new Map<string, number>();
  for (const { status } of instruments) {
    const name = WELL.has(status) ? "connected" : status;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  keyed(
    node,
    ORDER.filter((name) => counts.has(name)),
    {
      key: (name: string) => name,
      create: (name: string) => el("span.pb-count", {}, badge(name)),
      update: (made: HTMLElement, name: string) =>
        text(made.firstElementChild?.lastElementChild as HTMLElement, `${counts.get(name)} ${name}`),
    },
  );
}

export function figure(): HTMLElement {
  return el("span.pb-figure", {}, ...["name", "value", "target", "unit"].map((each) => el(`span.pb-figure-${each}`, {})));
}

export function setFigure(node: HTMLElement, { name, value, unit, target }: Figure): void {
  const [label, number, goal, tail] = [...node.children] as HTMLElement[];
  text(label, name);
  text(number, value);
  text(goal, target ? `→ ${target}` : "");
  text(tail, unit);
  node.classList.toggle("pb-figure-moving", Boolean(target));
}
