/* Maps over two swept axes that fill as the scan goes. Of a scan over more axes a map shows one slab, of a cell that is measured
 * several times the mean, the latest or the n-th reading. */
import { accountOfMap } from "./account.ts";
import { label as chartLabel } from "./choices.ts";
import { colourBar, colourScale, escape, hover } from "./look.ts";
import type { Drawing } from "./lines.ts";
import type { Choices, SweptAxis, Tokens, View } from "./model.ts";
import { Slices, furtherAxes, type Slice } from "./slices.ts";
import * as format from "../core/format.ts";
import { Grid, lowerBound } from "../core/grid.ts";
import type { Series } from "../core/series.ts";

type Numbers = readonly number[] | Float64Array;
type Labels = readonly string[];

/** Cells of a map: the positions of columns and lines, and the values line by line. */
interface Cells {
  x: Numbers;
  y: Numbers;
  z: readonly Numbers[];
}

type Mapped = Pick<View, "axes" | "series">;

const texts = new WeakMap<Grid, { size: string; rows: string[][] }>();

/** Keeps one grid filled with the rows of a series, each row once, whether it came new or as history. */
export class MapFiller {
  readonly slices: Slices;
  private key = "";
  private series: Series | null = null;
  private grid = new Grid();
  private from = 0;
  private to = 0;

  constructor(slices = new Slices()) {
    this.slices = slices;
  }

  /** The grid of these choices with every row of the series in it that lies in the slab. */
  fill(view: Mapped, choices: Choices): Grid {
    const { series } = view;
    const slabs = this.slices.of(view, choices);
    const key = keyOf(view, choices, slabs);
    const inOrder = typeof choices.repeats !== "number" || series.first >= this.from;
    if (key !== this.key || series !== this.series || series.end < this.to || !inOrder) this.start(key, view, choices);
    if (series.first > this.to) this.from = this.to = series.first; // rows between were not kept
    this.add(series, choices, slabs, Math.max(series.first, this.to), series.end);
    this.to = Math.max(this.to, series.end);
    if (series.first < this.from) this.add(series, choices, slabs, series.first, this.from, true);
    this.from = Math.min(this.from, series.first);
    return this.grid;
  }

  /** How many of the first rows are not in the grid. */
  get lacks(): number {
    return this.from;
  }

  /** Whether the map of these choices needs no rows that are not in it: it never will where it may be asked for another slab. */
  covers(view: Mapped, choices: Choices): boolean {
    return (
      choices.kind === "heatmap" &&
      !furtherAxes(view, choices).length &&
      this.key === keyOf(view, choices, []) &&
      this.series === view.series &&
      this.from === 0
    );
  }

  private start(key: string, { series, axes }: Mapped, { x, y: [y], repeats }: Choices): void {
    const axis = (name: string): Partial<SweptAxis> => axes.find((a) => a.name === name) ?? {};
    this.key = key;
    this.series = series;
    this.grid = new Grid(axis(x), axis(y), repeats);
    this.from = series.first;
    this.to = series.first;
  }

  private add(series: Series, { x, y: [y], colour }: Choices, slabs: readonly Slice[], from: number, to: number, older = false): void {
    if (to <= from || !colour) return;
    const [xs, ys, zs] = [x, y, colour].map((name) => series.slice(name, from, to));
    const others = slabs.map(({ name, axis, at }) => ({ values: series.slice(name, from, to), axis, at }));
    const first = older ? zs.length - 1 : 0; // from the newest back, so that the latest stays the latest
    for (let n = 0; n < zs.length; n += 1) {
      const i = older ? first - n : n;
      const slab = others.map(({ values, axis, at }) => (values[i] - values[i] === 0 ? axis.nearest(values[i]) === at : null));
      if (slab.includes(null)) this.grid.placeless += 1;
      else if (!slab.includes(false)) this.grid.add(xs[i], ys[i], zs[i], older);
    }
  }
}

/** Text that differs where another grid is needed. */
function keyOf({ axes }: Mapped, { x, y: [y], colour, repeats }: Choices, slabs: readonly Slice[]): string {
  const tolerances = axes.filter(({ name }) => name === x || name === y).map(({ tolerance }) => tolerance);
  return JSON.stringify([x, y, colour, repeats, tolerances, ...slabs.map(({ name, positions, at }) => [name, positions[at]])]);
}

/** A trace of cells {x, y, z}. */
function heatmap({ x, y, z }: Cells, [xLabel, yLabel, zLabel]: Labels, scale: string, tokens: Tokens, view: View) {
  return {
    type: "heatmap",
    x,
    y,
    z,
    colorscale: colourScale(scale),
    ...colourBar(zLabel, tokens, view),
    hoverongaps: false,
    zsmooth: false,
    hovertemplate: hover({ x: xLabel, y: yLabel, z: zLabel }),
  };
}

/** Traces of kind heatmap. */
export function mapTraces(view: View, choices: Choices, tokens: Tokens): Drawing {
  const { series } = view;
  const grid = view.map.fill(view, choices);
  if (typeof choices.repeats === "number" && view.incomplete) return { data: [], shown: 0, waits: true };
  const labels = [choices.x, choices.y[0], choices.colour ?? ""].map((name) => chartLabel(series, name));
  const { logX, logY } = choices;
  const { cells, beyond } = shownCells(grid, choices);
  const place = (positions: Numbers, log: boolean): Numbers => (log ? edges(positions) : positions);
  const placed = { x: place(cells.x, logX), y: place(cells.y, logY), z: cells.z };
  const trace = heatmap(placed, labels, choices.scale, tokens, view);
  if (logX || logY) Object.assign(trace, hoverText(grid, cells, labels));
  return { data: [trace], shown: grid.filled, account: accountOfMap(view, choices, grid, beyond) };
}

/** The cells that the axes can show, and how many with a number a logarithmic axis cannot. */
function shownCells(grid: Grid, { logX, logY }: Choices): { cells: Cells; beyond: { logX?: number; logY?: number } } {
  const first = ({ positions }: { positions: readonly number[] }, log: boolean): number =>
    log ? lowerBound(positions, Number.MIN_VALUE) : 0; // the first above zero
  const [column, line] = [first(grid.x, logX), first(grid.y, logY)];
  const cells = { x: grid.x.positions, y: grid.y.positions, z: grid.z };
  if (!column && !line) return { cells, beyond: {} };
  const filled = (rows: readonly number[][]): number => rows.flat().filter((value) => value === value).length;
  const beyond = { logX: filled(grid.z.map((row) => row.slice(0, column))), logY: filled(grid.z.slice(0, line)) };
  return { cells: { x: cells.x.slice(column), y: cells.y.slice(line), z: cells.z.slice(line).map((row) => row.slice(column)) }, beyond };
}

/** Where cells begin and end on a logarithmic axis: Plotly itself would put that half-way between the positions. */
function edges(positions: Numbers): Numbers {
  const [first, second] = positions;
  if (positions.length < 2) return positions.length ? [first / 2, first * 2] : [];
  const last = positions[positions.length - 1];
  const between = Array.from(positions.slice(1), (position, at) => Math.sqrt(position * positions[at]));
  return [first * Math.sqrt(first / second), ...between, (last * last) / between[between.length - 1]];
}

/** With edges instead of positions Plotly knows no positions to show: they are shown as text, made once for a grid. */
function hoverText(grid: Grid, { x, y }: Cells, [xLabel, yLabel, zLabel]: Labels): object {
  const size = `${x.length} ${y.length}`;
  let text = texts.get(grid);
  if (text?.size !== size) {
    const told = (label: string, positions: Numbers): string[] => Array.from(positions, (p) => `${escape(label)}: ${format.number(p, 6)}`);
    const xs = told(xLabel, x);
    text = { size, rows: told(yLabel, y).map((y) => xs.map((x) => `${x}<br>${y}`)) };
    texts.set(grid, text);
  }
  return { text: text.rows, hovertemplate: `%{text}<br>${hover({ z: zLabel })}` };
}

export { heatmap as heatmapTrace };
