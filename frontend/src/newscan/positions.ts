// @ts-nocheck
/* Positions of a sweep in their four ways of being written: a number of points, a step, logarithmic, a list. */
const MOST = 1e9;
const LISTED = 1000; // positions that are written out when a range becomes a list
const finite = (value) => typeof value === "number" && Number.isFinite(value);

/** "num", "step", "log" or "list". */
export function mode(positions) {
  if (Array.isArray(positions)) return "list";
  if (positions && positions.spacing === "log") return "log";
  return positions && positions.step !== undefined && positions.num === undefined ? "step" : "num";
}

/** How many there are; null while they say nothing that makes sense. */
export function count(positions) {
  if (Array.isArray(positions)) return positions.length && positions.every(finite) ? positions.length : null;
  const { start, stop, num, step, spacing } = positions || {};
  if (!finite(start) || !finite(stop)) return null;
  if (num !== undefined) {
    if (!Number.isInteger(num) || num < 1 || num > MOST) return null;
    return spacing === "log" && !(start * stop > 0) ? null : num;
  }
  if (!finite(step) || step === 0 || (stop - start) * step < 0) return null;
  const whole = Math.floor((stop - start) / step + 1e-9) + 1;
  return whole <= MOST ? whole : null;
}

/** Position number `at`. */
export function value(positions, at) {
  if (Array.isArray(positions)) return positions[at];
  const { start, stop, num, step, spacing } = positions;
  if (num === undefined) return start + at * step;
  if (num === 1) return start;
  const part = at / (num - 1);
  return spacing === "log" ? start * (stop / start) ** part : start + (stop - start) * part;
}

/** Up to `most` positions spread evenly over all, first and last included; [] while there are none. */
export function sample(positions, most) {
  const total = count(positions) || 0;
  const shown = Math.min(total, most);
  const found = [];
  for (let k = 0; k < shown; k += 1) found.push(value(positions, shown === 1 ? 0 : Math.round((k * (total - 1)) / (shown - 1))));
  return found;
}

/** Distance from one position to the next, null where it differs or nothing is known. */
export function stride(positions) {
  const total = count(positions);
  if (Array.isArray(positions) || positions.spacing === "log" || !total || total < 2) return null;
  return Math.abs(value(positions, 1) - value(positions, 0));
}

/** The same positions written another way, as nearly as it goes. */
export function as(positions, wanted) {
  if (mode(positions) === wanted) return positions;
  const total = count(positions);
  const { start, stop } = ends(positions, total);
  if (wanted === "list") return total ? sample(positions, LISTED).map(tidy) : [];
  if (wanted === "log") return logarithmic(start, stop, total);
  if (wanted === "num") return { start, stop, num: total || 51 };
  const step = total > 1 && finite(start) && finite(stop) ? (stop - start) / (total - 1) : 1;
  return { start, stop, step: tidy(step) || 1 };
}

function ends(positions, total) {
  if (!Array.isArray(positions)) return { start: (positions || {}).start, stop: (positions || {}).stop };
  return total ? { start: positions[0], stop: positions[total - 1] } : {};
}

/** Logarithmic positions cannot begin or end at 0, nor cross it. */
function logarithmic(start, stop, total) {
  const top = finite(stop) && stop > 0 ? stop : 10;
  const bottom = finite(start) && start > 0 ? start : tidy(top / 1000);
  return { start: bottom, stop: top, num: total || 31, spacing: "log" };
}

export function tidy(number) {
  return Number(number.toPrecision(10));
}

/** The whole range within `limits`, in the way the positions are written now. */
export function over(limits, positions) {
  const [low, high] = limits;
  const total = count(positions) || 51;
  switch (mode(positions)) {
    case "list":
      return sample({ start: low, stop: high, num: Math.min(total, LISTED) }, LISTED).map(tidy);
    case "log":
      return logarithmic(low, high, total);
    case "step":
      return {
        start: low,
        stop: high,
        step: finite(positions.step) && positions.step ? Math.abs(positions.step) : tidy((high - low) / 50) || 1,
      };
    default:
      return { start: low, stop: high, num: total };
  }
}
