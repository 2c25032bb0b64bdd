// @ts-nocheck
/* What a dcc.Graph does by itself is kept from its element: the figures drawn there are ours. */
/** Call `work()` at each zoom of `graph`, and nobody else: dcc.Graph would answer one by drawing its own figure, which is
 *  empty, now or as soon as it has put its listeners on. */
export function onZoom(graph, work) {
  graph.removeAllListeners("plotly_relayout");
  const on = (graph.pbOn = graph.pbOn || graph.on);
  graph.on = (name, listener) => (name === "plotly_relayout" ? graph : on.call(graph, name, listener));
  on.call(graph, "plotly_relayout", work);
}

/** The window a person zoomed to, of a graph's layout: {x: [from, to] or null, y: …}, in values also where an axis is
 *  logarithmic. */
export function zoomOf(layout) {
  const range = (axis) => {
    if (!axis || axis.autorange !== false || !axis.range) return null;
    const [a, b] = axis.type === "log" ? axis.range.map((value) => 10 ** value) : axis.range;
    return [Math.min(a, b), Math.max(a, b)];
  };
  return layout ? { x: range(layout.xaxis), y: range(layout.yaxis) } : { x: null, y: null };
}

/** {x, y}: the ranges of the axes as they are to be printed, null for one that follows the data. Plotly scales y to all data
 *  while only x is zoomed, and printed is the window alone. */
export function rangesShown(layout) {
  const { x, y } = zoomOf(layout);
  const range = (axis, zoomed) => (zoomed && axis && axis.range ? [...axis.range] : null);
  return { x: range(layout && layout.xaxis, x), y: range(layout && layout.yaxis, x || y) };
}
