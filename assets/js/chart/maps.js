/* Maps over two swept axes that fill as the scan goes, and array readings: the last one (spectrum) or many
 * (waterfall). */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const chart = (PyBirch.chart = PyBirch.chart || {});
  const MOST_READINGS = 400;

  /** Keeps one grid filled with the rows of a series, each row once, whether it came new or as history. */
  class MapFiller {
    constructor() {
      this._key = "";
      this._series = null;
      this._grid = null;
      this._from = 0;
      this._to = 0;
    }

    /** The grid of these choices with every row of the series in it. */
    fill({ series, axes }, { x, y: [y], colour }) {
      const key = [x, y, colour].join("\n");
      if (key !== this._key || series !== this._series || series.end < this._to)
        this._start(key, series, axes, x, y);
      if (series.first > this._to) this._from = this._to = series.first; // rows between were not kept
      this._add(x, y, colour, Math.max(series.first, this._to), series.end);
      this._to = Math.max(this._to, series.end);
      if (series.first < this._from) this._add(x, y, colour, series.first, this._from, true);
      this._from = Math.min(this._from, series.first);
      return this._grid;
    }

    /** Whether every row of the scan so far is in the grid of these choices. */
    covers(series, { kind, x, y, colour }) {
      return (
        kind === "heatmap" &&
        this._key === [x, y[0], colour].join("\n") &&
        this._series === series &&
        this._from === 0
      );
    }

    _start(key, series, axes, x, y) {
      const axis = (name) => axes.find((a) => a.name === name) || {};
      this._key = key;
      this._series = series;
      this._grid = new PyBirch.Grid(axis(x), axis(y));
      this._from = series.first;
      this._to = series.first;
    }

    _add(x, y, colour, from, to, older = false) {
      const xs = this._series.slice(x, from, to);
      const ys = this._series.slice(y, from, to);
      const zs = this._series.slice(colour, from, to);
      for (let i = 0; i < zs.length; i += 1) this._grid.add(xs[i], ys[i], zs[i], older);
    }
  }

  function heatmap({ x, y, z }, [xLabel, yLabel, zLabel], scale, tokens, view) {
    return {
      type: "heatmap",
      x,
      y,
      z,
      colorscale: chart.colourScale(scale),
      ...chart.colourBar(zLabel, tokens, view),
      hoverongaps: false,
      zsmooth: false,
      hovertemplate: chart.hover({ x: xLabel, y: yLabel, z: zLabel }),
    };
  }

  /** Traces of kind heatmap. */
  function mapTraces(view, choices, tokens) {
    const { series } = view;
    const grid = view.map.fill(view, choices);
    const labels = [choices.x, choices.y[0], choices.colour].map((name) => chart.label(series, name));
    const { logX, logY } = choices;
    const place = ({ positions }, log) => (log ? edges(positions) : positions);
    const cells = { x: place(grid.x, logX), y: place(grid.y, logY), z: grid.z };
    const trace = heatmap(cells, labels, choices.scale, tokens, view);
    if (logX || logY) Object.assign(trace, hoverText(grid, labels));
    return { data: [trace], shown: grid.filled };
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
  function hoverText(grid, [xLabel, yLabel, zLabel]) {
    const size = `${grid.x.positions.length} ${grid.y.positions.length}`;
    if (!grid.text || grid.text.size !== size) {
      const told = (label, positions) => positions.map((p) => `${chart.escape(label)}: ${PyBirch.format.exact(p)}`);
      const xs = told(xLabel, grid.x.positions);
      grid.text = { size, rows: told(yLabel, grid.y.positions).map((y) => xs.map((x) => `${x}<br>${y}`)) };
    }
    return { text: grid.text.rows, hovertemplate: `%{text}<br>${chart.hover({ z: zLabel })}` };
  }

  /** Positions of the channels: their number, or another array read at the same row. */
  function channels(series, name, row, size) {
    const other = name === chart.CHANNEL ? null : series.row(name, row);
    return other && other.length === size
      ? Float64Array.from(other)
      : Float64Array.from({ length: size }, (_, i) => i);
  }

  /** Traces of kind spectrum: the last reading of an array column. */
  function spectrumTraces({ series }, { x, y: [name] }, tokens) {
    const row = series.end - 1;
    const reading = series.row(name, row);
    if (!reading) return { data: [], shown: 0 };
    const trace = {
      type: "scatter",
      mode: "lines",
      name: `point ${row}`,
      x: channels(series, x, row, reading.length),
      y: Float64Array.from(reading),
      line: { width: 1.5, color: tokens.colours[0] },
      hovertemplate: chart.hover({ x: chart.label(series, x), y: chart.label(series, name) }),
    };
    return { data: [trace], shown: 1 };
  }

  /** Traces of kind waterfall: readings of an array column over their row. */
  function waterfallTraces(view, choices, tokens) {
    const { series } = view;
    const name = choices.y[0];
    const rows = readings(view, choices);
    if (!rows.length) return { data: [], shown: 0 };
    const labels = [choices.x, choices.over, name].map((column) => chart.label(series, column));
    const cells = {
      x: channels(series, choices.x, rows[rows.length - 1], series.size(name)),
      y: chart.values(view, choices.over, rows),
      z: rows.map((row) => series.row(name, row)),
    };
    const trace = heatmap(cells, labels, choices.scale, tokens, view);
    return { data: [trace], shown: rows.length };
  }

  /** Rows of the view whose array is kept, evenly thinned to what a screen can show. */
  function readings(view, choices) {
    const [first, to] = chart.extent(view, choices);
    const from = Math.max(first, view.series.firstOf(choices.y[0]));
    const step = Math.max(1, Math.ceil((to - from) / MOST_READINGS));
    const rows = [];
    for (let row = from + ((step - (from % step)) % step); row < to; row += step) rows.push(row);
    return rows;
  }

  Object.assign(chart, { MapFiller, mapTraces, spectrumTraces, waterfallTraces });
  if (typeof module !== "undefined" && module.exports)
    module.exports = { MapFiller, mapTraces, spectrumTraces, waterfallTraces };
})(typeof window !== "undefined" ? window : globalThis);
