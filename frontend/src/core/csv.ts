/* The parts of CSV text, by the same rules as the server's exporter (engine/exporters/cells.py): numbers in the shortest form that reads
 * back the same, `inf`, `-inf` and `nan`, nothing for no value; an apostrophe before each sign that would begin a formula, wherever a
 * spreadsheet splits the line. */
const SIGN = /(^|[,;|])([\s"]*'*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;
const QUOTE = /([,;|]'*)(?=")/g;
const BREAK = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu;
const NO_VALUE_BITS = [0x7a2, 0x7a3]; // the lower halves of the NaNs that stand for no value

export function number(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return value === Infinity ? "inf" : value === -Infinity ? "-inf" : "";
}

/** A cell of the number at a place of a Float64Array as the server gave it; a NaN that was measured is `nan`. */
export function cell(values: Float64Array, at: number): string {
  const value = values[at];
  return value === value ? number(value) : isNoValue(values, at) ? "" : "nan";
}

/** Whether a NaN stands for a value that was never there (engine/model/values.py): its bits tell, which a copy may lose. */
function isNoValue(values: Float64Array, at: number): boolean {
  return NO_VALUE_BITS.includes(new Uint32Array(values.buffer, values.byteOffset + 8 * at, 1)[0]!);
}

/** Text in one line, of which no part would begin a formula. */
function defused(given: string): string {
  return given.replace(BREAK, " ").replace(SIGN, "$1$2'");
}

/** A cell of text. */
export function text(given: string): string {
  const plain = defused(given);
  return /[,;|"'#]/.test(plain) ? `"${plain.replace(/"/g, '""')}"` : plain;
}

/** A line of metadata. */
export function about(name: string, value: unknown): string {
  return `# ${defused(`${name}: ${value}`).replace(QUOTE, "$1'")}`;
}
