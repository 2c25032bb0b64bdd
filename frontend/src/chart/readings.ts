/* The readings of one scan's measurement through REST, in pieces from the first to the last, and on while the scan runs. */
import { CLOCK, type Timers } from "./timers.ts";
import type { LoadRun } from "./model.ts";
import { MOST_ROWS } from "../core/columns.ts";
import type { Column, PackedRun } from "../core/rooms.ts";
import { Series } from "../core/series.ts";

const KEPT = 1000000;
const FRESH = 1500; // ms between two looks at a scan that runs
const AGAIN = 5000;

interface Ways {
  loadRun: LoadRun;
  /** Called after each piece. */
  changed: () => void;
  /** Whether nothing more will come. */
  ended: () => boolean;
  clock?: Timers;
}

export class Readings {
  readonly series: Series;
  /** Why the readings could not be read, "" when all is well. */
  trouble = "";
  /** Whether every reading is here and no more will come. */
  whole = false;
  private readonly ask: (first: number) => Promise<PackedRun>;
  private readonly ways: Ways;
  private readonly clock: Timers;
  private timer: unknown;
  private stopped = false;

  constructor(scanId: string, measurement: string, columns: readonly Column[], ways: Ways) {
    this.series = new Series(columns, { retain: KEPT });
    this.series.thins = true; // of readings that are too many some are kept
    this.ways = ways;
    this.clock = ways.clock ?? CLOCK;
    this.ask = (first) =>
      ways.loadRun(
        scanId,
        measurement,
        first,
        first + MOST_ROWS - 1,
        columns.map(({ name }) => name),
      );
    void this.work();
  }

  stop(): void {
    this.stopped = true;
    this.clock.clearTimeout(this.timer as never);
  }

  private async work(): Promise<void> {
    const { changed, ended } = this.ways;
    const last = ended(); // asked before the readings are: what comes in between is not the end
    let count = 0;
    try {
      const run = await this.ask(this.series.end);
      if (this.stopped) return;
      count = this.series.append(run);
      this.trouble = "";
    } catch (error) {
      if (this.stopped) return;
      this.trouble = (error as Error).message;
      this.later(AGAIN);
      changed();
      return;
    }
    this.whole = count <= 0 && last;
    if (!this.whole) this.later(count > 0 ? 0 : FRESH);
    changed();
  }

  private later(wait: number): void {
    this.timer = this.clock.setTimeout(() => void this.work(), wait);
  }
}
