/* Going from page to page without loading the app again, and keeping the state of a page in its URL. */
import * as place from "../core/place.ts";
import { el, type Attributes, type Child, type Made } from "./elements.ts";

export const MOVED = "_dashprivate_pushstate"; // what Dash's own links announce

/** The address of a page: href("/scans/SCAN_001"). */
export function href(path: string): string {
  return place.prefix() + path.replace(/^\//, "");
}

export function go(path: string): void {
  const address = href(path);
  if (address === location.pathname + location.search) return;
  history.pushState({}, "", address);
  globalThis.dispatchEvent(new CustomEvent(MOVED));
  globalThis.scrollTo(0, 0);
}

/** A link to a page of ours; `spec` as `el` takes it. */
export function link(path: string, { spec = "a", ...others }: Attributes & { spec?: string } = {}, ...children: Child[]): Made<"a"> {
  return el(spec as "a", { href: href(path), data: { go: path }, ...others }, ...children);
}

/** Point a link somewhere else. */
export function point(node: HTMLElement, path: string): void {
  if (node.dataset.go === path) return;
  node.dataset.go = path;
  node.setAttribute("href", href(path));
}

/** The parameters of the page's URL. */
export function query(): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(location.search));
}

/** Change parameters of the page's URL; empty values are left out. The page stays where it is. */
export function setQuery(changes: Record<string, string | number | boolean | null | undefined>): void {
  const search = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "" || value === false) search.delete(name);
    else search.set(name, String(value));
  }
  const text = search.toString();
  history.replaceState(history.state, "", location.pathname + (text ? `?${text}` : ""));
}

/** Begin to listen to the page. */
export function start(): void {
  document.addEventListener("click", (event) => {
    const anchor = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-go]") : null;
    if (!anchor || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || anchor.target) return;
    event.preventDefault();
    go(anchor.dataset.go ?? "/");
  });
}
