/* The words of the chart: what a figure is made from, and what may be chosen of it. */
import type { fetchColumns } from "../core/columns.ts";
import type { Repeats } from "../core/grid.ts";
import type { Series } from "../core/series.ts";
import type { MapFiller } from "./maps.ts";
import type { Table } from "./table.ts";

export type Kind = "line" | "scatter" | "heatmap" | "spectrum" | "waterfall";
export type Pair = [from: number, to: number];

/** Reads rows of a measurement from the server, as `fetchColumns` does. */
export type LoadRun = typeof fetchColumns;

/** An axis that a plan sweeps. */
export interface SweptAxis {
  name: string;
  /** In the order of the plan; null where they are not known before they are measured. */
  positions: number[] | null;
  /** Values so near to each other are one position. */
  tolerance: number;
  /** Whether the positions are spread logarithmically. */
  log?: boolean;
}

/** The window that a person zoomed to, in values also where an axis is logarithmic; null: all of it. */
export interface Zoom {
  x: Pair | null;
  y: Pair | null;
}

/** Every choice of a chart, filled in. */
export interface Choices {
  measurement: string | null;
  kind: Kind;
  x: string;
  y: string[];
  colour: string | null;
  /** The column over which a waterfall stacks its spectra. */
  over: string | null;
  logX: boolean;
  logY: boolean;
  scale: string;
  view: "live" | "whole";
  /** Readings of the live view. */
  window: number;
  /** By further axis: the position of the slice, or null for the latest. */
  slices: Record<string, number | null>;
  repeats: Repeats;
}

/** Choices as somebody made them: gaps, and what fits another measurement. */
export type Chosen = Partial<Omit<Choices, "kind" | "y" | "slices">> & {
  kind?: string;
  y?: string | string[];
  slices?: Record<string, unknown>;
};

/** What a figure is made from, as far as every part of the chart knows it. */
export interface View {
  scanId: string;
  measurements: string[];
  measurement: string;
  series: Series;
  axes: SweptAxis[];
  /** Seconds since 1970. */
  startedAt: number | null;
  defaultView: "live" | "whole";
  zoom: Zoom;
  /** What maps have filled so far. */
  map: MapFiller;
  /** Whether earlier rows are still being fetched. */
  incomplete?: boolean;
  /** Whether the room has not told anything yet. */
  loading?: boolean;
  /** Of the picture, in px. */
  width?: number;
  height?: number;
  /** Every reading of the zoomed window, as far as it was read. */
  exact?: Exact | null;
  /** Arrays that the series no longer holds. */
  arrays?: Arrays | null;
  /** Readings that may be drawn, where it is not the usual number. */
  most?: number;
  /** Whether it is drawn for print: nothing outside the window. */
  printed?: boolean;
}

/** The exact rows of a window. */
export interface Exact {
  /** Every row of it from the place `from` on; null while it is being read, or when it is too crowded. */
  table: Table | null;
  from: number;
  crowded?: boolean;
  /** Why it could not be read, "" when all is well. */
  trouble?: string;
}

/** By row: the arrays of its columns. */
export type Arrays = Map<number, Record<string, Float64Array>>;

/** A view before its series is there. */
export type EarlyView = Omit<View, "series"> & { series: Series | null };

/** Colours and font of the theme, for drawing. */
export interface Tokens {
  ink: string;
  muted: string;
  line: string;
  surface: string;
  font: string;
  /** Of letters, in px. */
  size: number;
  colours: string[];
}
