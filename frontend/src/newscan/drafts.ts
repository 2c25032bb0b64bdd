/* Plans left half done, kept in this browser: of the tab first, else the latest of any tab, so that none is lost with its tab.
 * Each belongs to where it began: "" is a new plan, "from SCAN_042" and "edit SCAN_042" that of a scan. */
import { isObject, type Plan } from "./model.ts";

const KEY = "pybirch.newscan.drafts";
const MOST = 8;

export interface Draft {
  plan: Plan;
  named: boolean;
}

type Store = Pick<Storage, "getItem" | "setItem">;

function all(store: Store): [string, unknown][] {
  try {
    const kept: unknown = JSON.parse(store.getItem(KEY) ?? "null");
    return isObject(kept) ? Object.entries(kept) : [];
  } catch {
    return []; // another version wrote it
  }
}

function isDraft(value: unknown): value is Draft {
  return isObject(value) && isObject(value.plan) && Array.isArray(value.plan.steps);
}

/** Drafts in these stores of the browser; the first is read first. */
export function drafts(stores: Store[]) {
  const write = (beginning: string, added: [string, Draft][]): void => {
    for (const store of stores) {
      const entries = [...all(store).filter(([name]) => name !== beginning), ...added];
      store.setItem(KEY, JSON.stringify(Object.fromEntries(entries.slice(-MOST))));
    }
  };
  return {
    read: (beginning: string): Draft | null =>
      stores
        .flatMap(all)
        .filter(([name]) => name === beginning)
        .map(([, kept]) => kept)
        .find(isDraft) ?? null,
    keep: (beginning: string, draft: Draft): void => write(beginning, [[beginning, draft]]),
    forget: (beginning: string): void => write(beginning, []),
  };
}
