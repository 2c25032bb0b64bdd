// @ts-nocheck
/* Where the server is, seen from this page: every URL is built from the prefix, read from Dash's own
 * configuration or, on a page without Dash, from where this script was loaded. */
const script = typeof document !== "undefined" && document.currentScript ? document.currentScript.src : "";

/** "/" or "/services/pybirch/". */
export function prefix() {
  const config = typeof document !== "undefined" && document.getElementById("_dash-config");
  if (config) {
    const found = JSON.parse(config.textContent).requests_pathname_prefix;
    if (found) return found;
  }
  return prefixOfScript(script);
}

/** The prefix of a script's own address (`…/services/pybirch/assets/js/core/place.js`). */
export function prefixOfScript(address) {
  if (!address) return "/";
  const path = new URL(address).pathname;
  const at = path.indexOf("/assets/");
  return at < 0 ? "/" : path.slice(0, at + 1);
}

/** REST address of `path` ("scans/SCAN_001"), with a query from `query` (undefined and null left out). */
export function api(path, query = {}) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null) search.set(name, value);
  const text = search.toString();
  return `${prefix()}api/v1/${path}${text ? `?${text}` : ""}`;
}

/** Address of a room's socket. `nonce` makes each attempt another text; `since` is the cursor to go on
 *  from. */
export function socket(room, { since, nonce, location = globalThis.location, base = prefix() } = {}) {
  const query = new URLSearchParams({ flow: "ack", batch: "points", snapshot: "light" });
  if (since) query.set("since", since);
  if (nonce !== undefined) query.set("n", String(nonce));
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${location.host}${base}ws/${encodeURIComponent(room)}?${query}`;
}
