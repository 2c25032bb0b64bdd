/* What a chart shows now as CSV text: the visible traces in the zoomed window, with units; rows are those
 * measured, not those thinned for drawing. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const chart = (PyBirch.chart = PyBirch.chart || {});

  /** CSV text of the view; `hidden` are the names of columns switched off in the legend. */
  function csv(view, choices, hidden = []) {
    if (!view.series || !choices.y.length) return "";
    const table = TABLES[choices.kind](view, choices, hidden);
    const about = [`scan: ${view.scanId}`, `measurement: ${choices.measurement}`, `chart: ${choices.kind}`];
    for (const name of ["x", "y"])
      if (view.zoom[name]) about.push(`${name} from ${view.zoom[name][0]} to ${view.zoom[name][1]}`);
    const lines = about.map((text) => `# ${text.replace(/[\r\n]+/g, " ")}`);
    lines.push(table.header.map(quote).join(","));
    for (const row of table.rows) lines.push(row.map(cell).join(","));
    return `${lines.join("\n")}\n`;
  }

  function inside(range, value) {
    return !range || (value >= range[0] && value <= range[1]);
  }

  function lineTable(view, choices, hidden) {
    const names = choices.y.filter((name) => !hidden.includes(name));
    const columns = [choices.x, ...names, ...(choices.colour ? [choices.colour] : [])];
    const [from, to] = chart.extent(view, choices);
    const all = view.series.rows(from, to);
    const values = columns.map((name) => chart.values(view, name, all));
    const rows = [];
    for (let i = 0; i < all.length; i += 1) {
      if (!inside(view.zoom.x, values[0][i])) continue;
      const ys = names.map((_, at) => (inside(view.zoom.y, values[at + 1][i]) ? values[at + 1][i] : NaN));
      if (view.zoom.y && ys.every(Number.isNaN)) continue;
      rows.push([values[0][i], ...ys, ...(choices.colour ? [values[columns.length - 1][i]] : [])]);
    }
    return { header: columns.map((name) => chart.label(view.series, name)), rows };
  }

  /** One line a cell: x, y, value; empty cells are left out. */
  function cellTable(view, [x, y, name], { xs, ys, z }) {
    const rows = [];
    for (let j = 0; j < ys.length; j += 1) {
      if (!inside(view.zoom.y, ys[j])) continue;
      for (let i = 0; i < xs.length; i += 1) {
        if (inside(view.zoom.x, xs[i]) && !Number.isNaN(z[j][i])) rows.push([xs[i], ys[j], z[j][i]]);
      }
    }
    return { header: [x, y, name].map((column) => chart.label(view.series, column)), rows };
  }

  const PLAIN = { colours: [""] };
  const TABLES = {
    line: lineTable,
    scatter: lineTable,
    heatmap(view, choices) {
      const grid = view.map.fill(view, choices);
      const cells = { xs: grid.x.positions, ys: grid.y.positions, z: grid.z };
      return cellTable(view, [choices.x, choices.y[0], choices.colour], cells);
    },
    spectrum(view, choices) {
      const [trace] = chart.spectrumTraces(view, choices, PLAIN).data;
      const rows = [];
      for (let i = 0; trace && i < trace.x.length; i += 1) {
        if (inside(view.zoom.x, trace.x[i]) && inside(view.zoom.y, trace.y[i]))
          rows.push([trace.x[i], trace.y[i]]);
      }
      return { header: [choices.x, choices.y[0]].map((name) => chart.label(view.series, name)), rows };
    },
    waterfall(view, choices) {
      const [trace] = chart.waterfallTraces(view, choices, PLAIN).data;
      const cells = trace ? { xs: trace.x, ys: trace.y, z: trace.z } : { xs: [], ys: [], z: [] };
      return cellTable(view, [choices.x, choices.over, choices.y[0]], cells);
    },
  };

  function cell(value) {
    return Number.isFinite(value) ? String(value) : "";
  }

  function quote(text) {
    return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  }

  chart.csv = csv;
  if (typeof module !== "undefined" && module.exports) module.exports = { csv };
})(typeof window !== "undefined" ? window : globalThis);
