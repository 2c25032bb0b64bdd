/* Where the server is, seen from this page: every URL begins with the prefix, which Dash's configuration tells, or, on a page without
 * Dash, the address of this script. */
const plain = typeof document !== "undefined" && document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";
const script = plain || import.meta.url;

/** "/" or "/services/pybirch/". */
export function prefix(): string {
  const config = typeof document !== "undefined" && document.getElementById("_dash-config");
  const found = config && (JSON.parse(config.textContent) as { requests_pathname_prefix?: string }).requests_pathname_prefix;
  return found || prefixOfScript(script);
}

/** The prefix of a script's own address (`…/services/pybirch/assets/built/realtime.js`). */
export function prefixOfScript(address: string): string {
  if (!/^https?:/.test(address)) return "/";
  const path = new URL(address).pathname;
  const at = path.indexOf("/assets/");
  return at < 0 ? "/" : path.slice(0, at + 1);
}

/** REST address of `path` ("scans/SCAN_001"), with a query from `query` (undefined and null left out). `base` is the prefix, or the
 *  address of another server. */
export function api(path: string, query: object = {}, base = prefix()): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null) search.set(name, String(value));
  const text = search.toString();
  return `${base}api/v1/${path}${text ? `?${text}` : ""}`;
}

interface SocketOptions {
  /** The cursor to go on from. */
  since?: string | null;
  /** Makes each attempt's address different. */
  nonce?: number;
  location?: { protocol: string; host: string };
  /** The prefix, or the address of another server. */
  base?: string;
}

/** Address of a room's socket. */
export function socket(room: string, { since, nonce, location = globalThis.location, base = prefix() }: SocketOptions = {}): string {
  const query = new URLSearchParams({ flow: "ack", batch: "points", snapshot: "light" });
  if (since) query.set("since", since);
  if (nonce !== undefined) query.set("n", String(nonce));
  const server = new URL(base, `${location.protocol}//${location.host}`);
  const scheme = server.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${server.host}${server.pathname}ws/${encodeURIComponent(room)}?${query}`;
}
