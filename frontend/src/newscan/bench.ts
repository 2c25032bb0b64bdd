// @ts-nocheck
/* What the bench offers to a plan: axes to sweep, instruments to measure, settings to change, each with unit and limits. */
import * as format from "../core/format.ts";

/** {axes, sensors, settables} of the instruments that REST gives. */
export function catalog(instruments) {
  const axes = [];
  const sensors = [];
  const settables = {};
  for (const { instrument_name: name, spec, status = "", settings: kept = {}, position = {} } of instruments || []) {
    const own = Object.entries(spec.axes || {}).map(([axis, about]) => ({
      ...thing(axis, about, position),
      instrument: name,
      column: `${name}.${axis}`,
    }));
    axes.push(...own);
    const reads = Object.entries(spec.reads || {}).map(([read, about]) => ({
      name: read,
      unit: about.unit || "",
      shape: about.shape || [],
    }));
    if (reads.length) sensors.push({ name, title: spec.title || "", status, reads });
    const settings = Object.entries(spec.settings || {}).filter(([, about]) => about.writable !== false);
    const all = [...settings.map(([setting, about]) => thing(setting, about, kept)), ...own];
    if (all.length) settables[name] = all;
  }
  return { axes, sensors, settables };
}

function thing(name, { unit = "", limits = null, choices = null }, present) {
  return { name, unit: unit || "", limits: limits || null, choices: choices || null, now: present[name] ?? null };
}

/** {name: value} to begin with: as it is now, else the least that is allowed. */
export function startValue({ name, now, choices, limits }) {
  return { [name]: now ?? (choices ? choices[0] : limits ? limits[0] : 0) };
}

/** The first setting of an instrument, as it is now. */
export function firstSetting(bench, instrument) {
  const [first] = bench.settables[instrument] || [];
  return first ? startValue(first) : {};
}

function axis(bench, column) {
  return bench.axes.find((each) => each.column === column) || null;
}

function sensor(bench, name) {
  return bench.sensors.find((each) => each.name === name) || null;
}

function setting(bench, instrument, name) {
  return (bench.settables[instrument] || []).find((each) => each.name === name) || null;
}

/** Whether a setting is free text: it holds some, and neither unit nor limits speak of a number. */
export function holdsText(about) {
  return Boolean(about) && typeof about.now === "string" && !about.unit && !about.limits;
}

/** "0 to 25 mm", "mm", or "" of what has a unit and perhaps limits. */
export function limitsText(about) {
  if (!about) return "";
  const unit = about.unit ? ` ${about.unit}` : "";
  return about.limits ? `${format.exact(about.limits[0])} to ${format.exact(about.limits[1])}${unit}` : unit.trim();
}

/** "intensity (counts), spectrum (1024 × counts)" of what an instrument measures. */
export function readsText(reads) {
  return reads
    .map(({ name, unit, shape }) => {
      const size = shape.length ? shape.join(" × ") : "";
      const inside = size ? `${size} values${unit ? `, ${unit}` : ""}` : unit;
      return inside ? `${name} (${inside})` : name;
    })
    .join(", ");
}

export { axis as axisOf, sensor as sensorOf, setting as settingOf };
