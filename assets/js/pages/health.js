/* Home's health panel: points a second and the time from reading to screen, as this page itself sees them. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el, text } = PyBirch.dom;
  const WINDOW = 5000; // ms over which points are counted
  const KEPT = 120; // seconds in the small line

  function health(node) {
    const rows = Object.fromEntries(["Points per second", "Reading to screen", "Slowest 1 %", "Running scans", "Engine"].map((name) => [name, el("dd")]));
    const canvas = el("canvas.pb-spark", { "aria-hidden": "true" });
    node.append(canvas, el("dl.pb-facts", {}, Object.entries(rows).flatMap(([name, value]) => [el("dt", {}, name), value])));
    const points = new Map();
    let counted = [];
    const history = [];

    function count({ scan_id: id, point }) {
      const before = points.get(id);
      points.set(id, point);
      if (before !== undefined && point > before) counted.push([Date.now(), point - before]);
    }
    const stop = PyBirch.eachSecond(() => {
      const now = Date.now();
      counted = counted.filter(([at]) => now - at < WINDOW);
      const rate = counted.reduce((sum, [, more]) => sum + more, 0) / (WINDOW / 1000);
      history.push(rate);
      if (history.length > KEPT) history.shift();
      const status = PyBirch.live.status();
      const state = PyBirch.live.state("global");
      const ms = (value) => (typeof value === "number" ? `${Math.max(1, Math.round(value))} ms` : PyBirch.format.NONE);
      text(rows["Points per second"], PyBirch.format.number(rate, 3));
      text(rows["Reading to screen"], ms(status.latency));
      text(rows["Slowest 1 %"], ms(status.latency_p99));
      text(rows["Running scans"], state ? String(state.scans.filter((scan) => scan.status === "running").length) : PyBirch.format.NONE);
      text(rows.Engine, status.engine ? (status.engine.status === "online" ? "running" : "offline") : PyBirch.format.NONE);
      PyBirch.picture.line(canvas, history.map((_, at) => at), history, 0);
    });
    return { count, stop };
  }

  PyBirch.health = health;
})(window);
