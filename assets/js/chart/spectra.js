/* Array readings: the last one (spectrum) or many (waterfall). */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const chart = (PyBirch.chart = PyBirch.chart || {});
  const CHANNEL = "channel";

  /** Positions of the channels: their number, or another array read at the same row. */
  function channels(other, size) {
    return other && other.length === size
      ? Float64Array.from(other)
      : Float64Array.from({ length: size }, (_, i) => i);
  }

  /** Traces of kind spectrum: the last reading of an array column. */
  function spectrumTraces({ series }, choices, tokens) {
    const { x, y: [name] } = choices;
    const row = series.end - 1;
    const reading = series.row(name, row);
    if (!reading) return { data: [], shown: 0 };
    const trace = {
      type: "scatter",
      mode: "lines",
      name: `point ${row}`,
      x: channels(series.row(x, row), reading.length),
      y: chart.drawable(Float64Array.from(reading)),
      line: { width: 1.5, color: tokens.colours[0] },
      hovertemplate: chart.hover({ x: chart.label(series, x), y: chart.label(series, name) }),
    };
    const { none, infinite, below } = PyBirch.tally(reading);
    const account = { ...chart.emptyAccount(), thing: CHANNEL, none, infinite, logY: choices.logY ? below : 0 };
    return { data: [trace, ...chart.alonePoints(trace, choices, "alone0")], shown: 1, account };
  }

  /** Traces of kind waterfall: readings of an array column over their row. */
  function waterfallTraces(view, choices, tokens) {
    const { series } = view;
    const name = choices.y[0];
    const { rows, of, row } = chart.arrayRows(view, choices);
    if (!rows.length) return { data: [], shown: 0, waits: of > 0 };
    const labels = [choices.x, choices.over, name].map((column) => chart.label(series, column));
    const z = rows.map((at) => row(name, at));
    const cells = {
      x: channels(row(choices.x, rows[rows.length - 1]), series.size(name)),
      y: chart.values(view, choices.over, rows),
      z,
    };
    const trace = chart.heatmapTrace(cells, labels, choices.scale, tokens, view);
    const tally = PyBirch.tally();
    for (const reading of z) tally.numbers(reading, 0, reading.length);
    const { none, infinite } = tally;
    return { data: [trace], shown: rows.length, account: { ...chart.emptyAccount(), shown: rows.length, of, thing: CHANNEL, none, infinite } };
  }

  Object.assign(chart, { spectrumTraces, waterfallTraces, channelsOf: channels });
  if (typeof module !== "undefined" && module.exports) module.exports = { spectrumTraces, waterfallTraces };
})(typeof window !== "undefined" ? window : globalThis);
