/* The traces of lines and points. Plotly draws no line to a reading without a value, so a reading that stands alone between such gaps
 * is drawn as a point of its own. Plotly makes a part of a CSS selector of a trace's uid: letters and digits only. */
import { accountOfPoints, type Account } from "./account.ts";
import { label } from "./choices.ts";
import { colourBar, colourScale, hover } from "./look.ts";
import type { Choices, Tokens, View } from "./model.ts";
import { drawable, shows } from "./numbers.ts";
import { passesOfSeries } from "./sweep_passes.ts";
import { points } from "./drawn_points.ts";
import { extremePoints } from "./window_points.ts";

/** A trace of readings as Plotly takes it, as far as we look at it again. */
export interface LineTrace {
  name: string;
  x: Float64Array;
  y: Float64Array;
  line: { width: number; color: string };
  legendgroup?: string;
}

/** What every trace has. */
export interface Trace {
  type?: string;
  uid?: string;
}

/** Traces, of how many readings, and what of them they show. */
export interface Drawing {
  data: Trace[];
  shown: number;
  account?: Account;
  /** Whether something is still to come without which nothing is drawn. */
  waits?: boolean;
}

/** Traces of kind line or scatter; markers are SVG too: the rows drawn are few, and a WebGL context is a
 *  scarce thing. */
export function lineTraces(view: View, choices: Choices, tokens: Tokens): Drawing {
  const drawn = points(view, choices);
  const xs = drawable(drawn.values(choices.x));
  const ys = choices.y.map((name) => drawable(drawn.values(name)));
  const colours = choices.colour ? drawable(drawn.values(choices.colour)) : null;
  const colour = (at: number): string => tokens.colours[at % tokens.colours.length];
  const lines = choices.y.map((name, at) => ({
    type: "scatter",
    mode: choices.kind === "scatter" ? "markers" : colours ? "lines+markers" : "lines",
    name: label(view.series, name),
    x: xs,
    y: ys[at],
    line: { width: 1.5, color: colour(at) },
    connectgaps: false,
    hovertemplate: hover({ x: label(view.series, choices.x), y: label(view.series, name) }),
    ...(choices.kind === "scatter" || colours ? marked(view, choices, tokens, colours, at) : {}),
  }));
  const lonely = choices.kind === "line" && !colours ? lines.flatMap((line, at) => alone(line, choices, `alone${at}`)) : [];
  return {
    data: [...lines, ...lonely, ...outside(view, choices)],
    shown: drawn.count,
    account: accountOfPoints(view, choices, drawn, xs, ys),
  };
}

function marked(view: View, choices: Choices, tokens: Tokens, colours: Float64Array | null, at: number): object {
  if (!colours || !choices.colour) return { marker: { size: 5, color: tokens.colours[at % tokens.colours.length] } };
  const { uid, colorbar } = colourBar(label(view.series, choices.colour), tokens, view);
  const colorscale = colourScale(choices.scale);
  return { uid: `${uid}${at}`, marker: { size: 5, color: colours, colorscale, showscale: at === 0, colorbar } };
}

/** [a trace of the readings of a line that no line leads to], or none; `line` is hidden and shown together with it. */
function alone<Line extends LineTrace>(line: Line, { logX, logY }: Choices, uid: string): (Line & { uid: string })[] {
  const there = (at: number): boolean => shows(line.x[at], logX) && shows(line.y[at], logY);
  const found: number[] = [];
  for (let at = 0; at < line.x.length; at += 1) if (there(at) && !there(at - 1) && !there(at + 1)) found.push(at);
  if (!found.length) return [];
  const of = (values: Float64Array): Float64Array => Float64Array.from(found, (at) => values[at]);
  const marker = { size: 5, color: line.line.color };
  line.legendgroup = line.name;
  return [{ ...line, uid, mode: "markers", marker, x: of(line.x), y: of(line.y), showlegend: false }];
}

/** Traces without a line or a mark, to which y is scaled while an exact window is drawn over an axis that is gone over several times. */
function outside(view: View, choices: Choices): { uid: string }[] {
  const { exact, zoom, series, printed } = view;
  if (!exact || !exact.table || !zoom.x || zoom.y || printed) return [];
  if (passesOfSeries(series, choices.x).count < 2) return [];
  const unseen = { type: "scatter", mode: "lines", line: { width: 0 }, hoverinfo: "skip", showlegend: false };
  return extremePoints(view, choices).map((numbers, at) => ({ ...unseen, uid: `outside${at}`, ...numbers }));
}

export { alone as alonePoints };
