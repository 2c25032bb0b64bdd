// @ts-nocheck
/* A figure for paper and for sending away: light whatever the page's theme, with a title that says what it is, as a
 * Plotly figure or as a page of its own that needs nothing else. */
import { arrayColumns, readArrays, rowsInView } from "./array_rows.ts";
import { exactTable } from "./exact.ts";
import { wrapped } from "./figure.ts";
import { escape } from "./look.ts";
import { isOfPoints } from "./ranges.ts";
import * as format from "../core/format.ts";

/** Drawing on paper; the page's own tokens change with its theme. */
export const PAPER = {
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
const MOST = { line: 2500000, scatter: 50000 }; // readings in a picture: each point of the latter is an element of it
const MOST_CELLS = 2000000; // of a waterfall

/** What a view is printed with: every reading of it, or, where that would be too many, those that the page draws. */
export async function exactForPrint(view, choices, loadRun) {
  const { series } = view;
  if (series && choices.kind === "waterfall") {
    const rows = rowsInView(view, choices);
    if (rows.length * series.size(choices.y[0]) > MOST_CELLS) return { printed: true };
    const missing = rows.filter((row) => row < series.firstOf(choices.y[0]));
    return { arrays: await readArrays(loadRun, view, arrayColumns(series, choices), missing), most: Infinity, printed: true };
  }
  const table = series && isOfPoints(choices) ? await exactTable(view, choices, loadRun, MOST[choices.kind]) : null;
  return table ? { exact: { table, from: 0 }, most: Infinity, printed: true } : { printed: true };
}

/** [title, line below it] of a scan's figure. */
export function caption(scan, measurement) {
  const when = format.moment(scan.started_at || scan.timestamp);
  const sample = scan.sample ? `sample ${scan.sample}` : "";
  const known = [sample, measurement, when === format.NONE ? "" : when];
  return [`${scan.scan_id} · ${scan.name}`, known.filter(Boolean).join(" · ")];
}

/** `figure`, drawn with PAPER, as it is to be printed: `shown` is {visible: per trace, x, y: range or null}, the caption
 *  [title, lines below it …]. */
export function print({ data, layout }, [title, ...below], shown) {
  const legend = layout.showlegend;
  const lines = below.flatMap((text) => wrapped(text, SIZE.width - SIDES, SMALL));
  const made = {
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
    xaxis: axis(layout.xaxis, shown.x),
    yaxis: axis(layout.yaxis, shown.y),
  };
  for (const name of ["uirevision", "datarevision", "modebar"]) delete made[name];
  return { data: data.map((trace, at) => seen(trace, shown.visible[at])), layout: made };
}

function axis(given, range) {
  const made = { ...given, automargin: true, linecolor: PAPER.muted, showline: true, ticks: "outside" };
  return range ? { ...made, range: [...range], autorange: false } : made;
}

function seen(trace, visible) {
  return visible === undefined ? trace : { ...trace, visible };
}

/** A page that shows the figure without a server or a network; `plotly` is the text of plotly.js. */
export function standalone(figure, [title, ...below], plotly) {
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
function plain(_, value) {
  return ArrayBuffer.isView(value) ? Array.from(value) : value;
}

export { SIZE as PRINT_SIZE };
