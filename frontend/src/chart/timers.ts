/* Timers of the browser, in the form in which tests bring their own. */

export interface Timers {
  setTimeout(work: () => void, ms: number): unknown;
  clearTimeout(timer: never): void;
}

export const CLOCK: Timers = {
  setTimeout: (work, ms) => globalThis.setTimeout(work, ms),
  clearTimeout: (timer) => globalThis.clearTimeout(timer),
};
