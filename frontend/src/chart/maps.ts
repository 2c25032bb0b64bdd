// @ts-nocheck
/* Maps over two swept axes that fill as the scan goes. Of a scan over more axes a map shows one slab, of a cell that is measured
 * several times the mean, the latest or the n-th reading. */
import { accountOfMap } from "./account.ts";
import { label as chartLabel } from "./choices.ts";
import { colourBar, colourScale, escape, hover } from "./look.ts";
import { Slices, furtherAxes } from "./slices.ts";
import * as format from "../core/format.ts";
import { Grid, lowerBound } from "../core/grid.ts";

/** Keeps one grid filled with the rows of a series, each row once, whether it came new or as history. */
export class MapFiller {
  constructor(slices = new Slices()) {
    this.slices = slices;
    this._key = "";
    this._series = null;
    this._grid = null;
    this._from = 0;
    this._to = 0;
  }

  /** The grid of these choices with every row of the series in it that lies in the slab. */
  fill(view, choices) {
    const { series } = view;
    const slabs = this.slices.of(view, choices);
    const key = keyOf(view, choices, slabs);
    const inOrder = typeof choices.repeats !== "number" || series.first >= this._from;
    if (key !== this._key || series !== this._series || series.end < this._to || !inOrder) this._start(key, view, choices);
    if (series.first > this._to) this._from = this._to = series.first; // rows between were not kept
    this._add(choices, slabs, Math.max(series.first, this._to), series.end);
    this._to = Math.max(this._to, series.end);
    if (series.first < this._from) this._add(choices, slabs, series.first, this._from, true);
    this._from = Math.min(this._from, series.first);
    return this._grid;
  }

  /** How many of the first rows are not in the grid. */
  get lacks() {
    return this._from;
  }

  /** Whether the map of these choices needs no rows that are not in it: it never will where it may be asked for another slab. */
  covers(view, choices) {
    return (
      choices.kind === "heatmap" &&
      !furtherAxes(view, choices).length &&
      this._key === keyOf(view, choices, []) &&
      this._series === view.series &&
      this._from === 0
    );
  }

  _start(key, { series, axes }, { x, y: [y], repeats }) {
    const axis = (name) => axes.find((a) => a.name === name) || {};
    this._key = key;
    this._series = series;
    this._grid = new Grid(axis(x), axis(y), repeats);
    this._from = series.first;
    this._to = series.first;
  }

  _add({ x, y: [y], colour }, slabs, from, to, older = false) {
    if (to <= from) return;
    const [xs, ys, zs] = [x, y, colour].map((name) => this._series.slice(name, from, to));
    const others = slabs.map(({ name, axis, at }) => ({ values: this._series.slice(name, from, to), axis, at }));
    const first = older ? zs.length - 1 : 0; // from the newest back, so that the latest stays the latest
    for (let n = 0; n < zs.length; n += 1) {
      const i = older ? first - n : n;
      const slab = others.map(({ values, axis, at }) => (values[i] - values[i] === 0 ? axis.nearest(values[i]) === at : null));
      if (slab.includes(null)) this._grid.placeless += 1;
      else if (!slab.includes(false)) this._grid.add(xs[i], ys[i], zs[i], older);
    }
  }
}

/** Text that differs where another grid is needed. */
function keyOf({ axes }, { x, y: [y], colour, repeats }, slabs) {
  const tolerances = axes.filter(({ name }) => name === x || name === y).map(({ tolerance }) => tolerance);
  return JSON.stringify([x, y, colour, repeats, tolerances, ...slabs.map(({ name, positions, at }) => [name, positions[at]])]);
}

/** A trace of cells {x, y, z}. */
function heatmap({ x, y, z }, [xLabel, yLabel, zLabel], scale, tokens, view) {
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
export function mapTraces(view, choices, tokens) {
  const { series } = view;
  const grid = view.map.fill(view, choices);
  if (typeof choices.repeats === "number" && view.incomplete) return { data: [], shown: 0, waits: true };
  const labels = [choices.x, choices.y[0], choices.colour].map((name) => chartLabel(series, name));
  const { logX, logY } = choices;
  const { cells, beyond } = shownCells(grid, choices);
  const place = (positions, log) => (log ? edges(positions) : positions);
  const placed = { x: place(cells.x, logX), y: place(cells.y, logY), z: cells.z };
  const trace = heatmap(placed, labels, choices.scale, tokens, view);
  if (logX || logY) Object.assign(trace, hoverText(grid, cells, labels));
  return { data: [trace], shown: grid.filled, account: accountOfMap(view, choices, grid, beyond) };
}

/** {cells, beyond}: the cells {x, y, z} that the axes can show, and how many with a number a logarithmic axis cannot. */
function shownCells(grid, { logX, logY }) {
  const first = ({ positions }, log) => (log ? lowerBound(positions, Number.MIN_VALUE) : 0); // the first above zero
  const [column, line] = [first(grid.x, logX), first(grid.y, logY)];
  const cells = { x: grid.x.positions, y: grid.y.positions, z: grid.z };
  if (!column && !line) return { cells, beyond: {} };
  const filled = (rows) => rows.flat().filter((value) => value === value).length;
  const beyond = { logX: filled(grid.z.map((row) => row.slice(0, column))), logY: filled(grid.z.slice(0, line)) };
  return { cells: { x: cells.x.slice(column), y: cells.y.slice(line), z: cells.z.slice(line).map((row) => row.slice(column)) }, beyond };
}

/** Where cells begin and end on a logarithmic axis: Plotly itself would put that half-way between the positions. */
function edges(positions) {
  const [first, second] = positions;
  if (positions.length < 2) return positions.length ? [first / 2, first * 2] : [];
  const last = positions[positions.length - 1];
  const between = positions.slice(1).map((position, at) => Math.sqrt(position * positions[at]));
  return [first * Math.sqrt(first / second), ...between, (last * last) / between[between.length - 1]];
}

/** With edges instead of positions Plotly knows no positions to tell: they are told as text, made once for a grid. */
function hoverText(grid, { x, y }, [xLabel, yLabel, zLabel]) {
  const size = `${x.length} ${y.length}`;
  if (!grid.text || grid.text.size !== size) {
    const told = (label, positions) => positions.map((p) => `${escape(label)}: ${format.number(p, 6)}`);
    const xs = told(xLabel, x);
    grid.text = { size, rows: told(yLabel, y).map((y) => xs.map((x) => `${x}<br>${y}`)) };
  }
  return { text: grid.text.rows, hovertemplate: `%{text}<br>${hover({ z: zLabel })}` };
}

export { heatmap as heatmapTrace };
