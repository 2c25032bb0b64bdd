/* Rows measured before the browser came: fetched in pieces, newest first, until the view has what it needs.
 * */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const chart = (PyBirch.chart = PyBirch.chart || {});
  const PIECE_NUMBERS = 1000000; // 8 MB
  const AGAIN = 5000;

  class History {
    /** `loadRun(scanId, measurement, first, last, columns)` -> promise of a run; `loaded()` after each piece. */
    constructor(loadRun, loaded) {
      this._loadRun = loadRun;
      this._loaded = loaded;
      this._job = null;
      this.trouble = "";
    }

    /** Fetch what lies before the series's first row, as far as the series holds it: its numbers, and with
     *  `array` that array column too. A call while that goes on changes nothing. */
    load(scanId, measurement, series, array = null) {
      if (this._job && this._job.series === series && this._job.array === array) return;
      this.stop();
      const from = array ? series.firstOf(array) : series.start;
      if (series.length === 0 || from <= leastRow(series, array)) return;
      series.forgetBefore(from);
      this._job = { scanId, measurement, series, array, from };
      this._work(this._job);
    }

    stop() {
      this._job = null;
      this.trouble = "";
    }

    /** Share of the missing rows that is here, or null when nothing is being fetched. */
    progress(series) {
      const job = this._job;
      return job && job.series === series ? (job.from - series.start) / job.from : null;
    }

    async _work(job) {
      const { scanId, measurement, series, array } = job;
      const columns = series.columns.filter(({ name, size }) => size === 1 || name === array);
      const numbers = columns.reduce((sum, { size }) => sum + size, 1);
      const rows = Math.max(100, Math.min(PyBirch.MOST_ROWS - 1, Math.floor(PIECE_NUMBERS / numbers)));
      const names = columns.map(({ name }) => name);
      while (this._job === job && series.start > leastRow(series, array)) {
        try {
          const run = await this._loadRun(
            scanId,
            measurement,
            Math.max(0, series.start - rows),
            series.start,
            names,
          );
          if (this._job !== job) return;
          if (!(series.prepend(run) > 0)) break;
          this.trouble = "";
        } catch (error) {
          if (this._job !== job) return;
          this.trouble = `Earlier points cannot be loaded: ${error.message}`;
          this._loaded();
          await new Promise((done) => root.setTimeout(done, AGAIN));
        }
        this._loaded();
      }
      if (this._job === job) this._job = null;
      this._loaded();
    }
  }

  /** The row before which nothing would be kept. */
  function leastRow(series, array) {
    if (series.thins && !array) return 0;
    return Math.max(0, series.end - (array ? series.rowsOf(array) : series.retain));
  }

  chart.History = History;
  if (typeof module !== "undefined" && module.exports) module.exports = { History };
})(typeof window !== "undefined" ? window : globalThis);
