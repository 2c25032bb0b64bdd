// @ts-nocheck
/* Rows measured before the browser came: fetched in pieces, newest first, until the view has what it needs.
 * */
import { MOST_ROWS } from "../core/columns.ts";

const PIECE_NUMBERS = 1000000; // 8 MB
const AGAIN = 5000;

export class History {
  /** `loadRun(scanId, measurement, first, last, columns)` -> promise of a run; `loaded()` after each piece. */
  constructor(loadRun, loaded) {
    this._loadRun = loadRun;
    this._loaded = loaded;
    this._job = null;
    this.trouble = "";
  }

  /** Fetch what lies before the series's first row, the last `rows` of all as far as the series holds them: its
   *  numbers, and with `array` that array column too. A call while that goes on changes nothing. */
  load(scanId, measurement, series, { array = null, rows = Infinity } = {}) {
    const job = { scanId, measurement, series, array, rows, from: array ? series.firstOf(array) : series.start };
    if (this._job && ["series", "array", "rows"].every((name) => this._job[name] === job[name])) return;
    this.stop();
    if (series.length === 0 || job.from <= leastRow(job)) return;
    series.forgetBefore(job.from);
    this._job = job;
    this._work(this._job);
  }

  stop() {
    this._job = null;
    this.trouble = "";
  }

  /** Share of the missing rows that is here, or null when nothing is being fetched. */
  progress(series) {
    const job = this._job;
    if (!job || job.series !== series) return null;
    const wanted = job.from - leastRow(job);
    return wanted > 0 ? Math.min(1, (job.from - series.start) / wanted) : 1;
  }

  async _work(job) {
    const { scanId, measurement, series, array } = job;
    const columns = series.columns.filter(({ name, size }) => size === 1 || name === array);
    const numbers = columns.reduce((sum, { size }) => sum + size, 1);
    const rows = Math.max(100, Math.min(MOST_ROWS - 1, Math.floor(PIECE_NUMBERS / numbers)));
    const names = columns.map(({ name }) => name);
    while (this._job === job && series.start > leastRow(job)) {
      try {
        const run = await this._loadRun(scanId, measurement, Math.max(0, series.start - rows, leastRow(job)), series.start, names);
        if (this._job !== job) return;
        if (!(series.prepend(run) > 0)) break;
        this.trouble = "";
      } catch (error) {
        if (this._job !== job) return;
        this.trouble = `Earlier points cannot be loaded: ${error.message}`;
        this._loaded();
        await new Promise((done) => globalThis.setTimeout(done, AGAIN));
      }
      this._loaded();
    }
    if (this._job === job) this._job = null;
    this._loaded();
  }
}

/** The row before which nothing would be kept. */
function leastRow({ series, array, rows }) {
  const kept = array ? series.rowsOf(array) : series.thins ? Infinity : series.retain;
  return Math.max(0, series.end - Math.min(rows, kept));
}
