/* Array readings: the last one (spectrum) or many (waterfall). */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const chart = (PyBirch.chart = PyBirch.chart || {});
  const MOST_READINGS = 400;

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
    const trace = chart.heatmapTrace(cells, labels, choices.scale, tokens, view);
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

  Object.assign(chart, { spectrumTraces, waterfallTraces });
  if (typeof module !== "undefined" && module.exports) module.exports = { spectrumTraces, waterfallTraces };
})(typeof window !== "undefined" ? window : globalThis);
