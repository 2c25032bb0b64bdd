/* Several scans in one figure: how they are drawn, and what of their readings is not to be seen. */
import { ALWAYS, type OverlayChoices } from "./overlay.ts";
import { accountOfPoints, emptyAccount, type Account } from "./account.ts";
import { alonePoints, type Trace } from "./lines.ts";
import { escape } from "./look.ts";
import { MapFiller } from "./maps.ts";
import type { Choices, Exact, Tokens, View, Zoom } from "./model.ts";
import { drawable } from "./numbers.ts";
import { points } from "./drawn_points.ts";
import * as format from "../core/format.ts";
import type { Series } from "../core/series.ts";

/** One scan of the figure, at its place in the list. */
export interface OverlayItem {
  scan: { scan_id: string; name: string };
  at: number;
  series: Series | null;
  measurement?: string;
  hidden?: boolean;
  exact?: Exact | null;
}

export interface OverlayFigure {
  data: Trace[];
  layout: Record<string, unknown>;
  account: Account;
}

/** How the scan at a place of the list is drawn: {color, dash}. */
export function look(at: number, tokens: Tokens): { color: string; dash: "solid" | "dash" } {
  const count = tokens.colours.length;
  return { color: tokens.colours[at % count], dash: at < count ? "solid" : "dash" };
}

/** What a chart knows of one scan of the figure. */
export function viewOf({ scan, measurement = "" }: OverlayItem, series: Series, zoom: Zoom, width: number): View {
  const none = { measurements: [], axes: [], map: new MapFiller(), defaultView: "whole" as const };
  return { ...none, scanId: scan.scan_id, measurement, series, zoom, width, startedAt: null };
}

/** What was chosen, as charts of one scan have it. */
export function chosenOf({ x, y, kind, logX, logY }: OverlayChoices): Choices {
  const ofMaps = { colour: null, over: null, scale: "", slices: {}, repeats: "mean" as const };
  return { ...ofMaps, measurement: null, x, y: [y], kind, logX, logY, view: "whole", window: 0 };
}

/** What Plotly draws of `items`; `width` in px. */
export function figure(
  items: readonly OverlayItem[],
  choices: OverlayChoices,
  tokens: Tokens,
  { zoom = { x: null, y: null }, width = Infinity }: { zoom?: Zoom; width?: number } = {},
): OverlayFigure {
  const drawn = items.map((item) => traces(item, choices, tokens, zoom, width));
  return {
    data: drawn.flatMap(({ data }) => data),
    account: together(drawn.filter((_, at) => !items[at].hidden).map(({ account }) => account)),
    layout: {
      uirevision: [choices.x, choices.y, choices.logX, choices.logY].join("|"),
      autosize: true,
      margin: { l: 64, r: 16, t: 16, b: 48 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: tokens.font, size: tokens.size, color: tokens.ink },
      hovermode: "closest",
      hoverlabel: { bgcolor: tokens.surface, bordercolor: tokens.line, namelength: -1, font: { color: tokens.ink, family: tokens.font } },
      showlegend: false, // the list beside the figure is one
      xaxis: axis(titleOf(choices.x, items), choices.logX, tokens),
      yaxis: axis(titleOf(choices.y, items), choices.logY, tokens),
    },
  };
}

function axis(title: string, log: boolean, tokens: Tokens): object {
  return {
    title: { text: escape(title), standoff: 8 },
    type: log ? "log" : "linear",
    gridcolor: tokens.line,
    linecolor: tokens.line,
    zerolinecolor: tokens.line,
    tickfont: { color: tokens.muted },
    exponentformat: "power",
  };
}

/** Name and unit of a column, all units where the scans have it in several. */
function titleOf(name: string, items: readonly OverlayItem[]): string {
  const known = ALWAYS.find(({ value }) => value === name);
  const units = new Set(items.map(({ series }) => (series ? series.unit(name) : "")).filter(Boolean));
  return known ? known.label : format.titled(name, [...units].join(", "));
}

/** {data, account} of one scan: its trace, and one of the readings that no line leads to where there are any. */
function traces(
  item: OverlayItem,
  choices: OverlayChoices,
  tokens: Tokens,
  zoom: Zoom,
  width: number,
): { data: Trace[]; account: Account } {
  const { scan, at, series, hidden } = item;
  const { color, dash } = look(at, tokens);
  const trace = {
    type: "scatter",
    mode: choices.kind === "scatter" ? "markers" : "lines",
    name: escape(`${scan.scan_id} · ${scan.name}`),
    uid: scan.scan_id,
    x: new Float64Array() as Float64Array,
    y: new Float64Array() as Float64Array,
    visible: !hidden,
    line: { width: 1.5, color, dash },
    marker: { size: 5, color, symbol: dash === "solid" ? "circle" : "circle-open" },
    connectgaps: false,
    hovertemplate: "%{x:.6~g}, %{y:.6~g}<extra>%{fullData.name}</extra>",
  };
  if (!series || series.length === 0) return { data: [trace], account: emptyAccount() };
  const view = { ...viewOf(item, series, zoom, width), exact: item.exact ?? null };
  const chosen = chosenOf(choices);
  const drawn = points(view, chosen);
  trace.x = drawable(drawn.values(choices.x));
  trace.y = drawable(drawn.values(choices.y));
  const lonely = choices.kind === "line" ? alonePoints(trace, chosen, `${scan.scan_id}alone`) : [];
  return { data: [trace, ...lonely], account: accountOfPoints(view, chosen, drawn, trace.x, [trace.y]) };
}

/** One account of all: sums of their counts. */
function together(accounts: readonly Account[]): Account {
  const sum: Account = emptyAccount();
  for (const account of accounts) {
    for (const name of COUNTED) sum[name] += account[name];
    sum.of = sum.of === null || account.of === null ? null : sum.of + account.of;
    sum.crowded = Boolean(sum.crowded) || account.crowded;
  }
  return sum;
}

const COUNTED = ["shown", "none", "infinite", "logX", "logY", "placeless"] as const;
