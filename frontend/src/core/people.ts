/* People who watch the same scan or queue: names as they are chosen, kept and shown. Names are text of unknown people. */
export const LENGTH = 40; // characters the server keeps
const COOKIE = "pybirch_name";
const YEAR = 365 * 24 * 3600; // s

/** A name as the server will show it: one short line. */
export function tidy(name: string): string {
  const line = String(name).replace(/[\p{C}\p{Z}\s]+/gu, " ");
  return Array.from(line.trim()).slice(0, LENGTH).join("").trim();
}

/** "AB" of "Anna Maria Berg", "A" of "anna", "G3" of "Guest 3". */
export function initials(name: string): string {
  const words = tidy(name).split(" ");
  const first = (word: string) => Array.from(word)[0] ?? "";
  const letters = words.length > 1 ? first(words[0]) + first(words[words.length - 1]) : first(words[0]);
  return letters.toLocaleUpperCase() || "?";
}

export interface Person {
  name: string;
  initials: string;
  /** Whether this is the reader. */
  you: boolean;
  key: string;
}

/** Everybody, the reader first; `own` is the name the reader has chosen, "" for none. Of several people with that name one is the
 *  reader. */
export function crowd(users: readonly string[], own = ""): Person[] {
  const seen = new Map<string, number>();
  const at = own ? users.indexOf(own) : -1;
  const all = users.map((name, index) => {
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return { name, initials: initials(name), you: index === at, key: `${times} ${name}` };
  });
  return [...all.filter((person) => person.you), ...all.filter((person) => !person.you)];
}

/** How many are there, in words. */
export function counted(users: readonly string[]): string {
  if (users.length < 2) return "Nobody else is watching.";
  return `${users.length} people are watching.`;
}

/** The chosen name in the text of `document.cookie`, "" without one. */
export function readName(cookies: string): string {
  const found = cookies.split("; ").find((pair) => pair.startsWith(`${COOKIE}=`));
  if (!found) return "";
  try {
    return tidy(decodeURIComponent(found.slice(COOKIE.length + 1)));
  } catch {
    return "";
  }
}

/** What to assign to `document.cookie` to keep a name for pages below `path`; an empty name is forgotten. */
export function nameCookie(name: string, path: string): string {
  const kept = tidy(name);
  return `${COOKIE}=${encodeURIComponent(kept)}; path=${path}; max-age=${kept ? YEAR : 0}; samesite=lax`;
}
