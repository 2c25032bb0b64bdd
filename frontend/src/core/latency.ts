/* How old events are when they reach this browser, from their timestamps: the last few hundred, for a median and a 99th
 * percentile. */
import type { Told } from "./frames.ts";

const KEPT = 200;
const RECENT = 60000; // ms

export class Latency {
  private readonly seen: { age: number; at: number }[] = [];
  /** Milliseconds by which the server's clock seems to run ahead of ours. */
  private ahead = 0;

  /** Take the newest event of a frame into account. `now`: epoch ms. */
  observe(events: readonly Told[], now: number): void {
    const newest = events.length ? timestampOf(events[events.length - 1]) : NaN;
    if (!Number.isFinite(newest)) return;
    const age = now - newest;
    if (age < -this.ahead) this.ahead = -age;
    this.seen.push({ age, at: now });
    if (this.seen.length > KEPT) this.seen.shift();
  }

  /** The age in ms that a share `q` (0 to 1) of the last minute's events did not exceed, null when there were none. */
  quantile(q: number, now: number): number | null {
    while (this.seen.length && now - this.seen[0].at > RECENT) this.seen.shift();
    if (this.seen.length === 0) return null;
    const sorted = this.seen.map(({ age }) => age).sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] + this.ahead;
  }
}

function timestampOf([, data]: Told): number {
  const stamp = "timestamps" in data ? data.timestamps?.at(-1) : "timestamp" in data ? data.timestamp : null;
  return typeof stamp === "string" ? Date.parse(stamp) : NaN;
}
