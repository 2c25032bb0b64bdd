/* Numbers, durations and moments for reading: always with their unit, moments relative to now.
 *
 * What an instrument reads back or is set to (`exact`, `position`) has all its digits, at most twelve. `number` is for sizes, rates and
 * steps that need no more than a few. */
export const NONE = "–";
const THIN = "\u202f";
const MINUS = "\u2212";
const DIGITS = 12; // what a double holds for certain after some arithmetic
const SINGLE = [6, 7, 8, 9]; // digits that tell a number of 32 bits from every other such number
const MOST_PLACES = 9; // decimals that can still be read
const [SMALLEST, LARGEST] = [1e-4, 1e10]; // numbers between are written without an exponent
const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const MOMENT = new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "medium" }); // 2026-05-04 13:05:09

/** A number that may be missing. */
export type Maybe = number | null | undefined;

function finite(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** The text of a number with the sign that is read, not typed; zero has none. */
function signed(text: string): string {
  return text
    .replace(/^-(?=[0.]*$)/, "")
    .replace("e+", "e")
    .replaceAll("-", MINUS);
}

/** `value` to `digits` significant digits; very large and very small ones as 1.23e−7. */
export function number(value: unknown, digits = 5): string {
  if (!finite(value)) return NONE;
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < SMALLEST)) return signed(Number(value.toPrecision(digits)).toExponential());
  const decimals = size && Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return signed(String(Number(value.toFixed(Math.min(decimals, DIGITS)))));
}

/** `value` with a fixed number of decimals, so that a changing figure does not jump about. */
export function fixed(value: unknown, decimals: number): string {
  return finite(value) ? signed(value.toFixed(decimals)) : NONE;
}

/** `value` without the digits that only binary arithmetic has made: 0.1 + 0.2 is 0.3, and so is 0.3 that came in 32 bits. Equal to
 *  `value` to twelve digits, or to what 32 bits hold where it came in 32 bits; whole numbers stay whole. */
export function clean(value: number): number {
  const short = Number(value.toPrecision(DIGITS));
  if (short === value || Number.isSafeInteger(value)) return value;
  if (Math.fround(value) !== value) return short;
  return SINGLE.map((digits) => Number(value.toPrecision(digits))).find((single) => Math.fround(single) === value) ?? short;
}

/** `value` with all its digits, and at least `places` decimals where it is written without an exponent. */
export function exact(value: unknown, places = 0): string {
  if (!finite(value)) return NONE;
  const shown = clean(value);
  const size = Math.abs(shown);
  if (size !== 0 && (size < SMALLEST || size >= LARGEST)) return signed(shown.toExponential());
  const text = String(shown);
  const [, fraction = ""] = text.split(".");
  return signed(fraction.length < places ? shown.toFixed(places) : text);
}

/** Decimals that every position of an axis with these limits has, so that figures stand still: about five digits over its span. */
export function decimals(limits: readonly number[] | null | undefined): number {
  const span = limits ? Math.abs(limits[1] - limits[0]) : 0;
  if (!finite(span) || span === 0) return 3;
  return Math.max(0, 4 - Math.floor(Math.log10(span)));
}

/** Where an axis with these limits (or none) is: all digits of the value, and zeros up to the decimals of its axis. */
export function position(value: unknown, limits?: readonly number[] | null): string {
  const places = decimals(limits);
  return exact(value, places > MOST_PLACES ? 0 : places);
}

/** Whether two positions are shown as different ones. */
export function apart(a: unknown, b: unknown): boolean {
  return finite(a) && finite(b) && clean(a) !== clean(b);
}

/** Number and unit. */
export function quantity(value: unknown, unit = "", digits = 5): string {
  const text = number(value, digits);
  return unit && text !== NONE ? `${text}${THIN}${unit}` : text;
}

/** A whole number with thousands separated: 1,284. */
export function count(value: unknown): string {
  return finite(value) ? signed(WHOLE.format(Math.round(value))) : NONE;
}

/** "1,284 points", "1 point". */
export function counted(value: Maybe, thing: string): string {
  return `${count(value)} ${value === 1 ? thing : `${thing}s`}`;
}

/** 0.264 as "26 %": never 100 % before the end, never 0 % after the beginning. */
export function percent(fraction: unknown): string {
  if (!finite(fraction)) return NONE;
  const whole = fraction >= 1 ? 100 : Math.min(99, Math.floor(fraction * 100 + 1e-9));
  return `${whole}${THIN}%`;
}

/** Seconds as "0.4 s", "12 s", "3 m 10 s", "2 h 14 m", "3 d 4 h". */
export function duration(seconds: unknown): string {
  if (!finite(seconds) || seconds < 0) return NONE;
  if (seconds < 0.95) return `${Math.ceil(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return pair(whole, [60, "m"], [1, "s"]);
  if (whole < 86400) return pair(whole, [3600, "h"], [60, "m"]);
  return pair(whole, [86400, "d"], [3600, "h"]);
}

function pair(seconds: number, [big, bigUnit]: [number, string], [small, smallUnit]: [number, string]): string {
  const rest = Math.floor((seconds % big) / small);
  const first = `${Math.floor(seconds / big)} ${bigUnit}`;
  return rest ? `${first} ${rest} ${smallUnit}` : first;
}

/** How long ago `timestamp` (RFC 3339 or epoch ms) was: "just now", "12 s ago", "in 3 m". */
export function age(timestamp: string | number, now = Date.now()): string {
  const moment = typeof timestamp === "number" ? timestamp : Date.parse(timestamp);
  if (!finite(moment)) return NONE;
  const seconds = (now - moment) / 1000;
  if (Math.abs(seconds) < 2) return "just now";
  const size = coarse(Math.abs(seconds));
  return seconds > 0 ? `${size} ago` : `in ${size}`;
}

function coarse(seconds: number): string {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

/** The moment in full, in the reader's own time zone: 2026-05-04 13:05:09. */
export function moment(timestamp: string | number): string {
  const date = new Date(timestamp);
  return Number.isNaN(date.getTime()) ? NONE : MOMENT.format(date);
}

interface Progressing {
  point: Maybe;
  total_points?: Maybe;
  /** 0 to 1. */
  progress?: Maybe;
  /** Seconds left. */
  eta?: Maybe;
}

/** "1,284 / 5,000 · 26 % · 3 m 10 s left" of a scan's or queue's status. */
export function progress({ point, total_points: total, progress: fraction, eta }: Progressing): string {
  const parts = [finite(total) ? `${count(point)} / ${count(total)}` : count(point)];
  if (finite(total) && finite(fraction)) parts.push(percent(fraction));
  if (finite(eta) && eta > 0 && !(finite(fraction) && fraction >= 1)) parts.push(`${duration(eta)} left`);
  return parts.join(" · ");
}

/** A reason as a sentence: a capital letter, a full stop. */
export function sentence(reason: string): string {
  return reason && `${reason[0].toUpperCase()}${reason.slice(1)}${/[.!?]$/.test(reason) ? "" : "."}`;
}

/** Bytes as 1.2 MB. */
export function bytes(size: unknown): string {
  if (!finite(size)) return NONE;
  const power = Math.max(0, Math.min(4, Math.floor(Math.log10(size) / 3)));
  return `${number(size / 1000 ** power, 3)} ${["B", "kB", "MB", "GB", "TB"][power]}`;
}

/** Name and unit of a column as an axis title: "stage.x (mm)". */
export function titled(name: string, unit?: string): string {
  return unit ? `${name} (${unit})` : name;
}
