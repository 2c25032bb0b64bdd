/* A figure for paper and for sending away: light whatever the page's theme, with a title that says what it is, as a
 * Plotly figure or as a page of its own that needs nothing else. */
import { arrayColumns, readArrays, rowsInView } from "./array_rows.ts";
import { exactTable } from "./exact.ts";
import { wrapped } from "./figure.ts";
import { escape } from "./look.ts";
import type { Figure } from "./figure.ts";
import type { Trace } from "./lines.ts";
import type { Choices, EarlyView, LoadRun, Tokens, View } from "./model.ts";
import { isOfPoints } from "./ranges.ts";
import * as format from "../core/format.ts";

/** A title, and the lines below it. */
export type Caption = [title: string, ...below: string[]];

/** What a person sees of a graph: whether each trace is visible, and the ranges, null for one that follows the data. */
export interface Shown {
  visible: (boolean | "legendonly" | undefined)[];
  x: number[] | null;
  y: number[] | null;
}

/** What Plotly draws. */
export interface PrintedFigure {
  data: Trace[];
  layout: Record<string, unknown>;
}

/** A scan, as far as a caption names it. */
export interface Captioned {
  scan_id: string;
  name: string;
  sample?: string | null;
  started_at?: string | null;
  timestamp?: string;
}

/** Drawing on paper; the page's own tokens change with its theme. */
export const PAPER: Tokens = {
  ink: "#12161c",
  muted: "#454e5b",
  line: "#d5dae1",
  surface: "#ffffff",
  font: "Helvetica, Arial, sans-serif",
  size: 15,
  colours: ["#2f6fed", "#d97706", "#0f8a7a", "#9333ea", "#c93670", "#64748b"],
};
const SIZE = { width: 1200, height: 800 };
const SIDES = 120; // px beside the lines below the title
const SMALL = 14; // their letters
const SCRIPT_END = /<\/(?=script)/gi;
const MOST: Partial<Record<Choices["kind"], number>> = { line: 2500000, scatter: 50000 }; // readings in a picture: each point of the latter is an element of it
const MOST_CELLS = 2000000; // of a waterfall

/** What a view is printed with: every reading of it, or, where that would be too many, those that the page draws. */
export async function exactForPrint(early: EarlyView, choices: Choices, loadRun: LoadRun): Promise<Partial<View>> {
  const { series } = early;
  if (!series) return { printed: true };
  const view: View = { ...early, series };
  if (choices.kind === "waterfall") {
    const rows = rowsInView(view, choices);
    if (rows.length * series.size(choices.y[0]) > MOST_CELLS) return { printed: true };
    const missing = rows.filter((row) => row < series.firstOf(choices.y[0]));
    return { arrays: await readArrays(loadRun, view, arrayColumns(series, choices), missing), most: Infinity, printed: true };
  }
  const table = isOfPoints(choices) ? await exactTable(view, choices, loadRun, MOST[choices.kind] ?? 0) : null;
  return table ? { exact: { table, from: 0 }, most: Infinity, printed: true } : { printed: true };
}

/** The caption of a scan's figure. */
export function caption(scan: Captioned, measurement: string | null): Caption {
  const when = format.moment(scan.started_at ?? scan.timestamp ?? "");
  const sample = scan.sample ? `sample ${scan.sample}` : "";
  const known = [sample, measurement, when === format.NONE ? "" : when];
  return [`${scan.scan_id} · ${scan.name}`, known.filter(Boolean).join(" · ")];
}

/** A figure that is drawn with PAPER, as it is to be printed. */
export function print({ data, layout }: Pick<Figure, "data" | "layout">, [title, ...below]: Caption, shown: Shown): PrintedFigure {
  const legend = layout.showlegend;
  const lines = below.flatMap((text) => wrapped(text, SIZE.width - SIDES, SMALL));
  const made: Record<string, unknown> = {
    ...layout,
    paper_bgcolor: PAPER.surface,
    plot_bgcolor: PAPER.surface,
    margin: { l: 80, r: 32, t: (legend ? 116 : 92) + 19 * Math.max(0, lines.length - 1), b: 64 },
    title: {
      text: escape(title),
      subtitle: { text: lines.map(escape).join("<br>"), font: { size: SMALL, color: PAPER.muted } },
      font: { size: 20 },
      x: 0,
      xref: "paper",
      xanchor: "left",
      y: 0.97,
      yref: "container",
      yanchor: "top",
    },
    xaxis: axis(layout.xaxis as object, shown.x),
    yaxis: axis(layout.yaxis as object, shown.y),
  };
  for (const name of ["uirevision", "datarevision", "modebar"]) delete made[name];
  return { data: data.map((trace, at) => seen(trace, shown.visible[at])), layout: made };
}

function axis(given: object, range: number[] | null): object {
  const made = { ...given, automargin: true, linecolor: PAPER.muted, showline: true, ticks: "outside" };
  return range ? { ...made, range: [...range], autorange: false } : made;
}

function seen(trace: Trace, visible: Shown["visible"][number]): Trace & { visible?: boolean | "legendonly" } {
  return visible === undefined ? trace : { ...trace, visible };
}

/** A page that shows the figure without a server or a network; `plotly` is the text of plotly.js. */
export function standalone(figure: object, [title, ...below]: Caption, plotly: string): string {
  const text = JSON.stringify(figure, plain).replace(/</g, "\\u003c");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<meta name="description" content="${escape(below.filter(Boolean).join(" · ")).replace(/"/g, "&quot;")}">
<style>html, body { height: 100%; margin: 0; background: #fff; } #figure { height: 100%; min-height: 320px; }</style>
</head>
<body>
<div id="figure"></div>
<script>${plotly.replace(SCRIPT_END, "<\\/")}</script>
<script>
const { data, layout } = ${text};
Plotly.newPlot("figure", data, layout, { responsive: true, displaylogo: false, scrollZoom: true });
</script>
</body>
</html>
`;
}

/** Typed arrays as arrays; numbers that are none become null by themselves. */
function plain(_: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
}

export { SIZE as PRINT_SIZE };
