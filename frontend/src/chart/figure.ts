/* What Plotly draws of a view, made without touching the page, and what of the readings it does not show. */
import { emptyAccount, type Account } from "./account.ts";
import { label as chartLabel } from "./choices.ts";
import { BELOW, BESIDE, LEAST_LETTERS, LETTER, ROOMY, escape, toldAbove } from "./look.ts";
import { lineTraces, type Drawing, type Trace } from "./lines.ts";
import { mapTraces } from "./maps.ts";
import type { Choices, EarlyView, Kind, Tokens, View } from "./model.ts";
import { spectrumTraces, waterfallTraces } from "./spectra.ts";
import * as format from "../core/format.ts";

/** What draws each kind of chart. */
const TRACES: Record<Kind, (view: View, choices: Choices, tokens: Tokens) => Drawing> = {
  line: lineTraces,
  scatter: lineTraces,
  heatmap: mapTraces,
  spectrum: spectrumTraces,
  waterfall: waterfallTraces,
};

/** What stands at the axes of a kind: [x title, y title]. */
function titles({ series }: View, { kind, x, y, over }: Choices): [x: string, y: string] {
  const label = (name: string): string => chartLabel(series, name);
  if (kind === "waterfall") return [label(x), label(over ?? "")];
  if (y.length === 1) return [label(x), label(y[0])];
  const units = new Set(y.map((name) => series.unit(name)));
  const unit = units.size === 1 ? [...units][0] : "";
  return [label(x), format.titled("value", unit)];
}

function note(text: string, tokens: Tokens): object {
  return { text, showarrow: false, xref: "paper", yref: "paper", x: 0.5, y: 0.5, font: { color: tokens.muted, size: tokens.size + 2 } };
}

/** Text in as many lines as it needs along so many pixels, broken where names have joints. */
export function wrapped(text: string, pixels: number, size: number): string[] {
  const most = Math.max(LEAST_LETTERS, Math.floor(pixels / (LETTER * size)));
  const made = [""];
  for (const part of text.match(/[^ ._]*[ ._]*/g) ?? []) {
    const last = made.length - 1;
    if ((made[last] + part).trimEnd().length <= most) made[last] += part;
    else made.push(...(part.match(new RegExp(`.{1,${most}}`, "gu")) || []));
  }
  return made.map((line) => line.trimEnd()).filter(Boolean);
}

function lines(title: string, pixels: number, { size }: Tokens): string {
  return wrapped(title, pixels, size).map(escape).join("<br>");
}

/** Labels stay level where there is room, and may reach to the edge: to look at each costs half of a drawing. */
function axis(title: string, log: boolean, visible: boolean, level: boolean, tokens: Tokens) {
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

export interface Figure {
  data: Trace[];
  layout: Record<string, unknown>;
  /** Readings that are drawn. */
  shown: number;
  account: Account;
}

/** The figure of a chart. `layout.uirevision` stays while only readings come, so that a zoom is kept. */
export function figure(view: EarlyView, choices: Choices, tokens: Tokens): Figure {
  const ready = view.series && choices.y.length > 0 ? { ...view, series: view.series } : null;
  const drawing: Drawing = ready ? TRACES[choices.kind](ready, choices, tokens) : { data: [], shown: 0 };
  const { data, shown, account = emptyAccount(), waits = false } = drawing;
  const { width = Infinity, height = Infinity } = view;
  const [xTitle, yTitle] = ready ? titles(ready, choices) : ["", ""];
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
    xaxis: axis(lines(xTitle, width - BESIDE, tokens), logX, !empty, width >= ROOMY, tokens),
    yaxis: axis(lines(yTitle, height - BELOW, tokens), logY, !empty, true, tokens),
    annotations: empty ? [note(view.loading || waits ? "Loading the points…" : "No points yet", tokens)] : [],
  };
  return { data, layout, shown, account };
}
