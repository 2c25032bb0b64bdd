// @ts-nocheck
/* Reads numbers as people write them. What can be read in two ways is never decided here: all readings come back.
 *
 * The decimal mark is a point, as pages write it, or a comma. Thousands may be parted by commas, blanks or apostrophes, and by
 * points where there are at least two of them or a decimal comma: 1.500 is one and a half, as pages write it. */
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const PARTS = /^([+-]?)([\d.,'\s]+)(e[+-]?\d+)?$/i;
const LIKE_A_NUMBER = /^[\p{N}.,'_\s+-]+(e[+-]?\d+)?$/iu;
const DECIMALS = [".", ","];
const GROUPS = ["", ",", ".", "'", " "];
const MOST_SHOWN = 4;
const patterns = new Map();

/** One way of writing for all: the sign that is typed, one kind of blank, one kind of apostrophe. */
function tidy(text) {
  return String(text)
    .replaceAll("\u2212", "-")
    .replace(/^(\s*)\u2013(?=[\d.,])/, "$1-") // a dash that a phone has made of a minus
    .replace(/[\u00a0\u2007\u2009\u202f]/g, " ")
    .replaceAll("\u2019", "'");
}

/** Digits with this decimal mark and this mark between thousands: what stands before the decimal mark, and after it. */
function pattern(decimal, group) {
  const key = decimal + group;
  const whole = group ? `[1-9]\\d{0,2}(?:[${group}]\\d{3})+` : "\\d*";
  if (!patterns.has(key)) patterns.set(key, new RegExp(`^(${whole})(?:[${decimal}](\\d*))?$`));
  return patterns.get(key);
}

/** The digits `body` with this decimal mark and this mark between thousands as plain digits; null where it is not written so. */
function plainDigits(body, decimal, group) {
  if (decimal === group) return null;
  if (group === "." && !body.includes(",") && body.split(".").length < 3) return null;
  const found = pattern(decimal, group).exec(body);
  if (!found || !(found[1] || found[2])) return null;
  const digits = group ? found[1].replaceAll(group, "") : found[1];
  return `${digits || "0"}.${found[2] || "0"}`;
}

/** Every number that `text` can mean, each once. */
function meanings(text, decimals = DECIMALS, groups = GROUPS) {
  const [, sign, body, exponent = ""] = PARTS.exec(tidy(text).trim()) || [];
  if (body === undefined) return [];
  const found = new Set();
  for (const decimal of decimals) {
    for (const group of groups) {
      const digits = plainDigits(body, decimal, group);
      const value = digits === null ? NaN : Number(`${sign}${digits}${exponent}`);
      if (Number.isFinite(value)) found.add(value);
    }
  }
  return [...found].sort((a, b) => Math.abs(b) - Math.abs(a));
}

/** What a field holds: {} of nothing, {value}, {readings: [{value, text}]} of what has more than one, else {wrong} with a reason.
 *  `numeral` says that it was meant as a number, though it cannot be read. */
export function read(text) {
  const typed = tidy(text).trim();
  if (!typed) return {};
  const values = meanings(typed);
  if (values.length === 1) return { value: values[0] };
  if (values.length > 1) return { readings: values.map((value) => ({ value, text: String(value) })) };
  return { wrong: "Type a number, such as 1500, 1.5 or 2e-3.", numeral: LIKE_A_NUMBER.test(typed) && /\p{N}/u.test(typed) };
}

const SEPARATORS = /[;\n\t\r]+|,(?=\s|$)/; // what can be nothing else
const WAYS = [
  (text) => all(text.split(/[\s,;]+/), ["."], [""]), // each comma and blank parts two values
  (text) => all(text.split(/[;\s]+|,(?=\s|$)/), [","], ["", "."], true), // a comma between digits is a decimal mark
  (text) => all(text.split(/[;\s]+|,(?=\s|$)/), ["."], ["", ","]), // … or parts thousands
  (text) => all(text.split(SEPARATORS), ["."], ["", " ", "'"]), // blanks part thousands
  (text) => all(text.split(SEPARATORS), [","], ["", " ", "'"], true), // … and commas are decimal marks
];

/** The values of `pieces`, all written alike; null when one is not. `plain` lets those without a comma have a point. */
function all(pieces, decimals, groups, plain = false) {
  const values = [];
  for (const piece of pieces.map((each) => each.trim()).filter(Boolean)) {
    const found = plain && PLAIN.test(piece) ? [Number(piece)] : meanings(piece, decimals, groups);
    if (found.length !== 1) return null;
    values.push(found[0]);
  }
  return values;
}

/** What a list holds: {values}, or {values, readings: [{values, text}]} where the whole can be read in more than one way.
 *  What is no number, or not one alone, is in `values` as the text it is. */
export function list(text) {
  const typed = tidy(text);
  const lists = WAYS.map((way) => way(typed)).filter(Boolean);
  const found = [...new Map(lists.map((values) => [values.join(" "), values])).values()];
  if (found.length === 1) return { values: found[0] };
  if (!found.length)
    return {
      values: typed
        .split(/[\s,;]+/)
        .filter(Boolean)
        .map(alone),
    };
  const readings = found.map((values) => ({ values, text: values.join(", ") }));
  return {
    values: typed
      .split(SEPARATORS)
      .map((piece) => piece.trim())
      .filter(Boolean)
      .map(alone),
    readings,
  };
}

function alone(piece) {
  const value = PLAIN.test(piece) ? Number(piece) : NaN;
  return Number.isFinite(value) ? value : piece;
}

/** A reading in few words: "1500", "0.1, 2.5", "0, 1, 2, 5 … (12 values)". */
export function brief({ text, values = [] }) {
  return values.length > MOST_SHOWN ? `${values.slice(0, MOST_SHOWN).join(", ")} … (${values.length} values)` : text;
}

/** "1,500 can mean 1500 or 1.5." */
export function question(text, readings) {
  const typed = String(text).trim().replace(/\s+/g, " ");
  const shown = typed.length > 24 ? "This" : typed;
  return `${shown} can mean ${readings.map(brief).join(readings[0].values ? "; or " : " or ")}.`;
}
