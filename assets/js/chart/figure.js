/* (view, choices, tokens) -> {data, layout, shown, account}: what Plotly draws, made without touching the page, and what of the
 * readings it does not show. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const chart = (PyBirch.chart = PyBirch.chart || {});

  const ROOMY = 500; // px
  const BESIDE = 150; // px of a picture's width that its x axis has not
  const BELOW = 120;
  const LETTER = 0.6; // width of one, in the size of the text
  const LEAST_LETTERS = 12; // in a line of a title
  const ABOVE = "above";
  const STOPS = {
    Plasma: [
      "#0d0887",
      "#46039f",
      "#7201a8",
      "#9c179e",
      "#bd3786",
      "#d8576b",
      "#ed7953",
      "#fb9f3a",
      "#fdca26",
      "#f0f921",
    ],
    Inferno: [
      "#000004",
      "#1b0c41",
      "#4a0c6b",
      "#781c6d",
      "#a52c60",
      "#cf4446",
      "#ed6925",
      "#fb9b06",
      "#f7d13d",
      "#fcffa4",
    ],
  };

  /** A colour scale as Plotly takes it: one of its own by name, or stops. */
  function colourScale(name) {
    const stops = STOPS[name];
    return stops ? stops.map((colour, at) => [at / (stops.length - 1), colour]) : name;
  }

  /** {uid, colorbar} of a trace whose colours mean something: told beside the picture, or above it where its width is needed.
   *  Plotly turns no colour bar that is there: a trace of another name gets a new one. */
  function colourBar(title, tokens, { width }) {
    const plain = { outlinewidth: 0, tickfont: { color: tokens.muted } };
    if (width < ROOMY) {
      const place = { orientation: "h", y: 1, yanchor: "bottom", ypad: 4, thickness: 8 };
      return { uid: ABOVE, colorbar: { ...plain, ...place, title: { text: escape(title), side: "top" } } };
    }
    const away = "\u00a0<br>\u00a0<br>"; // empty lines keep the title away from long numbers
    return { uid: "beside", colorbar: { ...plain, thickness: 12, title: { text: `${away}${escape(title)}`, side: "right" } } };
  }

  /** Whether the colours are told above the picture: that needs room from the start, else Plotly draws where it was before. */
  function toldAbove(data) {
    return data.some(({ uid }) => String(uid).startsWith(ABOVE));
  }

  /** Text for Plotly, which reads some markup: what came from outside is shown as it is. */
  function escape(text) {
    return String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  /** What stands beside the pointer: a line for each of {x, y, z: label}. */
  function hover(labels) {
    const plain = (label) => escape(label).replace(/%\{/g, "%&#123;"); // %{x} in a unit is no variable
    const lines = Object.entries(labels).map(([variable, label]) => `${plain(label)}: %{${variable}:.6~g}`);
    return `${lines.join("<br>")}<extra></extra>`;
  }

  const TRACES = {
    line: (...all) => chart.lineTraces(...all),
    scatter: (...all) => chart.lineTraces(...all),
    heatmap: (...all) => chart.mapTraces(...all),
    spectrum: (...all) => chart.spectrumTraces(...all),
    waterfall: (...all) => chart.waterfallTraces(...all),
  };

  /** What stands at the axes of a kind: [x title, y title]. */
  function titles({ series }, { kind, x, y, over }) {
    const label = (name) => chart.label(series, name);
    if (kind === "waterfall") return [label(x), label(over)];
    if (y.length === 1) return [label(x), label(y[0])];
    const units = new Set(y.map((name) => series.unit(name)));
    const unit = units.size === 1 ? [...units][0] : "";
    return [label(x), PyBirch.format.titled("value", unit)];
  }

  function note(text, tokens) {
    return {
      text,
      showarrow: false,
      xref: "paper",
      yref: "paper",
      x: 0.5,
      y: 0.5,
      font: { color: tokens.muted, size: tokens.size + 2 },
    };
  }

  /** Text in as many lines as it needs along so many pixels, broken where names have joints. */
  function wrapped(text, pixels, size) {
    const most = Math.max(LEAST_LETTERS, Math.floor(pixels / (LETTER * size)));
    const made = [""];
    for (const part of text.match(/[^ ._]*[ ._]*/g)) {
      const last = made.length - 1;
      if ((made[last] + part).trimEnd().length <= most) made[last] += part;
      else made.push(...(part.match(new RegExp(`.{1,${most}}`, "gu")) || []));
    }
    return made.map((line) => line.trimEnd()).filter(Boolean);
  }

  function lines(title, pixels, { size }) {
    return wrapped(title, pixels, size).map(escape).join("<br>");
  }

  /** Labels stay level where there is room, and may reach to the edge: to look at each costs half of a drawing. */
  function axis(title, log, visible, level, tokens) {
    return {
      visible,
      title: { text: title, standoff: 8 },
      type: log ? "log" : "linear",
      automargin: true,
      tickangle: level ? 0 : "auto",
      ticklabeloverflow: "allow",
      gridcolor: tokens.line,
      linecolor: tokens.line,
      zerolinecolor: tokens.line,
      tickfont: { color: tokens.muted },
      exponentformat: "SI",
    };
  }

  /** The figure of a chart. `layout.uirevision` stays while only readings come, so that a zoom is kept. */
  function figure(view, choices, tokens) {
    const drawable = choices.y.length > 0;
    const nothing = { data: [], shown: 0 };
    const { data, shown, account = chart.emptyAccount(), waits = false } = drawable ? TRACES[choices.kind](view, choices, tokens) : nothing;
    const { width = Infinity, height = Infinity } = view;
    const [xTitle, yTitle] = drawable ? titles(view, choices) : ["", ""];
    const { measurement, kind, x, y, over, logX, logY } = choices;
    const empty = data.length === 0;
    const layout = {
      uirevision: [measurement, kind, x, ...y, over, logX, logY].join("|"),
      autosize: true,
      margin: { l: 56, r: 24, t: toldAbove(data) ? 7 * tokens.size : 16, b: 48 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: tokens.font, size: tokens.size, color: tokens.ink },
      hovermode: "closest",
      hoverlabel: {
        bgcolor: tokens.surface,
        bordercolor: tokens.line,
        font: { color: tokens.ink, family: tokens.font },
      },
      modebar: { bgcolor: "rgba(0,0,0,0)", color: tokens.muted, activecolor: tokens.ink },
      showlegend: y.length > 1 && !empty,
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" },
      xaxis: axis(lines(xTitle, width - BESIDE, tokens), logX, !empty, view.width >= ROOMY, tokens),
      yaxis: axis(lines(yTitle, height - BELOW, tokens), logY, !empty, true, tokens),
      annotations: empty ? [note(view.loading || waits ? "Loading the points…" : "No points yet", tokens)] : [],
    };
    return { data, layout, shown, account };
  }

  Object.assign(chart, { figure, colourScale, colourBar, escape, hover, wrapped });
  if (typeof module !== "undefined" && module.exports)
    module.exports = { figure, colourScale, escape, hover };
})(typeof window !== "undefined" ? window : globalThis);
