// @ts-nocheck
/* Numbers, durations and moments for reading: unit always, moments relative.
 *
 * What an instrument says or is told (`exact`, `position`) has all its digits, at most twelve. `number` is for sizes, rates and
 * steps that need no more than a few. */
export const NONE = "–";
const THIN = "\u202f";
const MINUS = "\u2212";
const MOST_PLACES = 9; // decimals that can still be read
const DIGITS = 12; // what a double holds for certain after some arithmetic
const SINGLE = [6, 7, 8, 9]; // digits that tell a number of 32 bits from every other such number
const [SMALLEST, LARGEST] = [1e-4, 1e10]; // what is written without an exponent

function finite(value) {
  return typeof value === "number" && Number.isFinite(value);
}

/** The text of a number with the sign that is read, not typed; what is shown as zero has none. */
function signed(text) {
  return text.replace(/^-(?=[0.]*$)/, "").replaceAll("-", MINUS);
}

/** `value` to `digits` significant digits; very large and very small ones as 1.23e-7. */
export function number(value, digits = 5) {
  if (!finite(value)) return NONE;
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e7 || size < 1e-4) return exponential(value, digits - 1).replace(/\.?0+e/, "e");
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  const text = value.toFixed(Math.min(decimals, 12));
  return signed(text.includes(".") ? text.replace(/\.?0+$/, "") : text);
}

/** 1.235e-7, always as long. */
export function exponential(value, decimals = 3) {
  return finite(value) ? signed(value.toExponential(decimals).replace("e+", "e")) : NONE;
}

/** `value` with a fixed number of decimals, so that a changing figure does not jump about. */
export function fixed(value, decimals) {
  return finite(value) ? signed(value.toFixed(decimals)) : NONE;
}

/** `value` without the digits that only counting in twos has made: 0.1 + 0.2 is 0.3, and so is 0.3 that came in 32 bits.
 *  Equal to `value` to twelve digits, or to what 32 bits hold where it came in 32 bits; whole numbers stay whole. */
export function clean(value) {
  const short = Number(value.toPrecision(DIGITS));
  if (short === value || Number.isSafeInteger(value)) return value;
  if (Math.fround(value) !== value) return short;
  return SINGLE.map((digits) => Number(value.toPrecision(digits))).find((single) => Math.fround(single) === value);
}

/** `value` with all its digits, and at least `places` decimals where it is written without an exponent. */
export function exact(value, places = 0) {
  if (!finite(value)) return NONE;
  const shown = clean(value);
  const size = Math.abs(shown);
  if (size !== 0 && (size < SMALLEST || size >= LARGEST)) return signed(shown.toExponential().replace("e+", "e"));
  const text = String(shown);
  const decimals = text.includes(".") ? text.length - text.indexOf(".") - 1 : 0;
  return signed(decimals < places ? shown.toFixed(places) : text);
}

/** Decimals that every position of an axis with these limits has, so that figures stand still: about five digits over its span. */
export function decimals(limits) {
  const span = limits ? Math.abs(limits[1] - limits[0]) : 0;
  if (!finite(span) || span === 0) return 3;
  return Math.max(0, 4 - Math.floor(Math.log10(span)));
}

/** Where an axis with these limits (or none) is: all digits of the value, and zeros behind it as the span of the axis has decimals. */
export function position(value, limits) {
  const places = decimals(limits);
  return exact(value, places > MOST_PLACES ? 0 : places);
}

/** Whether two positions are shown as different ones. */
export function apart(a, b) {
  return finite(a) && finite(b) && clean(a) !== clean(b);
}

/** Number and unit. */
export function quantity(value, unit = "", digits = 5) {
  const text = number(value, digits);
  return unit && text !== NONE ? `${text}${THIN}${unit}` : text;
}

/** A whole number with thousands separated: 1,284. */
export function count(value) {
  return finite(value)
    ? Math.round(value)
        .toString()
        .replace(/\B(?=(\d{3})+$)/g, ",")
    : NONE;
}

/** "1,284 points", "1 point". */
export function counted(value, thing) {
  return `${count(value)} ${value === 1 ? thing : `${thing}s`}`;
}

/** 0.264 as "26 %": never 100 % before the end, never 0 % after the beginning. */
export function percent(fraction) {
  if (!finite(fraction)) return NONE;
  const whole = fraction >= 1 ? 100 : Math.min(99, Math.floor(fraction * 100 + 1e-9));
  return `${whole}${THIN}%`;
}

/** Seconds as "0.4 s", "12 s", "3 m 10 s", "2 h 14 m", "3 d 4 h". */
export function duration(seconds) {
  if (!finite(seconds) || seconds < 0) return NONE;
  if (seconds < 0.95) return `${(Math.ceil(seconds * 10) / 10).toString()} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return pair(whole, 60, "m", 1, "s");
  if (whole < 86400) return pair(whole, 3600, "h", 60, "m");
  return pair(whole, 86400, "d", 3600, "h");
}

function pair(seconds, big, bigUnit, small, smallUnit) {
  const rest = Math.floor((seconds % big) / small);
  const first = `${Math.floor(seconds / big)} ${bigUnit}`;
  return rest ? `${first} ${rest} ${smallUnit}` : first;
}

/** How long ago `timestamp` (RFC 3339 or epoch ms) was: "just now", "12 s ago", "in 3 m". */
export function age(timestamp, now = Date.now()) {
  const moment = typeof timestamp === "number" ? timestamp : Date.parse(timestamp);
  if (!finite(moment)) return NONE;
  const seconds = (now - moment) / 1000;
  if (Math.abs(seconds) < 2) return "just now";
  const size = coarse(Math.abs(seconds));
  return seconds > 0 ? `${size} ago` : `in ${size}`;
}

function coarse(seconds) {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

/** The moment in full, in the reader's own time zone: 2026-05-04 13:05:09. */
export function moment(timestamp) {
  const date = new Date(timestamp);
  if (Number.isNaN(date.getTime())) return NONE;
  const two = (value) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** "1,284 / 5,000 · 26 % · 3 m 10 s left" of a scan's or queue's status. */
export function progress({ point, total_points: total, progress: fraction, eta }) {
  const parts = [finite(total) ? `${count(point)} / ${count(total)}` : count(point)];
  if (finite(total) && finite(fraction)) parts.push(percent(fraction));
  if (finite(eta) && eta > 0 && !(fraction >= 1)) parts.push(`${duration(eta)} left`);
  return parts.join(" · ");
}

/** What went wrong, as a sentence: a capital letter, a full stop. */
export function sentence(reason) {
  return reason && `${reason[0].toUpperCase()}${reason.slice(1)}${/[.!?]$/.test(reason) ? "" : "."}`;
}

/** Bytes as 1.2 MB. */
export function bytes(size) {
  if (!finite(size)) return NONE;
  const units = ["B", "kB", "MB", "GB", "TB"];
  let at = 0;
  let value = size;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${at === 0 ? value : number(value, 3)} ${units[at]}`;
}

/** Name and unit of a column as an axis title: "stage.x (mm)". */
export function titled(name, unit) {
  return unit ? `${name} (${unit})` : name;
}
