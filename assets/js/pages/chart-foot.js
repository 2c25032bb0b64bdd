/* Below a chart: what of the readings in view is not to be seen. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el, text } = PyBirch.dom;

  /** Fill `node` from a chart (of PyBirch.chart) until what is returned is called. */
  function foot(node, chart) {
    const says = el("p.pb-chart-says");
    node.replaceChildren(says);
    return chart.onSays((told) => text(says, told));
  }

  PyBirch.chartFoot = foot;
})(window);
