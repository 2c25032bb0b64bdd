/* The controls of a scan's chart: what is shown of it and how, what of it is saved. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el, show, text, button, keyed } = PyBirch.dom;
  const WINDOWS = [200, 1000, 5000, 20000];
  const KINDS = { line: "Line", scatter: "Scatter", heatmap: "Map", spectrum: "Spectrum", waterfall: "Waterfall" };

  PyBirch.island("chart-controls", (node) => {
    const { scan, graph } = node.dataset;
    const chart = PyBirch.chart.mount(graph, { scanId: scan });
    const leave = PyBirch.chartFoot(node.closest(".pb-chart").querySelector(".pb-chart-foot"), chart);
    const choose = (name) => (value) => chart.choose({ [name]: value });
    const kinds = segments("Kind of chart", choose("kind"));
    const measurement = select("Measurement", choose("measurement"));
    const x = select("x", choose("x"));
    const y = select("y", (value) => chart.choose({ y: [value] }));
    const colour = select("colour", choose("colour"));
    const scale = select("scale", choose("scale"), "span.pb-sr"); // "Viridis" says it
    const logX = toggle("log x", choose("logX"));
    const logY = toggle("log y", choose("logY"));
    const view = segments("How much", choose("view"));
    const most = select("points", (value) => chart.choose({ window: Number(value) }));
    const reset = button("", { kind: "quiet", icon: "retry", title: "Show everything again", "aria-label": "Reset the zoom", on: () => chart.resetZoom() });
    const more = button("", { kind: "quiet", icon: "download", title: "Export", "aria-label": "Export" });
    const note = el("span.pb-chart-status");
    node.append(kinds.node, measurement.node, x.node, y.node, colour.node, scale.node, logX.node, logY.node,
      el("div.pb-chart-more", {}, note, view.node, most.node, reset, more));
    PyBirch.menu(more, () => exports(chart, scan, more));

    const off = chart.onChange(({ options, choices, status }) => {
      const plain = (names) => names.map((name) => ({ value: name, label: name }));
      const map = choices.kind === "heatmap";
      const array = choices.kind === "spectrum" || choices.kind === "waterfall";
      kinds.update(options.kinds.map((kind) => ({ value: kind, label: KINDS[kind] || kind })), choices.kind);
      measurement.update(plain(options.measurements), choices.measurement, options.measurements.length > 1);
      x.update(options.x, choices.x, !array && options.x.length > 1);
      y.update(options.y, Array.isArray(choices.y) ? choices.y[0] : choices.y, options.y.length > 1);
      colour.update(options.colour, choices.colour, map && options.colour.length > 1);
      scale.update(plain(options.scales), choices.scale, map || choices.kind === "waterfall");
      logX.update(choices.logX, !array);
      logY.update(choices.logY, choices.kind !== "waterfall");
      view.update([{ value: "live", label: "Live window" }, { value: "whole", label: "Whole scan" }], choices.view, !map && choices.kind !== "spectrum");
      most.update(WINDOWS.map((count) => ({ value: count, label: `${PyBirch.format.count(count)} points` })), choices.window, choices.view === "live" && !map && choices.kind !== "spectrum");
      text(note, PyBirch.format.sentence(status.message) || (status.loading === null ? "" : `loading ${PyBirch.format.percent(status.loading)}`));
      node.classList.toggle("pb-chart-ready", options.measurements.length > 0);
    });
    return () => {
      off();
      leave();
      chart.unmount();
    };
  });

  PyBirch.controls = { select, toggle, segments };

  function select(label, chosen, spec = "span") {
    const input = el("select.pb-input.pb-input-small", { "aria-label": label });
    const node = el("label.pb-control", { hidden: true }, el(spec, {}, label), input);
    input.addEventListener("change", () => chosen(input.value));
    return {
      node,
      update(items, value, visible = true) {
        show(node, visible);
        const now = items.map((item) => `${item.value}\n${item.label}`).join("\n");
        if (input.dataset.items !== now) {
          input.dataset.items = now;
          setOptions(input, items);
        }
        if (document.activeElement !== input || input.value !== String(value)) input.value = String(value);
      },
    };
  }

  /** Change the entries of a list in place: it may be open. */
  function setOptions(input, items) {
    while (input.options.length > items.length) input.options[input.options.length - 1].remove();
    items.forEach(({ value, label }, at) => {
      if (at === input.options.length) input.append(el("option"));
      const option = input.options[at];
      option.value = value;
      text(option, label);
    });
  }

  function toggle(label, chosen) {
    const node = el("button.pb-chip", { type: "button", hidden: true }, label);
    node.addEventListener("click", () => chosen(node.getAttribute("aria-pressed") !== "true"));
    return {
      node,
      update(pressed, visible) {
        show(node, visible);
        node.setAttribute("aria-pressed", String(Boolean(pressed)));
      },
    };
  }

  function segments(label, chosen) {
    const node = el("div.pb-segments", { role: "group", "aria-label": label, hidden: true });
    return {
      node,
      update(items, value, visible = true) {
        show(node, visible && items.length > 1);
        keyed(node, items, {
          key: (item) => item.value,
          create: (item) => el("button.pb-segment", { type: "button", on: { click: () => chosen(item.value) } }, item.label),
          update: (made, item) => made.setAttribute("aria-pressed", String(item.value === value)),
          sort: true,
        });
      },
    };
  }

  function exports(chart, id, button) {
    const state = PyBirch.live.state(`scan_${id}`);
    const scan = { scan_id: id, name: state ? state.scan.name : "" };
    const { measurements } = chart.options();
    const { measurement } = chart.choices();
    return [
      { group: "What the chart shows now", items: PyBirch.exports.view(chart, scan, PyBirch.exports.busyOn(button)) },
      { group: measurements.length > 1 ? `All readings of ${measurement}` : "All readings", items: PyBirch.exports.readings(scan, measurements, measurement) },
    ];
  }

  /** Said where the chart will be, while there is nothing to draw. */
  PyBirch.island("chart-note", (node) => {
    const room = `scan_${node.dataset.scan}`;
    const say = () => {
      const state = PyBirch.live.state(room);
      const every = Object.values(PyBirch.live.series(room));
      const measured = every.some((series) => series.length > 0);
      show(node, state && !measured);
      if (!state || measured) return;
      const damage = state.scan.damage || every.map((series) => series.damage).find(Boolean);
      if (damage) {
        text(node, PyBirch.format.sentence(damage));
        return;
      }
      const ended = PyBirch.vocabulary.ended(state.scan.status);
      text(node, ended ? "Nothing was measured." : state.scan.status === "queued" ? "The chart begins when the scan does." : "Waiting for the first reading…");
    };
    show(node, false);
    return PyBirch.live.on(room, { snapshot: say, frame: say }, { element: node });
  });
})(window);
