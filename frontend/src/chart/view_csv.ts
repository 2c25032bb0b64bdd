/* What a chart shows now as CSV: the visible traces in the zoomed window, with units; every reading that was measured there, not those
 * that are drawn. */
import { repeatsSaid } from "./account.ts";
import { arrayColumns, arraysOf, rowsAtOnce } from "./array_rows.ts";
import { INDEX, TIME, label } from "./choices.ts";
import { exactRuns, rowsOfView } from "./exact.ts";
import type { Choices, EarlyView, LoadRun, Pair, View } from "./model.ts";
import { startOf } from "./ranges.ts";
import { channelsOf } from "./spectra.ts";
import * as form from "../core/csv.ts";
import type { PackedRun } from "../core/rooms.ts";

type Rows = string[][];

/** The columns' names, what else is said of them, and their rows piece by piece. */
interface CsvTable {
  header: string[];
  about?: Record<string, unknown>;
  rows: Iterable<Rows> | AsyncIterable<Rows>;
}

type Make = (view: View, choices: Choices, loadRun: LoadRun, hidden: readonly string[]) => CsvTable;

/** The parts of the CSV text of a view; `hidden` are the names of columns switched off in the legend. */
export async function csv(early: EarlyView, choices: Choices, loadRun: LoadRun, hidden: readonly string[] = []): Promise<string[]> {
  const { series } = early;
  if (!series || !choices.y.length) return [];
  const view: View = { ...early, series };
  const { header, about = {}, rows } = TABLES[choices.kind](view, choices, loadRun, hidden);
  const known = { scan: view.scanId, measurement: choices.measurement, chart: choices.kind, ...about };
  const zoom = Object.entries(view.zoom).flatMap(([axis, range]: [string, Pair | null]) =>
    range ? [form.about(axis, `from ${range.join(" to ")}`)] : [],
  );
  const lines = [...Object.entries(known).map(([name, value]) => form.about(name, value)), ...zoom, header.map(form.text).join(",")];
  const parts = [`${lines.join("\n")}\n`];
  for await (const piece of rows) parts.push(piece.map((row) => `${row.join(",")}\n`).join(""));
  return parts;
}

function inside(range: Pair | null, value: number): boolean {
  return !range || (value >= range[0] && value <= range[1]);
}

function ofPoints(view: View, choices: Choices, loadRun: LoadRun, hidden: readonly string[]): CsvTable {
  const names = choices.y.filter((name) => !hidden.includes(name));
  const columns = [choices.x, ...names, ...(choices.colour ? [choices.colour] : [])];
  const start = startOf(view);
  async function* rows(): AsyncGenerator<Rows> {
    for await (const run of exactRuns(view, choices, loadRun)) yield linesOf(run);
  }
  function linesOf(run: PackedRun): Rows {
    const [xs, ...others] = columns.map((name) => arrayOf(run, name, start));
    const { x, y } = view.zoom;
    const { cell } = form;
    const lines: Rows = [];
    for (let at = 0; at < run.count; at += 1) {
      if (!inside(x, xs[at])) continue;
      const line = [cell(xs, at)];
      let seen = !y;
      others.forEach((values, c) => {
        const shown = c >= names.length || inside(y, values[at]);
        if (shown && c < names.length) seen = true;
        line.push(shown ? cell(values, at) : "");
      });
      if (seen) lines.push(line);
    }
    return lines;
  }
  return { header: columns.map((name) => label(view.series, name)), rows: rows() };
}

/** The numbers of a column of a run as the server gave them; the time counts from the scan's start. */
function arrayOf(run: PackedRun, name: string, start: number): Float64Array {
  return name === TIME ? run.timestamps.map((time) => time - start) : run.columns[name];
}

interface Cells {
  xs: readonly number[];
  ys: readonly number[];
  z: readonly number[][];
}

/** One line a cell: x, y, what is the same for all cells, value; empty cells are left out. */
function ofCells(view: View, names: readonly string[], { xs, ys, z }: Cells, same: readonly number[] = []): CsvTable {
  const rows: Rows = [];
  for (let j = 0; j < ys.length; j += 1) {
    if (!inside(view.zoom.y, ys[j])) continue;
    for (let i = 0; i < xs.length; i += 1) {
      if (inside(view.zoom.x, xs[i]) && !Number.isNaN(z[j][i])) rows.push([xs[i], ys[j], ...same, z[j][i]].map(form.number));
    }
  }
  return { header: names.map((column) => label(view.series, column)), rows: [rows] };
}

const TABLES: Record<Choices["kind"], Make> = {
  line: ofPoints,
  scatter: ofPoints,
  heatmap(view, choices) {
    const grid = view.map.fill(view, choices);
    const slabs = view.map.slices.of(view, choices).filter(({ at }) => at >= 0);
    const cells = { xs: grid.x.positions, ys: grid.y.positions, z: grid.z };
    const names = [choices.x, choices.y[0], ...slabs.map(({ name }) => name), choices.colour ?? ""];
    const about = grid.most > 1 ? { repeats: repeatsSaid(choices.repeats, grid) } : {};
    return {
      ...ofCells(
        view,
        names,
        cells,
        slabs.map(({ positions, at }) => positions[at]),
      ),
      about,
    };
  },
  spectrum(view, choices) {
    const { series, zoom } = view;
    const row = series.end - 1;
    const reading = series.row(choices.y[0], row) ?? new Float64Array();
    const channels = channelsOf(series.row(choices.x, row), reading.length);
    const rows: Rows = [];
    reading.forEach((value, i) => {
      if (inside(zoom.x, channels[i]) && inside(zoom.y, value)) rows.push([form.number(channels[i]), form.cell(reading, i)]);
    });
    return { header: [choices.x, choices.y[0]].map((name) => label(view.series, name)), rows: [rows] };
  },
  waterfall: ofSpectra,
};

/** One line a channel of each reading: x, over, value. */
function ofSpectra(view: View, choices: Choices, loadRun: LoadRun): CsvTable {
  const { series } = view;
  const {
    x,
    y: [name],
  } = choices;
  const over = choices.over ?? "";
  const names = arrayColumns(series, choices);
  const asked = [...names, ...(series.has(over) && !over.startsWith("@") ? [over] : [])];
  const start = startOf(view);
  async function* rows(): AsyncGenerator<Rows> {
    const [from, end] = rowsOfView(view, choices);
    const most = rowsAtOnce(series, names);
    for (let first = from; first < end; first += most) {
      const run = await loadRun(view.scanId, view.measurement, first, Math.min(end, first + most) - 1, asked);
      yield Array.from({ length: run.count }, (_, at) => linesOf(run, at)).flat();
    }
  }
  const { number, cell } = form;
  function linesOf(run: PackedRun, at: number): Rows {
    const row = run.first_index + at;
    const place = over === INDEX ? row : over === TIME ? run.timestamps[at] - start : run.columns[over][at];
    if (!inside(view.zoom.y, place)) return [];
    const arrays = arraysOf(run, names, row);
    const positions = channelsOf(arrays[x], arrays[name].length);
    const found: Rows = [];
    for (let i = 0; i < positions.length; i += 1) {
      if (inside(view.zoom.x, positions[i])) found.push([number(positions[i]), number(place), cell(arrays[name], i)]);
    }
    return found;
  }
  return { header: [x, over, name].map((column) => label(series, column)), rows: rows() };
}
