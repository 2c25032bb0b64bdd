// @ts-nocheck
/* Spans of days: what is chosen of them, as text for a URL, and the moments that the server is asked for. Days are the
 * reader's own. */
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const BACK = { today: 0, week: 6, month: 29 };
const WORDS = { today: "today", week: "last 7 days", month: "last 30 days" };

/** {from, to} of "2026-05-01..2026-05-04", either end may be ""; null when it is no such span. */
export function parse(text) {
  const [from, to, more] = String(text || "").split("..");
  if (more !== undefined || to === undefined) return null;
  const good = (day) => day === "" || (DAY.test(day) && !Number.isNaN(start(day).getTime()));
  return good(from) && good(to) && (from || to) ? { from, to } : null;
}

/** The text of a span; "" when it has neither end. */
export function between(from, to) {
  return from || to ? `${from}..${to}` : "";
}

/** The choice if it is one, else "". */
export function known(text) {
  return Object.prototype.hasOwnProperty.call(BACK, text) || parse(text) ? text : "";
}

/** {since, until} as RFC 3339, both ends included; what is open is left out. */
export function moments(choice, now = new Date()) {
  if (Object.prototype.hasOwnProperty.call(BACK, choice))
    return { since: new Date(now.getFullYear(), now.getMonth(), now.getDate() - BACK[choice]).toISOString() };
  const span = parse(choice);
  if (!span) return {};
  const found = {};
  if (span.from) found.since = start(span.from).toISOString();
  if (span.to) found.until = end(span.to).toISOString();
  return found;
}

/** "last 7 days", "2026-05-01 to 2026-05-04", "since …", "until …". */
export function words(choice) {
  if (Object.prototype.hasOwnProperty.call(WORDS, choice)) return WORDS[choice];
  const { from, to } = parse(choice) || { from: "", to: "" };
  if (from && to) return from === to ? from : `${from} to ${to}`;
  if (from) return `since ${from}`;
  return to ? `until ${to}` : "";
}

function start(day) {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(year, month - 1, date);
}

function end(day) {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(new Date(year, month - 1, date + 1).getTime() - 1);
}
