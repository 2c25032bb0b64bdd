// @ts-nocheck
/* The last minutes of every instrument's values and positions, gathered while the app is open, so that the page of an
 * instrument has a history to show from its first moment. */

const MOST = 240;
const APART = 1000; // ms between two samples that are kept

export class Samples {
  constructor({ most = MOST, apart = APART } = {}) {
    this._most = most;
    this._apart = apart;
    this._kept = new Map(); // instrument -> {at, times, rows: [{value, position}]}
  }

  /** Take up an `instrument_status`. */
  add({ instrument_id: id, timestamp, value = {}, position = {} }) {
    const at = Date.parse(timestamp);
    if (!Number.isFinite(at)) return;
    const kept = this._kept.get(id) || { times: [], rows: [] };
    this._kept.set(id, kept);
    const last = kept.times[kept.times.length - 1];
    if (last !== undefined && at - last < this._apart) return;
    kept.times.push(at);
    kept.rows.push({ value: { ...value }, position: { ...position } });
    if (kept.times.length <= this._most) return;
    kept.times.shift();
    kept.rows.shift();
  }

  /** {times, values} of one quantity: `of` is "value" or "position". */
  of(id, of, name) {
    const { times, rows } = this._kept.get(id) || { times: [], rows: [] };
    const there = times.map((_, at) => at).filter((at) => typeof rows[at][of][name] === "number");
    return { times: there.map((at) => times[at]), values: there.map((at) => rows[at][of][name]) };
  }
}
