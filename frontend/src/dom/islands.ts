// @ts-nocheck
/* Islands: places in Dash's static layout that a script fills and keeps up to date.
 *
 *     PyBirch.island("log-panel", (node, page) => { …; return () => cleanUp(); });     fills each [data-pb=log-panel]
 *     PyBirch.page("scan", (node) => { … });                                            the same for the page's [data-page=scan]
 *
 * `mount` is called when the node appears and what it returns when it has left; `page` is the page's root around it (or null).
 * Dash adds and removes nodes as pages change, which a MutationObserver sees; what islands make themselves is passed over. */
const ISLANDS = "[data-page], [data-pb]";
const OURS = "[data-pb], .js-plotly-plot, .ag-root-wrapper";
const mounts = new Map();
const mounted = new Map();

export function island(name, mount) {
  mounts.set(`pb:${name}`, mount);
}

export function page(name, mount) {
  mounts.set(`page:${name}`, mount);
}

function visit(node) {
  if (mounted.has(node)) return;
  const name = node.dataset.page ? `page:${node.dataset.page}` : `pb:${node.dataset.pb}`;
  const mount = mounts.get(name);
  mounted.set(node, null);
  if (node.dataset.page) document.dispatchEvent(new CustomEvent("pybirch:page", { detail: { page: node.dataset.page, node } }));
  if (!mount) return;
  try {
    mounted.set(node, mount(node, node.closest("[data-page]")) || null);
  } catch (error) {
    globalThis.reportError(error);
  }
}

function sweep() {
  for (const [node, unmount] of mounted) {
    if (node.isConnected) continue;
    mounted.delete(node);
    try {
      if (unmount) unmount();
    } catch (error) {
      globalThis.reportError(error);
    }
  }
}

function seen(records) {
  let removed = false;
  for (const record of records) {
    if (record.target.nodeType !== 1 || record.target.closest(OURS)) continue;
    removed = removed || record.removedNodes.length > 0;
    for (const node of record.addedNodes) {
      if (node.nodeType !== 1) continue;
      if (node.matches(ISLANDS)) visit(node);
      for (const inner of node.querySelectorAll(ISLANDS)) visit(inner);
    }
  }
  if (removed) sweep();
}

/** Begin to listen to the page. */
export function start() {
  new MutationObserver(seen).observe(document.documentElement, { childList: true, subtree: true });
}
