/* Spans of days: the choice as text for a URL, and the moments to send to the server. Days are those of the reader's time zone. */
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Words for each choice that counts back from today, and how many days it goes back. */
const BACK = new Map([
  ["today", { words: "today", days: 0 }],
  ["week", { words: "last 7 days", days: 6 }],
  ["month", { words: "last 30 days", days: 29 }],
]);

/** Both ends of "2026-05-01..2026-05-04", either may be ""; null when it is no such span. */
export function parse(text?: string | null): { from: string; to: string } | null {
  const [from, to, more] = String(text || "").split("..");
  if (more !== undefined || to === undefined) return null;
  const good = (day: string) => day === "" || (DAY.test(day) && !Number.isNaN(start(day).getTime()));
  return good(from) && good(to) && (from || to) ? { from, to } : null;
}

/** The text of a span; "" when it has neither end. */
export function between(from: string, to: string): string {
  return from || to ? `${from}..${to}` : "";
}

/** The choice if it is one, else "". */
export function known(text: string): string {
  return BACK.has(text) || parse(text) ? text : "";
}

/** Both ends as RFC 3339, inclusive; an open end is left out. */
export function moments(choice: string, now = new Date()): { since?: string; until?: string } {
  const back = BACK.get(choice);
  if (back) return { since: new Date(now.getFullYear(), now.getMonth(), now.getDate() - back.days).toISOString() };
  const { from, to } = parse(choice) ?? { from: "", to: "" };
  return { ...(from && { since: start(from).toISOString() }), ...(to && { until: new Date(start(to, 1).getTime() - 1).toISOString() }) };
}

/** "last 7 days", "2026-05-01 to 2026-05-04", "since …", "until …". */
export function words(choice: string): string {
  const { from, to } = parse(choice) ?? { from: "", to: "" };
  const span = from === to ? from : `${from} to ${to}`;
  return BACK.get(choice)?.words ?? (from && to ? span : from ? `since ${from}` : to && `until ${to}`);
}

/** The first moment of a day, or of the day so many days later. */
function start(day: string, later = 0): Date {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later);
}
