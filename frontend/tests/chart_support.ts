/* What tests of the chart share: plans, series, views, and a server of rows. */
import { says } from "../src/chart/account.ts";
import { sweptAxes } from "../src/chart/axes.ts";
import { complete } from "../src/chart/choices.ts";
import { figure } from "../src/chart/figure.ts";
import { MapFiller } from "../src/chart/maps.ts";
import { Series } from "../src/core/series.ts";

const TOKENS = { ink: "#000", muted: "#555", line: "#ccc", surface: "#fff", font: "sans-serif", size: 12, colours: ["#11f", "#f80"] };
const MEASURE = { kind: "measure", instruments: ["meter"] };
const sweep = (axis, positions, steps = [MEASURE], more = {}) => ({ kind: "sweep", axis, positions, steps, ...more });

/** A packed run of rows [first, end) of `columns` {name: values}; rows are a second apart. */
function packed(columns, first = 0, end = Object.values(columns)[0].length) {
  const count = end - first;
  const cut = (values) => Float64Array.from(values.slice(first, end));
  const timestamps = Float64Array.from({ length: count }, (_, i) => 1000 + first + i);
  return {
    first_index: first,
    count,
    columns: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, cut(values)])),
    timestamps,
  };
}

/** A series with all rows of `columns`. */
function seriesOf(columns, { units = {}, ...options } = {}) {
  const described = Object.keys(columns).map((name) => ({ name, unit: units[name] || "", shape: [] }));
  const series = new Series(described, { retain: 2e6, ...options });
  series.append(packed(columns));
  return series;
}

/** What a page knows of a scan that holds `series` under `plan`. */
function viewOf(series, plan, more = {}) {
  return {
    scanId: "SCAN_001",
    measurements: ["meter"],
    measurement: "meter",
    series,
    axes: sweptAxes(plan, "meter", series),
    startedAt: null,
    defaultView: "whole",
    map: new MapFiller(),
    zoom: { x: null, y: null },
    ...more,
  };
}

/** The server's part: `load` answers like PyBirch.fetchColumns from `columns`, `asked` has the requests. */
function serverOf(columns) {
  const asked = [];
  const load = async (scanId, measurement, first, last, names, { where = [], joined = false } = {}) => {
    asked.push({ first, last, names, where, joined });
    const run = packed(columns, first, Math.min(last + 1, Object.values(columns)[0].length));
    const value = (name, at) => (name === "@index" ? first + at : name === "@time" ? run.timestamps[at] : run.columns[name][at]);
    const ranges = where.map((text) => {
      const [name, low, high] = text.split(":");
      return { name, low: low === "-inf" ? -Infinity : Number(low), high: high === "inf" ? Infinity : Number(high) };
    });
    const inside = (at) => ranges.every(({ name, low, high }) => value(name, at) >= low && value(name, at) <= high);
    const crosses = (at) =>
      at >= 0 &&
      at + 1 < run.count &&
      ranges.every(
        ({ name, low, high }) =>
          Math.min(value(name, at), value(name, at + 1)) <= high && Math.max(value(name, at), value(name, at + 1)) >= low,
      );
    const rows = Array.from({ length: run.count }, (_, at) => at).filter(
      (at) => inside(at) || (joined && (crosses(at - 1) || crosses(at))),
    );
    const picked = (of) => Float64Array.from(rows, of);
    const chosen = Object.fromEntries(names.map((name) => [name, picked((at) => run.columns[name][at])]));
    return {
      ...run,
      count: rows.length,
      columns: { ...chosen, "@index": picked((at) => first + at) },
      timestamps: picked((at) => run.timestamps[at]),
    };
  };
  return { load, asked };
}

/** {choices, data, layout, account, says} of what is drawn. */
function draw(view, chosen = {}) {
  const choices = complete(chosen, view);
  const made = figure(view, choices, TOKENS);
  return { choices, ...made, says: says(made.account) };
}

const range = (count, of = (i) => i) => Array.from({ length: count }, (_, i) => of(i));

export { TOKENS, MEASURE, sweep, packed, seriesOf, viewOf, serverOf, draw, range };
