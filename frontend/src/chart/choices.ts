/* What can be chosen of a chart, and what it shows where nothing was chosen: a pure function of what is
 * measured. */
import type { Choices, Chosen, EarlyView, Kind } from "./model.ts";
import { furtherAxes } from "./slices.ts";
import * as format from "../core/format.ts";
import { Grid, type Repeats } from "../core/grid.ts";
import type { Series } from "../core/series.ts";

/** Names of columns by what they are; `axes` are those that the plan sweeps, outermost first. */
interface Roles {
  axes: string[];
  scalars: string[];
  readings: string[];
  arrays: string[];
}

/** The columns that may be chosen. */
interface Columns {
  x: string[];
  y: string[];
  colour: (string | null)[];
  over: string[];
}

/** An entry of a list. */
export interface Option {
  value: string | null;
  label: string;
}

/** What the controls may offer. */
export interface Options extends Record<"x" | "y" | "colour" | "over", Option[]> {
  measurements: string[];
  kinds: Kind[];
  scales: string[];
}

export const INDEX = "@index";
export const TIME = "@time";
export const CHANNEL = "@channel";
export const SCALES = ["Viridis", "Cividis", "Plasma", "Inferno", "Greys", "RdBu"];
const WINDOW = 1000;
const LABELS: Record<string, string> = { [INDEX]: "point", [TIME]: "time since the start", [CHANNEL]: "channel" };

/** Name and unit of a column for an axis title or a list. */
export function label(series: Series | null, name: string): string {
  if (name === TIME) return format.titled(LABELS[TIME], "s");
  return LABELS[name] || format.titled(name, series?.unit(name) ?? "");
}

function roles(view: EarlyView): Roles {
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
function ownNamesFirst(names: readonly string[]): string[] {
  return [...names.filter((name) => !name.includes(".")), ...names.filter((name) => name.includes("."))];
}

function kindsOf({ axes, scalars, readings, arrays }: Roles): Kind[] {
  const kinds: Kind[] = [];
  if (scalars.length) kinds.push("line", "scatter");
  if (axes.length >= 2 && readings.length) kinds.push("heatmap");
  if (arrays.length) kinds.push("spectrum", "waterfall");
  return kinds;
}

function defaultKind({ axes, readings, arrays }: Roles): Kind {
  if (axes.length >= 2 && readings.length) return "heatmap";
  if (readings.length || !arrays.length) return "line";
  return "spectrum";
}

function columnsFor(kind: Kind, { axes, scalars, readings, arrays }: Roles, view: EarlyView): Columns {
  const rows = view.series && view.series.has(TIME) ? [INDEX, TIME] : [INDEX];
  if (kind === "heatmap") return { x: scalars, y: scalars, colour: readings, over: [] };
  if (kind === "spectrum" || kind === "waterfall") {
    return { x: [CHANNEL, ...arrays], y: arrays, colour: [], over: kind === "waterfall" ? [...rows, ...scalars] : [] };
  }
  return { x: [...axes, ...rows, ...readings], y: [...readings, ...axes], colour: [null, ...rows, ...scalars], over: [] };
}

/** The two innermost axes as [x, y] of a map: by name where one instrument has both, else the faster one across. */
function mapAxes(axes: readonly string[]): [x: string, y: string] {
  const [outer, inner] = axes.slice(-2);
  const instrument = (name: string): string => name.split(".")[0];
  return instrument(outer) === instrument(inner) && outer < inner ? [outer, inner] : [inner, outer];
}

function defaults(
  kind: Kind,
  { axes, readings, arrays, scalars }: Roles,
  columns: Columns,
  { series }: EarlyView,
): Pick<Choices, "x" | "y" | "colour" | "over"> {
  if (kind === "heatmap") {
    const [x, y] = mapAxes(axes);
    return { x, y: [y], colour: readings[0], over: null };
  }
  if (kind === "spectrum" || kind === "waterfall") {
    const of = new Set(arrays.map((name) => series?.coordinates(name)));
    const y = arrays.find((name) => !of.has(name)) ?? arrays[0];
    return { x: CHANNEL, y: [y], colour: null, over: columns.over[0] || null };
  }
  const x = axes.length ? axes[axes.length - 1] : columns.x.includes(TIME) ? TIME : INDEX;
  return { x, y: [readings[0] || scalars.find((name) => name !== x) || scalars[0]].filter(Boolean), colour: null, over: null };
}

/** Whether an axis is drawn logarithmically: as chosen, else where a plan sweeps it so. A map has no cells at or
 *  below zero then, so it stays linear where there are such positions. */
function logarithmic(chosen: boolean | undefined, { axes }: EarlyView, kind: Kind, name: string | null): boolean {
  const axis = axes.find((each) => each.name === name) || { log: false, positions: null };
  const below = kind === "heatmap" && axis.positions?.some((position) => position <= 0);
  return !below && (chosen === undefined ? axis.log === true : Boolean(chosen));
}

/** `chosen` with every gap filled, and what does not fit the measurement left out. */
export function complete(chosen: Chosen, view: EarlyView): Choices {
  const found = roles(view);
  const kinds = kindsOf(found);
  const kind = kinds.find((each) => each === chosen.kind) ?? defaultKind(found);
  const columns = columnsFor(kind, found, view);
  const usual = defaults(kind, found, columns, view);
  const pick = <Value extends string | null>(wanted: unknown, allowed: readonly Value[], otherwise: Value): Value =>
    allowed.includes(wanted as Value) ? (wanted as Value) : otherwise;
  const y = [chosen.y ?? []].flat().filter((name) => columns.y.includes(name));
  const ys = y.length ? (kind === "line" || kind === "scatter" ? y : [y[0]]) : usual.y;
  const x = pick(chosen.x, columns.x, usual.x === CHANNEL ? (view.series?.coordinates(ys[0]) ?? CHANNEL) : usual.x);
  return {
    measurement: view.measurement || null,
    kind,
    x,
    y: ys,
    colour: pick(chosen.colour, columns.colour, usual.colour),
    over: pick(chosen.over, columns.over, usual.over),
    logX: logarithmic(chosen.logX, view, kind, x),
    logY: logarithmic(chosen.logY, view, kind, kind === "waterfall" ? null : ys[0]),
    scale: SCALES.find((each) => each === chosen.scale) ?? SCALES[0],
    view: chosen.view === "live" || chosen.view === "whole" ? chosen.view : view.defaultView,
    window: (chosen.window ?? 0) >= 2 ? Math.floor(chosen.window ?? 0) : WINDOW,
    slices: kind === "heatmap" ? slicesOf(chosen, view, { x, y: ys }) : {},
    repeats: repeatsOf(chosen.repeats),
  };
}

/** Which slab of each further axis of a map was chosen: a position, or null for the latest. */
function slicesOf(chosen: Chosen, view: EarlyView, map: Pick<Choices, "x" | "y">): Choices["slices"] {
  const value = (given: unknown): number | null => (typeof given === "number" ? given : null);
  return Object.fromEntries(furtherAxes(view, map).map(({ name }) => [name, value(chosen.slices?.[name])]));
}

/** Which of the readings of one cell a map shows. */
function repeatsOf(chosen: Repeats | undefined): Repeats {
  return chosen === Grid.LATEST || (Number.isInteger(chosen) && Number(chosen) > 0) ? (chosen as Repeats) : Grid.MEAN;
}

/** What the controls may offer beside the present choices. */
export function options(view: EarlyView, choices: Choices): Options {
  const found = roles(view);
  const columns = columnsFor(choices.kind, found, view);
  const list = (names: readonly (string | null)[]): Option[] =>
    names.map((value) => ({ value, label: value === null ? "none" : label(view.series, value) }));
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
