// @ts-nocheck
/* The readings of one scan's measurement through REST, in pieces from the first to the last, and on while the scan runs. */
import { MOST_ROWS } from "../core/columns.ts";
import { Series } from "../core/series.ts";

const KEPT = 1000000;
const FRESH = 1500; // ms between two looks at a scan that runs
const AGAIN = 5000;
const CLOCK = { setTimeout: (work, ms) => globalThis.setTimeout(work, ms), clearTimeout: (timer) => globalThis.clearTimeout(timer) };

export class Readings {
  /** `loadRun(scanId, measurement, first, last, columns)` -> promise of a run; `changed()` after each piece;
   *  `ended()` tells whether nothing more will come. */
  constructor(scanId, measurement, columns, { loadRun, changed, ended, clock = CLOCK }) {
    this.series = new Series(columns, { retain: KEPT });
    this.series.thins = true; // of readings that are too many some are kept
    this.trouble = "";
    this.whole = false;
    this._ask = (first) =>
      loadRun(
        scanId,
        measurement,
        first,
        first + MOST_ROWS - 1,
        columns.map(({ name }) => name),
      );
    this._ways = { changed, ended, clock };
    this._timer = null;
    this._stopped = false;
    this._work();
  }

  stop() {
    this._stopped = true;
    this._ways.clock.clearTimeout(this._timer);
  }

  async _work() {
    const { changed, ended } = this._ways;
    const last = ended(); // asked before the readings are: what comes in between is not the end
    let count = 0;
    try {
      const run = await this._ask(this.series.end);
      if (this._stopped) return;
      count = this.series.append(run);
      this.trouble = "";
    } catch (error) {
      if (this._stopped) return;
      this.trouble = error.message;
      this._later(AGAIN);
      changed();
      return;
    }
    this.whole = count <= 0 && last;
    if (!this.whole) this._later(count > 0 ? 0 : FRESH);
    changed();
  }

  _later(wait) {
    this._timer = this._ways.clock.setTimeout(() => this._work(), wait);
  }
}
