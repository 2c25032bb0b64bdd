// @ts-nocheck
/* What can be chosen of a chart, and what it shows where nothing was chosen: a pure function of what is
 * measured.
 *
 * A *view* is what a figure is made from: {scanId, measurements, measurement, series, axes, startedAt,
 * defaultView, map, zoom}. */
import { furtherAxes } from "./slices.ts";
import * as format from "../core/format.ts";
import { Grid } from "../core/grid.ts";

export const INDEX = "@index";
export const TIME = "@time";
export const CHANNEL = "@channel";
export const SCALES = ["Viridis", "Cividis", "Plasma", "Inferno", "Greys", "RdBu"];
const WINDOW = 1000;
const LABELS = { [INDEX]: "point", [TIME]: "time since the start", [CHANNEL]: "channel" };

/** Name and unit of a column for an axis title or a list. */
export function label(series, name) {
  if (name === TIME) return format.titled(LABELS[TIME], "s");
  return LABELS[name] || format.titled(name, series.unit(name));
}

/** The columns by what they are: {axes, readings, arrays} names; axes are those swept, outermost first. */
function roles(view) {
  const columns = view.series ? view.series.columns : [];
  const scalars = columns.filter((c) => c.size === 1).map((c) => c.name);
  const axes = view.axes.map((a) => a.name).filter((name) => scalars.includes(name));
  return {
    axes,
    scalars,
    readings: ownNamesFirst(scalars.filter((name) => !axes.includes(name))),
    arrays: columns.filter((c) => c.size > 1).map((c) => c.name),
  };
}

/** What was measured comes before positions (`stage.x`) of axes that the plan does not sweep. */
function ownNamesFirst(names) {
  return [...names.filter((name) => !name.includes(".")), ...names.filter((name) => name.includes("."))];
}

function kindsOf({ axes, scalars, readings, arrays }) {
  const kinds = [];
  if (scalars.length) kinds.push("line", "scatter");
  if (axes.length >= 2 && readings.length) kinds.push("heatmap");
  if (arrays.length) kinds.push("spectrum", "waterfall");
  return kinds;
}

function defaultKind({ axes, readings, arrays }) {
  if (axes.length >= 2 && readings.length) return "heatmap";
  if (readings.length || !arrays.length) return "line";
  return "spectrum";
}

function columnsFor(kind, { axes, scalars, readings, arrays }, view) {
  const rows = view.series && view.series.has(TIME) ? [INDEX, TIME] : [INDEX];
  if (kind === "heatmap") return { x: scalars, y: scalars, colour: readings, over: [] };
  if (kind === "spectrum" || kind === "waterfall") {
    return { x: [CHANNEL, ...arrays], y: arrays, colour: [], over: kind === "waterfall" ? [...rows, ...scalars] : [] };
  }
  return { x: [...axes, ...rows, ...readings], y: [...readings, ...axes], colour: [null, ...rows, ...scalars], over: [] };
}

/** The two innermost axes as [x, y] of a map: by name where one instrument has both, else the faster one across. */
function mapAxes(axes) {
  const [outer, inner] = axes.slice(-2);
  const instrument = (name) => name.split(".")[0];
  return instrument(outer) === instrument(inner) && outer < inner ? [outer, inner] : [inner, outer];
}

function defaults(kind, { axes, readings, arrays, scalars }, columns) {
  if (kind === "heatmap") {
    const [x, y] = mapAxes(axes);
    return { x, y: [y], colour: readings[0], over: null };
  }
  if (kind === "spectrum" || kind === "waterfall") {
    return { x: CHANNEL, y: [arrays[0]], colour: null, over: columns.over[0] || null };
  }
  const x = axes.length ? axes[axes.length - 1] : columns.x.includes(TIME) ? TIME : INDEX;
  return { x, y: [readings[0] || scalars.find((name) => name !== x) || scalars[0]].filter(Boolean), colour: null, over: null };
}

/** Whether an axis is drawn logarithmically: as chosen, else where a plan sweeps it so. A map has no cells at or
 *  below zero then, so it stays linear where there are such positions. */
function logarithmic(chosen, { axes }, kind, name) {
  const axis = axes.find((each) => each.name === name) || { log: false, positions: null };
  const below = kind === "heatmap" && axis.positions && axis.positions.some((position) => position <= 0);
  return !below && (chosen === undefined ? axis.log === true : Boolean(chosen));
}

/** `chosen` with every gap filled, and what does not fit the measurement left out. */
export function complete(chosen, view) {
  const found = roles(view);
  const kinds = kindsOf(found);
  const kind = kinds.includes(chosen.kind) ? chosen.kind : defaultKind(found);
  const columns = columnsFor(kind, found, view);
  const usual = defaults(kind, found, columns);
  const pick = (name, allowed) => (allowed.includes(chosen[name]) ? chosen[name] : usual[name]);
  const y = [].concat(chosen.y || []).filter((name) => columns.y.includes(name));
  const x = pick("x", columns.x);
  const ys = y.length ? (kind === "line" || kind === "scatter" ? y : [y[0]]) : usual.y;
  return {
    measurement: view.measurement || null,
    kind,
    x,
    y: ys,
    colour: pick("colour", columns.colour),
    over: pick("over", columns.over),
    logX: logarithmic(chosen.logX, view, kind, x),
    logY: logarithmic(chosen.logY, view, kind, kind === "waterfall" ? null : ys[0]),
    scale: SCALES.includes(chosen.scale) ? chosen.scale : SCALES[0],
    view: chosen.view === "live" || chosen.view === "whole" ? chosen.view : view.defaultView,
    window: chosen.window >= 2 ? Math.floor(chosen.window) : WINDOW,
    slices: kind === "heatmap" ? slicesOf(chosen, view, { x, y: ys }) : {},
    repeats: repeatsOf(chosen.repeats),
  };
}

/** Which slab of each further axis of a map was chosen: a position, or null for the latest. */
function slicesOf(chosen, view, map) {
  const given = chosen.slices || {};
  const value = ({ name }) => (typeof given[name] === "number" ? given[name] : null);
  return Object.fromEntries(furtherAxes(view, map).map((axis) => [axis.name, value(axis)]));
}

/** Which of the readings of one cell a map shows. */
function repeatsOf(chosen) {
  const { MEAN, LATEST } = Grid;
  return chosen === LATEST || (Number.isInteger(chosen) && chosen > 0) ? chosen : MEAN;
}

/** What the controls may offer beside the present choices. */
export function options(view, choices) {
  const found = roles(view);
  const columns = columnsFor(choices.kind, found, view);
  const list = (names) => names.map((value) => ({ value, label: value === null ? "none" : label(view.series, value) }));
  return {
    measurements: view.measurements,
    kinds: kindsOf(found),
    x: list(columns.x),
    y: list(columns.y),
    colour: list(columns.colour),
    over: list(columns.over),
    scales: SCALES,
  };
}
