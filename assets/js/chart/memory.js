/* What a person chose for a scan's chart, remembered in this browser for the scans looked at last. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const chart = (PyBirch.chart = PyBirch.chart || {});
  const KEY = "pybirch-chart";
  const KEPT = 50;

  function all() {
    try {
      return new Map(JSON.parse(root.localStorage.getItem(KEY) || "[]"));
    } catch {
      return new Map(); // no storage here, or not ours
    }
  }

  /** What was chosen for the scan, {} when nothing was. */
  function recall(scanId) {
    return { ...all().get(scanId) };
  }

  function remember(scanId, chosen) {
    const kept = all();
    kept.delete(scanId);
    if (Object.keys(chosen).length) kept.set(scanId, chosen);
    try {
      root.localStorage.setItem(KEY, JSON.stringify([...kept].slice(-KEPT)));
    } catch {
      // storage is full or forbidden: the choice lasts as long as the page
    }
  }

  chart.memory = { recall, remember };
  if (typeof module !== "undefined" && module.exports) module.exports = chart.memory;
})(typeof window !== "undefined" ? window : globalThis);
