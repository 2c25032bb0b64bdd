/* Asks the server about a plan while it is being written: once nothing has changed for a moment, only about the newest plan. */
import type { Report } from "./model.ts";

const QUIET = 200; // ms
const AGAIN = 3000; // ms until a check that failed is made again

export interface Status {
  report: Report | null;
  /** Why the plan could not be checked, "" where it could. */
  failed: string;
  checking: boolean;
}

export interface Clock {
  setTimeout(work: () => unknown, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

const CLOCK: Clock = {
  setTimeout: (work, ms) => globalThis.setTimeout(work, ms),
  clearTimeout: (timer) => globalThis.clearTimeout(timer as number | undefined),
};

export class Checker<P> {
  private readonly ask: (plan: P) => Promise<Report>;
  private readonly tell: (status: Partial<Status>) => void;
  private readonly clock: Clock;
  private version = 0;
  private timer: unknown;
  private plan: P | null = null;

  constructor(ask: (plan: P) => Promise<Report>, tell: (status: Partial<Status>) => void, clock: Clock = CLOCK) {
    this.ask = ask;
    this.tell = tell;
    this.clock = clock;
  }

  /** Check `plan` once nothing has changed for a moment. */
  check(plan: P, quiet = QUIET): void {
    this.plan = plan;
    this.version += 1;
    this.tell({ checking: true });
    this.later(quiet);
  }

  /** Check the same plan again: the bench may have changed. */
  again(): void {
    if (this.plan) this.check(this.plan, 0);
  }

  stop(): void {
    this.version += 1;
    this.plan = null;
    this.clock.clearTimeout(this.timer);
  }

  private later(ms: number): void {
    this.clock.clearTimeout(this.timer);
    this.timer = this.clock.setTimeout(() => this.run(), ms);
  }

  private async run(): Promise<void> {
    const { version, plan } = this;
    if (plan === null) return;
    const status: Status = await this.ask(plan).then(
      (report) => ({ report, failed: "", checking: false }),
      (error: unknown) => ({ report: null, failed: (error as Error).message, checking: false }),
    );
    if (version !== this.version) return; // a newer plan is being checked
    this.tell(status);
    if (status.failed) this.later(AGAIN);
  }
}
