// @ts-nocheck
/* How old events are when they reach this browser, from their timestamps: the last few hundred, for a median
 * and a 99th percentile. */
const KEPT = 200;
const RECENT = 60000;

export class Latency {
  constructor() {
    this._seen = []; // {age, at}
    this._ahead = 0; // ms by which the server's clock seems to run ahead of ours
  }

  /** Take the newest event of a frame into account. `now`: epoch ms. */
  observe(events, now) {
    const newest = events.length ? stampOf(events[events.length - 1]) : NaN;
    if (!Number.isFinite(newest)) return;
    const age = now - newest;
    if (age < -this._ahead) this._ahead = -age;
    this._seen.push({ age, at: now });
    if (this._seen.length > KEPT) this._seen.shift();
  }

  /** The age in ms that a share `q` (0 to 1) of the last minute's events did not exceed, null when there were none. */
  quantile(q, now) {
    while (this._seen.length && now - this._seen[0].at > RECENT) this._seen.shift();
    if (this._seen.length === 0) return null;
    const sorted = this._seen.map(({ age }) => age).sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] + this._ahead;
  }
}

function stampOf([, data]) {
  if (!data) return NaN;
  const stamp = data.timestamps ? data.timestamps[data.timestamps.length - 1] : data.timestamp;
  return typeof stamp === "string" ? Date.parse(stamp) : NaN;
}
