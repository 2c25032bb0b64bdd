/* Watches a scan page from before its first script on: frames, drawings of the chart and the moment of the first.
 *
 * `pbProbe.first` {any, whole}: ms from the start of the navigation to the first drawing with data, and to the first whose
 * data begin before `pbEarly`. `pbProbe.start()`, then `pbProbe.stop()` -> figures of the time between. */
(() => {
  "use strict";
  const DRAWN = ".scatterlayer .trace path, .heatmaplayer image";
  const probe = (window.pbProbe = { first: {}, frames: 0, drawings: 0, gaps: [] });
  let dirty = false;
  let last = 0;
  let since = 0;
  let watched = null;
  const observer = new MutationObserver(() => (dirty = true));

  function watch() {
    const graph = document.querySelector(".js-plotly-plot");
    if (graph === watched) return;
    watched = graph;
    observer.disconnect();
    if (graph)
      observer.observe(graph, { subtree: true, attributes: true, attributeFilter: ["d", "href", "xlink:href"] });
  }

  function look(now) {
    const trace = watched && watched.data && watched.data[0];
    if (!trace || !watched.querySelector(DRAWN)) return;
    const values = trace.x || (trace.z && trace.z[0]) || [];
    if (values.length === 0) return;
    if (probe.first.any === undefined) probe.first.any = now;
    if (values[0] <= window.pbEarly && probe.first.whole === undefined) probe.first.whole = now;
  }

  function frame(now) {
    if (last) probe.gaps.push(now - last);
    last = now;
    probe.frames += 1;
    watch();
    if (dirty) probe.drawings += 1;
    dirty = false;
    if (probe.first.whole === undefined) look(performance.now());
    requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);

  probe.start = () => {
    Object.assign(probe, { frames: 0, drawings: 0, gaps: [] });
    since = performance.now();
  };
  probe.stop = () => {
    const seconds = (performance.now() - since) / 1000;
    const gaps = probe.gaps.slice().sort((a, b) => a - b);
    return {
      frames: probe.frames / seconds,
      drawings: probe.drawings / seconds,
      slow: gaps[Math.floor(0.99 * gaps.length)] || 0,
      longest: gaps[gaps.length - 1] || 0,
    };
  };
})();
