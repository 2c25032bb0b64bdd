/* Rows measured before the browser came: fetched in pieces, newest first, until the view has what it needs. */
import type { LoadRun } from "./model.ts";
import { MOST_ROWS } from "../core/columns.ts";
import type { Series } from "../core/series.ts";

/** What is being fetched: the last `rows` rows, with the column `array` where there is one. */
interface Job {
  scanId: string;
  measurement: string;
  series: Series;
  array: string | null;
  rows: number;
  /** The first row that was there before. */
  from: number;
}

const PIECE_NUMBERS = 1000000; // 8 MB
const AGAIN = 5000;

export class History {
  /** Why earlier rows could not be read, "" when all is well. */
  trouble = "";
  private readonly loadRun: LoadRun;
  private readonly loaded: () => void;
  private job: Job | null = null;

  /** `loaded()` is called after each piece. */
  constructor(loadRun: LoadRun, loaded: () => void) {
    this.loadRun = loadRun;
    this.loaded = loaded;
  }

  /** Fetch what lies before the series's first row, the last `rows` of all as far as the series holds them: its
   *  numbers, and with `array` that array column too. A call while that goes on changes nothing. */
  load(
    scanId: string,
    measurement: string,
    series: Series,
    { array = null, rows = Infinity }: { array?: string | null; rows?: number } = {},
  ): void {
    const job = { scanId, measurement, series, array, rows, from: array ? series.firstOf(array) : series.start };
    const now = this.job;
    if (now && now.series === series && now.array === array && now.rows === rows) return;
    this.stop();
    if (series.length === 0 || job.from <= leastRow(job)) return;
    series.forgetBefore(job.from);
    this.job = job;
    void this.work(job);
  }

  stop(): void {
    this.job = null;
    this.trouble = "";
  }

  /** Share of the missing rows that is here, or null when nothing is being fetched. */
  progress(series: Series): number | null {
    const job = this.job;
    if (!job || job.series !== series) return null;
    const wanted = job.from - leastRow(job);
    return wanted > 0 ? Math.min(1, (job.from - series.start) / wanted) : 1;
  }

  private async work(job: Job): Promise<void> {
    const { scanId, measurement, series, array } = job;
    const columns = series.columns.filter(({ name, size }) => size === 1 || name === array);
    const numbers = columns.reduce((sum, { size }) => sum + size, 1);
    const rows = Math.max(100, Math.min(MOST_ROWS - 1, Math.floor(PIECE_NUMBERS / numbers)));
    const names = columns.map(({ name }) => name);
    while (this.job === job && series.start > leastRow(job)) {
      try {
        const run = await this.loadRun(scanId, measurement, Math.max(0, series.start - rows, leastRow(job)), series.start, names);
        if (this.job !== job) return;
        if (!(series.prepend(run) > 0)) break;
        this.trouble = "";
      } catch (error) {
        if (this.job !== job) return;
        this.trouble = `Earlier points cannot be loaded: ${(error as Error).message}`;
        this.loaded();
        await new Promise((done) => globalThis.setTimeout(done, AGAIN));
      }
      this.loaded();
    }
    if (this.job === job) this.job = null;
    this.loaded();
  }
}

/** The row before which nothing would be kept. */
function leastRow({ series, array, rows }: Job): number {
  const kept = array ? series.rowsOf(array) : series.thins ? Infinity : series.retain;
  return Math.max(0, series.end - Math.min(rows, kept));
}
