// @ts-nocheck
/* Going from page to page without loading the app again, and keeping the state of a page in its URL. */
import * as place from "../core/place.ts";
import * as dom from "./elements.ts";

export const MOVED = "_dashprivate_pushstate"; // what Dash's own links announce

/** The address of a page: href("/scans/SCAN_001"). */
export function href(path) {
  return place.prefix() + path.replace(/^\//, "");
}

export function go(path) {
  const address = href(path);
  if (address === globalThis.location.pathname + globalThis.location.search) return;
  globalThis.history.pushState({}, "", address);
  globalThis.dispatchEvent(new CustomEvent(MOVED));
  globalThis.scrollTo(0, 0);
}

/** A link to a page of ours. */
export function link(path, attributes, ...children) {
  const { spec = "a", ...others } = attributes || {};
  return dom.el(spec, { href: href(path), data: { go: path }, ...others }, ...children);
}

/** Point a link somewhere else. */
export function point(node, path) {
  if (node.dataset.go === path) return;
  node.dataset.go = path;
  node.setAttribute("href", href(path));
}

/** What the page's URL says after `?`, as an object. */
export function query() {
  return Object.fromEntries(new URLSearchParams(globalThis.location.search));
}

/** Change what the URL says; empty values are left out. The page stays where it is. */
export function setQuery(changes) {
  const search = new URLSearchParams(globalThis.location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "" || value === false) search.delete(name);
    else search.set(name, value);
  }
  const text = search.toString();
  globalThis.history.replaceState(globalThis.history.state, "", globalThis.location.pathname + (text ? `?${text}` : ""));
}

/** Begin to listen to the page. */
export function start() {
  document.addEventListener("click", (event) => {
    const anchor = event.target.closest && event.target.closest("a[data-go]");
    if (!anchor || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || anchor.target) return;
    event.preventDefault();
    go(anchor.dataset.go);
  });
}
