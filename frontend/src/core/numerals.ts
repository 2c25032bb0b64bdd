/* Reads numbers as people write them. What can be read in two ways is never decided here: all readings come back.
 *
 * The decimal mark is a point, as pages write it, or a comma. Thousands may be separated by commas, blanks or apostrophes, and by points
 * where there are at least two of them or a decimal comma: 1.500 is one and a half, as pages write it. */
export const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const PARTS = /^([+-]?)([\d.,'\s]+)(e[+-]?\d+)?$/i;
const LIKE_A_NUMBER = /^[\p{N}.,'_\s+-]+(e[+-]?\d+)?$/iu;
const DECIMALS = [".", ","];
const GROUPS = ["", ",", ".", "'", " "];
/** What stands before the decimal mark, by the mark between thousands. */
const WHOLES = new Map(GROUPS.map((group) => [group, group ? new RegExp(`^[1-9]\\d{0,2}(?:[${group}]\\d{3})+$`) : /^\d*$/]));
const MOST_SHOWN = 4;

/** One meaning of a text: a number, or the numbers of a list. */
export interface Reading {
  text: string;
  value?: number;
  values?: number[];
}

/** What a field holds: nothing, a `value`, several `readings`, or something `wrong`, with a reason. */
export interface Read {
  value?: number;
  readings?: Reading[];
  wrong?: string;
  /** Whether it was meant as a number, though it cannot be read. */
  numeral?: boolean;
}

/** What a list holds; what is no number, or not one alone, is in `values` as the text it is. */
export interface ReadList {
  values: (number | string)[];
  /** Where the whole can be read in more than one way. */
  readings?: Reading[];
}

/** One way of writing for all: the sign that is typed, one kind of blank, one kind of apostrophe. */
function tidy(text: string): string {
  return String(text)
    .replaceAll("\u2212", "-")
    .replace(/^(\s*)\u2013(?=[\d.,])/, "$1-") // a dash that a phone has made of a minus
    .replace(/[\u00a0\u2007\u2009\u202f]/g, " ")
    .replaceAll("\u2019", "'");
}

/** The digits `body` with this decimal mark and this mark between thousands as plain digits; null where it is not written so. */
function plainDigits(body: string, decimal: string, group: string): string | null {
  if (decimal === group) return null;
  if (group === "." && !body.includes(",") && body.split(".").length < 3) return null;
  const [whole, fraction = "", more] = body.split(decimal);
  if (more !== undefined || !(whole || fraction) || !/^\d*$/.test(fraction)) return null;
  if (!WHOLES.get(group)?.test(whole)) return null;
  return `${(group ? whole.replaceAll(group, "") : whole) || "0"}.${fraction || "0"}`;
}

/** Every number that `text` can mean, each once. */
function meanings(text: string, decimals: readonly string[] = DECIMALS, groups: readonly string[] = GROUPS): number[] {
  const [, sign, body, exponent = ""] = PARTS.exec(tidy(text).trim()) ?? [];
  if (body === undefined) return [];
  const digits = decimals.flatMap((decimal) => groups.map((group) => plainDigits(body, decimal, group)));
  const found = digits.map((each) => (each === null ? NaN : Number(`${sign}${each}${exponent}`))).filter(Number.isFinite);
  return [...new Set(found)].sort((a, b) => Math.abs(b) - Math.abs(a));
}

export function read(text: string): Read {
  const typed = tidy(text).trim();
  if (!typed) return {};
  const values = meanings(typed);
  if (values.length === 1) return { value: values[0] };
  if (values.length > 1) return { readings: values.map((value) => ({ value, text: String(value) })) };
  return { wrong: "Type a number, such as 1500, 1.5 or 2e-3.", numeral: LIKE_A_NUMBER.test(typed) && /\p{N}/u.test(typed) };
}

/** A way of writing a list: what separates two values, the decimal marks, the marks between thousands. */
interface Way {
  apart: RegExp;
  decimals: string[];
  groups: string[];
  /** Whether values without a comma may have a point. */
  plain?: boolean;
}
const SEPARATORS = /[;\n\t\r]+|,(?=\s|$)/; // what can be nothing else
const BLANKS = /[;\s]+|,(?=\s|$)/;
const WAYS: Way[] = [
  { apart: /[\s,;]+/, decimals: ["."], groups: [""] }, // each comma and blank separates two values
  { apart: BLANKS, decimals: [","], groups: ["", "."], plain: true }, // a comma between digits is a decimal mark
  { apart: BLANKS, decimals: ["."], groups: ["", ","] }, // … or separates thousands
  { apart: SEPARATORS, decimals: ["."], groups: ["", " ", "'"] }, // blanks separate thousands
  { apart: SEPARATORS, decimals: [","], groups: ["", " ", "'"], plain: true }, // … and commas are decimal marks
];

/** The values of `text`, all written in one way; null when one is not. */
function inOneWay(text: string, { apart, decimals, groups, plain = false }: Way): number[] | null {
  const values = pieces(text, apart).map((piece) => (plain && PLAIN.test(piece) ? [Number(piece)] : meanings(piece, decimals, groups)));
  return values.every((found) => found.length === 1) ? values.flat() : null;
}

function pieces(text: string, apart: RegExp): string[] {
  return text
    .split(apart)
    .map((piece) => piece.trim())
    .filter(Boolean);
}

export function list(text: string): ReadList {
  const typed = tidy(text);
  const lists = WAYS.map((way) => inOneWay(typed, way)).filter((values) => values !== null);
  const found = [...new Map(lists.map((values) => [values.join(" "), values])).values()];
  if (found.length === 1) return { values: found[0] };
  if (!found.length) return { values: pieces(typed, /[\s,;]+/).map(alone) };
  const readings = found.map((values) => ({ values, text: values.join(", ") }));
  return { values: pieces(typed, SEPARATORS).map(alone), readings };
}

function alone(piece: string): number | string {
  const value = PLAIN.test(piece) ? Number(piece) : NaN;
  return Number.isFinite(value) ? value : piece;
}

/** A reading in few words: "1500", "0.1, 2.5", "0, 1, 2, 5 … (12 values)". */
export function brief({ text, values = [] }: Reading): string {
  return values.length > MOST_SHOWN ? `${values.slice(0, MOST_SHOWN).join(", ")} … (${values.length} values)` : text;
}

/** "1,500 can mean 1500 or 1.5." */
export function question(text: string, readings: readonly Reading[]): string {
  const typed = text.trim().replace(/\s+/g, " ");
  const shown = typed.length > 24 ? "This" : typed;
  return `${shown} can mean ${readings.map(brief).join(readings[0].values ? "; or " : " or ")}.`;
}
