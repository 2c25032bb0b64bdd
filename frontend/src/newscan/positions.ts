/* Positions of a sweep in their four ways of being written: a number of points, a step, logarithmic, a list. */
import { isObject } from "./model.ts";

export type Mode = "num" | "step" | "log" | "list";
const MOST = 1e9;
const LISTED = 1000; // positions that are written out when a range becomes a list

function finite(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function fields(positions: unknown): Record<string, unknown> {
  return isObject(positions) ? positions : {};
}

export function mode(positions: unknown): Mode {
  if (Array.isArray(positions)) return "list";
  const { spacing, step, num } = fields(positions);
  if (spacing === "log") return "log";
  return step !== undefined && num === undefined ? "step" : "num";
}

/** How many there are; null while they make no sense. */
export function count(positions: unknown): number | null {
  if (Array.isArray(positions)) return positions.length && positions.every(finite) ? positions.length : null;
  const { start, stop, num, step, spacing } = fields(positions);
  if (!finite(start) || !finite(stop)) return null;
  if (num !== undefined) {
    if (!finite(num) || !Number.isInteger(num) || num < 1 || num > MOST) return null;
    return spacing === "log" && !(start * stop > 0) ? null : num;
  }
  if (!finite(step) || step === 0 || (stop - start) * step < 0) return null;
  const whole = Math.floor((stop - start) / step + 1e-9) + 1;
  return whole <= MOST ? whole : null;
}

/** Position number `at` of positions that `count` has counted. */
function value(positions: unknown, at: number): number {
  if (Array.isArray(positions)) return positions[at] as number;
  const { start, stop, num, step, spacing } = positions as { start: number; stop: number; num?: number; step: number; spacing?: string };
  if (num === undefined) return start + at * step;
  if (num === 1) return start;
  const part = at / (num - 1);
  return spacing === "log" ? start * (stop / start) ** part : start + (stop - start) * part;
}

/** Up to `most` positions spread evenly over all, first and last included; [] while there are none. */
export function sample(positions: unknown, most: number): number[] {
  const total = count(positions) ?? 0;
  const shown = Math.min(total, most);
  return Array.from({ length: shown }, (_, k) => value(positions, shown === 1 ? 0 : Math.round((k * (total - 1)) / (shown - 1))));
}

/** Distance from one position to the next, null where it differs or nothing is known. */
export function stride(positions: unknown): number | null {
  const total = count(positions);
  if (["list", "log"].includes(mode(positions)) || !total || total < 2) return null;
  return Math.abs(value(positions, 1) - value(positions, 0));
}

/** The same positions written another way, as nearly as possible. */
export function as(positions: unknown, wanted: Mode): unknown {
  if (mode(positions) === wanted) return positions;
  const total = count(positions);
  if (wanted === "list") return total ? sample(positions, LISTED).map(tidy) : [];
  const { start, stop } = Array.isArray(positions) ? { start: positions[0], stop: positions.at(-1) } : fields(positions);
  if (wanted === "log") return logarithmic(start, stop, total);
  if (wanted === "num") return { start, stop, num: total ?? 51 };
  const step = total && total > 1 && finite(start) && finite(stop) ? (stop - start) / (total - 1) : 1;
  return { start, stop, step: tidy(step) || 1 };
}

/** Logarithmic positions cannot begin or end at 0, nor cross it. */
function logarithmic(start: unknown, stop: unknown, total: number | null): unknown {
  const top = finite(stop) && stop > 0 ? stop : 10;
  const bottom = finite(start) && start > 0 ? start : tidy(top / 1000);
  return { start: bottom, stop: top, num: total ?? 31, spacing: "log" };
}

function tidy(number: number): number {
  return Number(number.toPrecision(10));
}

/** The whole range within `limits`, in the way the positions are written now. */
export function over([start, stop]: [number, number], positions: unknown): unknown {
  const num = count(positions) ?? 51;
  const { step } = fields(positions);
  switch (mode(positions)) {
    case "list":
      return sample({ start, stop, num: Math.min(num, LISTED) }, LISTED).map(tidy);
    case "log":
      return logarithmic(start, stop, num);
    case "step":
      return { start, stop, step: (finite(step) && Math.abs(step)) || tidy((stop - start) / 50) || 1 };
    default:
      return { start, stop, num };
  }
}
