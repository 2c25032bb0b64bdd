/* Between what people type and the values kept of it. What is no number stays the text it is: the server says so at its field. */
import * as format from "./format.ts";
import * as numerals from "./numerals.ts";

/** The number that `text` says; undefined for nothing, the text itself for anything else or what can mean two numbers. */
export function number(text: string): number | string | undefined {
  const tidy = text.trim();
  return tidy ? (numerals.read(tidy).value ?? tidy) : undefined;
}

/** "0, 1 2.5" as [0, 1, 2.5]; commas, semicolons, blanks and new lines separate the values. */
export function numbers(text: string): (number | string)[] {
  return numerals.list(text).values;
}

/** "raman, s42" as ["raman", "s42"], each once. */
export function words(text: string): string[] {
  const all = text.split(/[,;\n]/).map((word) => word.trim());
  return [...new Set(all.filter(Boolean))];
}

/** A value as it would be typed. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(Number(value.toPrecision(15)));
  return typeof value === "string" ? value : JSON.stringify(value);
}

const QUOTED = /^\s*("(?:[^"\\]|\\.)*")\s*:(.*)$/; // a name that has a colon in it, or looks like this itself
const CODE = /^[+-]?0\d|\d{16}/; // as a number it would lose digits: a lot, a serial number

/** Lines "operator: Ada" as {operator: "Ada"}; numbers, true, false and JSON objects are understood as such. */
export function facts(text: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const line of text.split("\n")) {
    const [, quoted, rest] = QUOTED.exec(line) ?? [];
    const at = line.indexOf(":");
    const name = quoted ? String(fact(quoted)) : (at < 0 ? line : line.slice(0, at)).trim();
    if (name) found[name] = fact((quoted ? rest : at < 0 ? "" : line.slice(at + 1)).trim());
  }
  return found;
}

function fact(text: string): unknown {
  if (!/^([[{"]|true$|false$|null$)/.test(text)) {
    const plain = text.replaceAll("\u2212", "-"); // the sign of numbers that are shown, and copied
    const value = numerals.PLAIN.test(plain) && !CODE.test(text) ? Number(plain) : NaN;
    return Number.isFinite(value) ? value : text;
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The lines that `facts` reads back as `values`: what would be taken for something else is written in quotes. */
export function factLines(values?: Record<string, unknown> | null): string {
  const plain = (value: unknown) => (fact(shown(value)) === value && !shown(value).includes("\n") ? shown(value) : JSON.stringify(value));
  const called = (name: string) => (/[:\n]|^"|^\s|\s$/.test(name) ? JSON.stringify(name) : name);
  return Object.entries(values ?? {})
    .map(([name, value]) => `${called(name)}: ${plain(value)}`)
    .join("\n");
}

/** A `datetime-local` value in this time zone as RFC 3339 in UTC; undefined when it says no moment. */
export function moment(local: string): string | undefined {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace(".000Z", "Z");
}

/** The other way round, to the minute. */
export function localMoment(rfc3339: string): string {
  const shown = format.moment(rfc3339);
  return shown === format.NONE ? "" : shown.slice(0, 16).replace(" ", "T");
}
