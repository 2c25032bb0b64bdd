// @ts-nocheck
/* What a person chose for a scan's chart, remembered in this browser for the scans looked at last. */
const KEY = "pybirch-chart";
const KEPT = 50;

function all() {
  try {
    return new Map(JSON.parse(globalThis.localStorage.getItem(KEY) || "[]"));
  } catch {
    return new Map(); // no storage here, or not ours
  }
}

/** What was chosen for the scan, {} when nothing was. */
export function recall(scanId) {
  return { ...all().get(scanId) };
}

export function remember(scanId, chosen) {
  const kept = all();
  kept.delete(scanId);
  if (Object.keys(chosen).length) kept.set(scanId, chosen);
  try {
    globalThis.localStorage.setItem(KEY, JSON.stringify([...kept].slice(-KEPT)));
  } catch {
    // storage is full or forbidden: the choice lasts as long as the page
  }
}
