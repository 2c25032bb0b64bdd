// @ts-nocheck
/* Asks the server about a plan while it is being written: after a short quiet, the newest alone, answers in order. */
const QUIET = 200;
const AGAIN = 3000;
const CLOCK = { setTimeout: (work, ms) => globalThis.setTimeout(work, ms), clearTimeout: (timer) => globalThis.clearTimeout(timer) };

export class Checker {
  /** `ask(plan)` -> promise of a report; `told({report, failed, checking})` at each change. */
  constructor(ask, told, clock = CLOCK) {
    this._ask = ask;
    this._told = told;
    this._clock = clock;
    this._asked = 0;
    this._timer = null;
    this._plan = null;
  }

  /** Check `plan` once nothing has changed for a moment. */
  check(plan, quiet = QUIET) {
    this._plan = plan;
    this._asked += 1;
    this._told({ checking: true });
    this._later(quiet);
  }

  /** Check the same plan again: the bench or the server may be another by now. */
  again() {
    if (this._plan) this.check(this._plan, 0);
  }

  stop() {
    this._asked += 1;
    this._clock.clearTimeout(this._timer);
    this._plan = null;
  }

  _later(ms) {
    this._clock.clearTimeout(this._timer);
    this._timer = this._clock.setTimeout(() => this._run(), ms);
  }

  async _run() {
    const mine = this._asked;
    let result;
    try {
      result = { report: await this._ask(this._plan), failed: "", checking: false };
    } catch (error) {
      result = { report: null, failed: error.message, checking: false };
    }
    if (mine !== this._asked) return; // a newer plan is on its way
    this._told(result);
    if (result.failed) this._later(AGAIN);
  }
}
