/* The name that the reader has chosen, as the cookie keeps it. */
export const LENGTH = 40; // characters the server keeps
const COOKIE = "pybirch_name";
const YEAR = 365 * 24 * 3600; // s

/** A name as the server will show it: one short line. */
export function tidy(name: string): string {
  const line = String(name).replace(/[\p{C}\p{Z}\s]+/gu, " ");
  return Array.from(line.trim()).slice(0, LENGTH).join("").trim();
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
