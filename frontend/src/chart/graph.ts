/* The graph element of a dcc.Graph: its zoom, and how dcc.Graph is kept from drawing figures of its own there. */
import type { Pair, Zoom } from "./model.ts";

type Listener = (event: unknown) => void;

/** An axis of a layout as Plotly keeps it. */
export interface LayoutAxis {
  autorange?: boolean | string;
  range?: number[];
  type?: string;
}

export interface Layout {
  xaxis?: LayoutAxis;
  yaxis?: LayoutAxis;
  /** Differs where data has changed. */
  datarevision?: number;
}

/** The element in which Plotly has drawn. */
export interface Graph extends HTMLElement {
  data: { visible?: boolean | "legendonly" }[];
  layout: Layout;
  on(name: string, listener: Listener): unknown;
  removeAllListeners(name: string): void;
  /** Its own `on`, before `onZoom` put another one in its place. */
  pbOn?: Graph["on"];
}

/** Call `work()` at each zoom of `graph`, and nobody else: dcc.Graph would answer one by drawing its own figure, which is
 *  empty, now or as soon as it has put its listeners on. */
export function onZoom(graph: Graph, work: Listener): void {
  graph.removeAllListeners("plotly_relayout");
  const on = (graph.pbOn ??= graph.on);
  graph.on = (name, listener) => (name === "plotly_relayout" ? graph : on.call(graph, name, listener));
  on.call(graph, "plotly_relayout", work);
}

/** The window a person zoomed to, of a graph's layout. */
export function zoomOf(layout: Layout | null | undefined): Zoom {
  const range = (axis: LayoutAxis | undefined): Pair | null => {
    if (!axis || axis.autorange !== false || !axis.range) return null;
    const [a, b] = axis.type === "log" ? axis.range.map((value) => 10 ** value) : axis.range;
    return [Math.min(a, b), Math.max(a, b)];
  };
  return layout ? { x: range(layout.xaxis), y: range(layout.yaxis) } : { x: null, y: null };
}

/** The ranges of the axes for print, null for one that follows the data. Plotly scales y to all data while only x is zoomed, and
 *  the window alone is printed. */
export function rangesShown(layout: Layout | null | undefined): { x: number[] | null; y: number[] | null } {
  const { x, y } = zoomOf(layout);
  const range = (axis: LayoutAxis | undefined, zoomed: Pair | null): number[] | null => (zoomed && axis?.range ? [...axis.range] : null);
  return { x: range(layout?.xaxis, x), y: range(layout?.yaxis, x || y) };
}
