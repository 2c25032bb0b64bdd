/* The example page: running scans in a table, followed without Dash. Does nothing on other pages. */
(function () {
  "use strict";
  const table = document.getElementById("scans");
  const log = document.getElementById("log");
  const state = document.getElementById("state");
  if (!table || !log || !state || document.getElementById("_dash-config")) return;

  const { PyBirch, PyBirchRealtime } = window;
  const SHOWN = 300;
  const LINES = 100;
  const rows = new Map();
  const values = new Map();

  function rowOf(scan) {
    if (rows.has(scan.scan_id)) return rows.get(scan.scan_id);
    const row = table.insertRow();
    const cells = [row.insertCell(), row.insertCell(), row.insertCell(), row.insertCell()];
    const canvas = document.createElement("canvas");
    cells[3].append(canvas);
    rows.set(scan.scan_id, { cells, canvas });
    PyBirchRealtime.subscribe(`scan_${scan.scan_id}`);
    return rows.get(scan.scan_id);
  }

  function show(scan) {
    const { cells } = rowOf(scan);
    const { word, glyph, ended } = PyBirch.vocabulary.describe(scan.status);
    cells[0].textContent = `${scan.scan_id} ${scan.name}`;
    cells[1].textContent = `${glyph} ${word}`;
    cells[2].textContent = PyBirch.format.progress(scan);
    if (ended) PyBirchRealtime.unsubscribe(`scan_${scan.scan_id}`);
  }

  function draw(run) {
    const row = rows.get(run.scan_id);
    const measured = Object.entries(run.columns).find(
      ([name, list]) => !name.includes(".") && !Array.isArray(list[0]),
    );
    if (!row || !measured) return;
    const kept = [...(values.get(run.scan_id) || []), ...measured[1]].slice(-SHOWN);
    values.set(run.scan_id, kept);
    PyBirch.chart.sparkline(row.canvas, kept);
  }

  PyBirchRealtime.onConnection((now) => (state.textContent = now));
  PyBirchRealtime.onSnapshot(({ scans }, room) => room === "global" && scans.forEach(show));
  PyBirchRealtime.onScanStatus((scan, room) => room === "global" && show(scan));
  PyBirchRealtime.onDataPoints(draw);
  PyBirchRealtime.onScanLog((line) => {
    const shown = document.createElement("div");
    shown.textContent = `${line.scan_id} ${line.level} ${line.message}`; // text, never markup
    log.prepend(shown);
    while (log.childElementCount > LINES) log.lastChild.remove();
  });
  PyBirchRealtime.connect();
})();
