/* How long to wait before the next attempt to connect: 1, 2, 4, 8 … at most 30 s, less up to a fifth at random, so that many
 * browsers do not come back in the same instant. */
const FIRST = 1000; // ms
export const MOST = 30000; // ms
const JITTER = 0.2;

/** Milliseconds before attempt number `attempt` (0 is the first retry); `random` gives 0 to 1. */
export function delay(attempt: number, random: () => number = Math.random): number {
  const whole = Math.min(MOST, FIRST * 2 ** Math.min(attempt, 10));
  return Math.round(whole * (1 - JITTER * random()));
}
