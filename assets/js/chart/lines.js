/* Lines and points: which rows are drawn, and their traces. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const chart = (PyBirch.chart = PyBirch.chart || {});
  const MOST = 4000;
  const LEAST = 500;
  const AROUND = 500; // rows drawn outside a zoomed window, so that moving it shows something at once

  /** Rows [from, to) that the view is about. */
  function extent({ series }, { view, window }) {
    return view === "live"
      ? [Math.max(series.first, series.end - window), series.end]
      : [series.start, series.end];
  }

  /** Values of a column in `rows`; the time counts from the scan's start. */
  function values(view, name, rows) {
    const found = view.series.gather(name, rows);
    if (name !== chart.TIME) return found;
    const start = view.startedAt !== null ? view.startedAt : view.series.value(chart.TIME, view.series.start);
    for (let i = 0; i < found.length; i += 1) found[i] -= start;
    return found;
  }

  /** The rows to draw: all of a short extent, else those that draw like all of them, more of them where a
   *  person zoomed in. */
  function drawnRows(view, choices) {
    const [from, to] = extent(view, choices);
    const most = Math.min(MOST, Math.max(LEAST, 2 * (view.width || MOST))); // more than two a pixel show nothing
    if (to - from <= most) return outline(view, choices.y, from, to, most);
    const [a, b] = zoomedRows(view, choices.x, from, to);
    if (a === from && b === to) return outline(view, choices.y, from, to, most);
    const parts = [
      [from, a, AROUND],
      [a, b, most],
      [b, to, AROUND],
    ];
    return parts.flatMap(([first, end, share]) =>
      end > first ? outline(view, choices.y, first, end, share) : [],
    );
  }

  function outline({ series }, names, from, to, most) {
    if (names.length === 1 || to - from <= most) return series.outline(names[0], from, to, most);
    const share = Math.floor(most / names.length);
    const rows = new Set(names.flatMap((name) => series.outline(name, from, to, share)));
    return [...rows].sort((a, b) => a - b);
  }

  /** The rows within the zoomed x window, where x grows or falls steadily; else all of them. */
  function zoomedRows(view, x, from, to) {
    const zoom = view.zoom.x;
    if (!zoom) return [from, to];
    const at = (row) => values(view, x, [row])[0];
    const rising = at(to - 1) >= at(from);
    if (!steady(at, from, to, rising)) return [from, to];
    const before = (bound) => search(from, to, (row) => (rising ? at(row) >= bound : at(row) <= bound));
    const [low, high] = rising ? zoom : [zoom[1], zoom[0]];
    return [Math.max(from, before(low) - 1), Math.min(to, before(high) + 2)];
  }

  function steady(at, from, to, rising) {
    const step = Math.max(1, Math.floor((to - from) / 1000));
    for (let row = from + step; row < to; row += step) {
      if (rising ? at(row) < at(row - step) : at(row) > at(row - step)) return false;
    }
    return true;
  }

  /** The first row of [from, to) for which `reached` holds, it holding from there on. */
  function search(from, to, reached) {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (reached(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Traces of kind line or scatter; markers are SVG too: the rows drawn are few, and a WebGL context is a
   *  scarce thing. */
  function lineTraces(view, choices, tokens) {
    const { series } = view;
    const points = choices.kind === "scatter";
    const rows = drawnRows(view, choices);
    const x = values(view, choices.x, rows);
    const data = choices.y.map((name, at) => {
      const trace = {
        type: "scatter",
        mode: points ? "markers" : choices.colour ? "lines+markers" : "lines",
        name: chart.label(series, name),
        x,
        y: values(view, name, rows),
        line: { width: 1.5, color: tokens.colours[at % tokens.colours.length] },
        connectgaps: false,
        hovertemplate: chart.hover({ x: chart.label(series, choices.x), y: chart.label(series, name) }),
      };
      if (points || choices.colour) Object.assign(trace, marked(view, choices, tokens, rows, at));
      return trace;
    });
    return { data, shown: rows.length };
  }

  function marked(view, choices, tokens, rows, at) {
    if (!choices.colour) return { marker: { size: 5, color: tokens.colours[at % tokens.colours.length] } };
    const { uid, colorbar } = chart.colourBar(chart.label(view.series, choices.colour), tokens, view);
    const color = values(view, choices.colour, rows);
    const colorscale = chart.colourScale(choices.scale);
    return { uid: `${uid} ${at}`, marker: { size: 5, color, colorscale, showscale: at === 0, colorbar } };
  }

  Object.assign(chart, { extent, values, drawnRows, lineTraces });
  if (typeof module !== "undefined" && module.exports)
    module.exports = { extent, values, drawnRows, lineTraces };
})(typeof window !== "undefined" ? window : globalThis);
