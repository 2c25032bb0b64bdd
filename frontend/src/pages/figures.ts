// @ts-nocheck
/* Instruments in few words: how many are in which state, and an instrument's positions and values as figures. */
import * as format from "../core/format.ts";
import { el, keyed, text } from "../dom/elements.ts";
import * as statusModule from "../dom/status.ts";

const WELL = new Set(["connected", "idle"]);
const PREFIXED = new Set(["V", "A", "W", "Hz", "s", "Ω", "F", "H", "T", "J", "N", "Pa"]);
const PREFIXES = { "-15": "f", "-12": "p", "-9": "n", "-6": "µ", "-3": "m", 0: "", 3: "k", 6: "M", 9: "G" };
const WORDS = { Infinity: "∞", "-Infinity": "−∞", NaN: "no value" }; // an overload, or what an instrument calls no number
const ORDER = ["connected", "moving", "measuring", "error", "disconnected"];

/** A reading for showing: all its digits, at least as many as keep it from jumping about, and a prefix where its unit takes one. */
export function reading(value, unit = "") {
  if (typeof value !== "number") return { value: WORDS[value] || format.NONE, unit: "" };
  const size = Math.abs(value);
  const plain = size === 0 || (size >= 1e-2 && size < 1e5);
  if (!plain && PREFIXED.has(unit) && Number.isFinite(size)) {
    const power = Math.max(-15, Math.min(9, Math.floor(Math.log10(size) / 3) * 3));
    return { value: steady(format.clean(value) / 10 ** power), unit: PREFIXES[power] + unit };
  }
  return { value: steady(value), unit };
}

function steady(value) {
  const size = Math.abs(value);
  const decimals = size >= 1000 ? 1 : size >= 100 ? 2 : size >= 10 ? 3 : 4;
  return format.exact(value, size === 0 ? 3 : decimals);
}

/** Positions, then values: [{key, name, value, unit, target}]. An axis and a reading may have the same name. */
export function figures(instrument) {
  const spec = instrument.spec || { axes: {}, reads: {} };
  const units = instrument.units || {};
  const { position, apart } = format;
  const moving = instrument.status === "moving" || instrument.is_moving;
  const positions = Object.entries(spec.axes || {}).map(([name, axis]) => {
    const value = (instrument.position || {})[name];
    const target = (instrument.target || {})[name];
    const away = moving && apart(value, target);
    return {
      key: `axis ${name}`,
      name,
      value: position(value, axis.limits),
      unit: axis.unit || "",
      target: away ? position(target, axis.limits) : "",
    };
  });
  const values = Object.entries(instrument.value || {}).map(([name, value]) => ({
    key: `read ${name}`,
    name,
    ...reading(value, ((spec.reads || {})[name] || { unit: units[name] }).unit),
    target: "",
  }));
  return [...positions, ...values];
}

/** "✔ 5 connected  ▶ 1 moving  ✖ 1 error". */
export function summary(node, instruments) {
  const counts = new Map();
  for (const { status } of instruments) {
    const name = WELL.has(status) ? "connected" : status;
    counts.set(name, (counts.get(name) || 0) + 1);
  }
  const items = ORDER.filter((name) => counts.has(name)).map((name) => ({ name, count: counts.get(name) }));
  keyed(node, items, {
    key: (item) => item.name,
    create: (item) => el("span.pb-count", {}, statusModule.badge(item.name)),
    update: (made, item) => text(made.firstChild.lastChild, `${item.count} ${item.name}`),
  });
}

export function figure() {
  return el(
    "span.pb-figure",
    {},
    el("span.pb-figure-name"),
    el("span.pb-figure-value"),
    el("span.pb-figure-target"),
    el("span.pb-figure-unit"),
  );
}

export function setFigure(node, { name, value, unit, target }) {
  const [label, number, goal, tail] = node.children;
  text(label, name);
  text(number, value);
  text(goal, target ? `→ ${target}` : "");
  text(tail, unit);
  node.classList.toggle("pb-figure-moving", Boolean(target));
}
