// @ts-nocheck
/* Plans left half done, kept in this browser: of the tab first, else the latest of any tab, so that none is lost with its tab.
 * Each belongs to where it began: "" is a plan from nothing, "from SCAN_042" and "edit SCAN_042" that of a scan. */
const KEY = "pybirch.newscan.drafts";
const MOST = 8;

/** Drafts in these stores (as the browser's), the first being asked first. */
export function drafts(stores) {
  const all = (store) => {
    try {
      return Object.entries(JSON.parse(store.getItem(KEY)) || {});
    } catch {
      return []; // what cannot be read is no draft
    }
  };
  const keep = (store, entries) => store.setItem(KEY, JSON.stringify(Object.fromEntries(entries.slice(-MOST))));
  const others = (store, beginning) => all(store).filter(([name]) => name !== beginning);
  return {
    /** {plan, named}, or null. */
    read(beginning) {
      const found = stores.flatMap(all).find(([name, kept]) => name === beginning && kept && kept.plan && Array.isArray(kept.plan.steps));
      return found ? found[1] : null;
    },
    keep: (beginning, draft) => stores.forEach((store) => keep(store, [...others(store, beginning), [beginning, draft]])),
    forget: (beginning) => stores.forEach((store) => keep(store, others(store, beginning))),
  };
}
