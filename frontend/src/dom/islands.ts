/* Islands: places in Dash's static layout that a script fills and keeps up to date.
 *
 *     island("log-panel", (node, page) => { …; return () => cleanUp(); });     fills each [data-pb=log-panel]
 *     page("scan", (node) => { … });                                           the same for the page's [data-page=scan]
 *     later(["page:scan"], () => import("./scan.ts"));                         loads the module that registers it when it is needed
 *
 * Dash adds and removes nodes as pages change, which a MutationObserver sees; what islands make themselves is passed over. */

/** Fills `node` when it appears; returns what is called when it has left. `page` is the root of the page around it. */
export type Mount = (node: HTMLElement, page: HTMLElement | null) => (() => void) | null | undefined | void;

const ISLANDS = "[data-page], [data-pb]";
const OURS = "[data-pb], .js-plotly-plot, .ag-root-wrapper";
const mounts = new Map<string, Mount>();
const loaders = new Map<string, () => Promise<unknown>>();
const mounted = new Map<HTMLElement, (() => void) | null>();
const waiting = new Set<HTMLElement>(); // seen before a module registered their name

export function island(name: string, mount: Mount): void {
  mounts.set(`pb:${name}`, mount);
}

export function page(name: string, mount: Mount): void {
  mounts.set(`page:${name}`, mount);
}

/** Load a module when the first of these appears: "page:NAME" of a page, "pb:NAME" of an island. All that the module registers is
 *  filled then, so an island that stands only on such a page needs no entry of its own. */
export function later(names: readonly string[], load: () => Promise<unknown>): void {
  for (const name of names) loaders.set(name, load);
}

function attempt<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch (error) {
    globalThis.reportError(error);
    return null;
  }
}

function nameOf({ dataset: { page, pb } }: HTMLElement): string {
  return page ? `page:${page}` : `pb:${pb}`;
}

function visit(node: HTMLElement): void {
  if (mounted.has(node)) return;
  const { page } = node.dataset;
  mounted.set(node, null);
  if (page) document.dispatchEvent(new CustomEvent("pybirch:page", { detail: { page, node } }));
  waiting.add(node);
  fill(node);
  const load = loaders.get(nameOf(node));
  if (load && waiting.has(node)) load().then(() => waiting.forEach(fill), globalThis.reportError);
}

/** Fill a node that waits, once its name is registered. */
function fill(node: HTMLElement): void {
  const mount = mounts.get(nameOf(node));
  if (!mount || !node.isConnected) return;
  waiting.delete(node);
  mounted.set(node, attempt(() => mount(node, node.closest<HTMLElement>("[data-page]"))) || null);
}

function sweep(): void {
  for (const [node, unmount] of mounted) {
    if (node.isConnected) continue;
    mounted.delete(node);
    waiting.delete(node);
    if (unmount) attempt(unmount);
  }
}

function seen(records: readonly MutationRecord[]): void {
  let removed = false;
  for (const { target, addedNodes, removedNodes } of records) {
    if (!(target instanceof Element) || target.closest(OURS)) continue;
    removed ||= removedNodes.length > 0;
    for (const node of addedNodes) {
      if (!(node instanceof HTMLElement)) continue;
      if (node.matches(ISLANDS)) visit(node);
      for (const inner of node.querySelectorAll<HTMLElement>(ISLANDS)) visit(inner);
    }
  }
  if (removed) sweep();
}

/** Begin to listen to the page, and look at what it holds already. */
export function start(): void {
  new MutationObserver(seen).observe(document.documentElement, { childList: true, subtree: true });
  for (const node of document.querySelectorAll<HTMLElement>(ISLANDS)) visit(node);
}
