/* What is taken away of a chart: the readings of its view as CSV, and its figure for paper; both of every reading in view. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const chart = (PyBirch.chart = PyBirch.chart || {});
  const LOOK_AGAIN = 50;

  class Taking {
    /** `look()` -> {view, choices, graph, scan} as they are now. */
    constructor(loadRun, look) {
      this._loadRun = loadRun;
      this._look = look;
    }

    /** The parts of a CSV text. */
    async csv() {
      const { view, choices, graph } = await this._whole();
      const traces = graph ? graph.data : [];
      const hidden = choices.y.filter((_, at) => traces[at] && traces[at].visible === "legendonly");
      return chart.csv(view, choices, this._loadRun, hidden);
    }

    /** {figure, caption}, see print.js. */
    async printed() {
      const { view, choices, graph, scan } = await this._whole();
      const { data = [], layout } = graph || {};
      const shown = { visible: data.map((trace) => trace.visible), ...chart.rangesShown(layout) };
      const exact = await chart.exactForPrint(view, choices, this._loadRun);
      const whole = { ...view, ...exact, ...chart.PRINT_SIZE };
      const { account, ...figure } = chart.figure(whole, choices, chart.PAPER);
      const slab = choices.kind === "heatmap" && view.series ? chart.sliceWords(view.map.slices.of(view, choices)) : [];
      const caption = [...chart.caption(scan, choices.measurement), [...slab, ...chart.says(account)].join(" · ")];
      return { figure: chart.print(figure, caption, shown), caption };
    }

    /** What is looked at, once everything is here that a map is made of. */
    async _whole() {
      for (;;) {
        const seen = this._look();
        if (seen.choices.kind !== "heatmap" || !seen.view.incomplete) return seen;
        await new Promise((done) => root.setTimeout(done, LOOK_AGAIN));
      }
    }
  }

  chart.Taking = Taking;
  if (typeof module !== "undefined" && module.exports) module.exports = { Taking };
})(typeof window !== "undefined" ? window : globalThis);
