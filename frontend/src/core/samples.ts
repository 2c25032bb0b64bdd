/* The last minutes of every instrument's values and positions, gathered while the app is open, so that the page of an instrument has a
 * history to show from its first moment. */
import type { InstrumentStatus } from "./events.gen.ts";

const MOST = 240; // samples of each instrument
const APART = 1000; // ms between two samples that are kept

interface Sample {
  /** Epoch ms. */
  at: number;
  value: Record<string, unknown>;
  position: Record<string, unknown>;
}

export class Samples {
  private readonly most: number;
  private readonly apart: number;
  private readonly kept = new Map<number, Sample[]>();

  constructor({ most = MOST, apart = APART } = {}) {
    this.most = most;
    this.apart = apart;
  }

  add({ instrument_id: id, timestamp, value = {}, position = {} }: InstrumentStatus): void {
    const at = Date.parse(timestamp);
    if (!Number.isFinite(at)) return;
    const kept = this.kept.get(id) ?? [];
    this.kept.set(id, kept);
    if (at - (kept.at(-1)?.at ?? -Infinity) < this.apart) return;
    kept.push({ at, value: { ...value }, position: { ...position } });
    if (kept.length > this.most) kept.shift();
  }

  /** The samples of one quantity of an instrument. */
  of(id: number, of: "value" | "position", name: string): { times: number[]; values: number[] } {
    const there = (this.kept.get(id) ?? []).filter((sample) => typeof sample[of][name] === "number");
    return { times: there.map(({ at }) => at), values: there.map((sample) => sample[of][name] as number) };
  }
}
