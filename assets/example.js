/* The example page: running scans in a table, followed without Dash and without a build step. */
(function () {
  "use strict";
  const SHOWN = 300; // last values in the small line
  const LINES = 100; // lines of the log
  const ENDED = ["completed", "stopped", "aborted", "failed", "interrupted"];
  const realtime = window.PyBirchRealtime;
  const rows = new Map();

  function rowOf(scan) {
    if (rows.has(scan.scan_id)) return rows.get(scan.scan_id);
    const row = document.getElementById("scans").insertRow();
    const cells = [row.insertCell(), row.insertCell(), row.insertCell(), row.insertCell()];
    const canvas = document.createElement("canvas");
    cells[3].append(canvas);
    rows.set(scan.scan_id, { cells, canvas, values: [] });
    realtime.subscribe(`scan_${scan.scan_id}`);
    return rows.get(scan.scan_id);
  }

  function show(scan) {
    const { cells } = rowOf(scan);
    cells[0].textContent = `${scan.scan_id} ${scan.name}`;
    cells[1].textContent = scan.status;
    cells[2].textContent = scan.total_points ? `${scan.point} / ${scan.total_points}` : `${scan.point}`;
    if (ENDED.includes(scan.status)) realtime.unsubscribe(`scan_${scan.scan_id}`);
  }

  function take(run) {
    const row = rows.get(run.scan_id);
    const measured = Object.entries(run.columns).find(([name, list]) => !name.includes(".") && !Array.isArray(list[0]));
    if (!row || !measured) return;
    row.values = [...row.values, ...measured[1]].slice(-SHOWN);
    draw(row.canvas, row.values.filter(Number.isFinite));
  }

  function draw(canvas, values) {
    canvas.width = canvas.clientWidth;
    canvas.height = canvas.clientHeight;
    const pen = canvas.getContext("2d");
    pen.strokeStyle = getComputedStyle(canvas).color;
    const low = Math.min(...values);
    const span = Math.max(...values) - low || 1;
    pen.beginPath();
    values.forEach((value, at) =>
      pen.lineTo((at / (values.length - 1 || 1)) * canvas.width, canvas.height - 1 - ((value - low) / span) * (canvas.height - 2)),
    );
    pen.stroke();
  }

  realtime.onConnection((state) => (document.getElementById("state").textContent = state));
  realtime.onSnapshot(({ scans }, room) => room === "global" && scans.forEach(show));
  realtime.onScanStatus((scan, room) => room === "global" && show(scan));
  realtime.onDataPoints(take);
  realtime.onScanLog((line) => {
    const shown = document.createElement("div");
    shown.textContent = `${line.scan_id} ${line.level} ${line.message}`; // text, never markup
    const log = document.getElementById("log");
    log.prepend(shown);
    while (log.childElementCount > LINES) log.lastChild.remove();
  });
  realtime.connect();
})();
