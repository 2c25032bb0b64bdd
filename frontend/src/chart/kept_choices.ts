/* What a person chose for a scan's chart, kept in this browser for the scans looked at last. */
import type { Chosen } from "./model.ts";

const KEY = "pybirch-chart";
const MOST_SCANS = 50;

function all(): Map<string, Chosen> {
  try {
    return new Map(JSON.parse(globalThis.localStorage.getItem(KEY) || "[]"));
  } catch {
    return new Map(); // no storage here, or not ours
  }
}

/** What was chosen for the scan, {} when nothing was. */
export function recall(scanId: string): Chosen {
  return { ...all().get(scanId) };
}

export function remember(scanId: string, chosen: Chosen): void {
  const kept = all();
  kept.delete(scanId);
  if (Object.keys(chosen).length) kept.set(scanId, chosen);
  try {
    globalThis.localStorage.setItem(KEY, JSON.stringify([...kept].slice(-MOST_SCANS)));
  } catch {
    // storage is full or forbidden: the choice lasts as long as the page
  }
}
