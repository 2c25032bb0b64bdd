// @ts-nocheck
/* (view, choices, tokens) -> {data, layout, shown, account}: what Plotly draws, made without touching the page, and what of the
 * readings it does not show. */
import { emptyAccount } from "./account.ts";
import { label as chartLabel } from "./choices.ts";
import { BELOW, BESIDE, LEAST_LETTERS, LETTER, ROOMY, escape, toldAbove } from "./look.ts";
import { lineTraces } from "./lines.ts";
import { mapTraces } from "./maps.ts";
import { spectrumTraces, waterfallTraces } from "./spectra.ts";
import * as format from "../core/format.ts";

const TRACES = {
  line: (...all) => lineTraces(...all),
  scatter: (...all) => lineTraces(...all),
  heatmap: (...all) => mapTraces(...all),
  spectrum: (...all) => spectrumTraces(...all),
  waterfall: (...all) => waterfallTraces(...all),
};

/** What stands at the axes of a kind: [x title, y title]. */
function titles({ series }, { kind, x, y, over }) {
  const label = (name) => chartLabel(series, name);
  if (kind === "waterfall") return [label(x), label(over)];
  if (y.length === 1) return [label(x), label(y[0])];
  const units = new Set(y.map((name) => series.unit(name)));
  const unit = units.size === 1 ? [...units][0] : "";
  return [label(x), format.titled("value", unit)];
}

function note(text, tokens) {
  return { text, showarrow: false, xref: "paper", yref: "paper", x: 0.5, y: 0.5, font: { color: tokens.muted, size: tokens.size + 2 } };
}

/** Text in as many lines as it needs along so many pixels, broken where names have joints. */
export function wrapped(text, pixels, size) {
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
export function figure(view, choices, tokens) {
  const drawable = choices.y.length > 0;
  const nothing = { data: [], shown: 0 };
  const { data, shown, account = emptyAccount(), waits = false } = drawable ? TRACES[choices.kind](view, choices, tokens) : nothing;
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
    hoverlabel: { bgcolor: tokens.surface, bordercolor: tokens.line, font: { color: tokens.ink, family: tokens.font } },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: tokens.muted, activecolor: tokens.ink },
    showlegend: y.length > 1 && !empty,
    legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" },
    xaxis: axis(lines(xTitle, width - BESIDE, tokens), logX, !empty, view.width >= ROOMY, tokens),
    yaxis: axis(lines(yTitle, height - BELOW, tokens), logY, !empty, true, tokens),
    annotations: empty ? [note(view.loading || waits ? "Loading the points…" : "No points yet", tokens)] : [],
  };
  return { data, layout, shown, account };
}
