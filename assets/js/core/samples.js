/* The last minutes of every instrument's values and positions, gathered while the app is open, so that the page of an
 * instrument has a history to show from its first moment. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const MOST = 240;
  const APART = 1000; // ms between two samples that are kept

  class Samples {
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

  PyBirch.Samples = Samples;
  if (typeof module !== "undefined" && module.exports) module.exports = { Samples };
  if (typeof document === "undefined") return;

  PyBirch.samples = new Samples();
  const add = (instrument) => PyBirch.samples.add(instrument);
  const begin = () => PyBirch.live.on("global", { snapshot: (state) => state.instruments.forEach(add), instrument_status: add });
  document.addEventListener("pybirch:page", begin, { once: true });
})(typeof window !== "undefined" ? window : globalThis);
