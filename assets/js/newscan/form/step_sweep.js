/* The fields of a sweep: which axis, which positions, and how it goes through them. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const NewScan = (PyBirch.newscan = PyBirch.newscan || {});
  if (typeof document === "undefined") return;
  const { el, button } = PyBirch.dom;
  const { field, number, asking, select, checkbox, group, derive, axisGroups } = NewScan.fields;
  const WAYS = [["num", "From – to, number of points"], ["step", "From – to, step size"], ["log", "From – to, logarithmic"], ["list", "List of positions"]];

  /** {node, update}: `update()` follows the plan without making fields anew. */
  function sweepBody(session, path, step) {
    const axis = NewScan.axisOf(session.bench, step.axis);
    const unit = axis ? axis.unit : "";
    const where = `${path}.positions`;
    const now = () => NewScan.tree.get(session.plan, where);
    const titled = (label) => (unit ? `${label} (${unit})` : label);

    const whole = axis && axis.limits && !step.relative && button("Whole range", {
      kind: "small",
      title: `Sweep from ${NewScan.limitsText(axis)}`,
      data: { key: `whole:${path}` },
      on: () => session.reshape(where, NewScan.positions.over(axis.limits, now()), `whole:${path}`),
    });
    const limits = axis ? (axis.limits ? `Allowed: ${NewScan.limitsText(axis)}` : "No limits are set for this axis") : "";
    const choice = select(axisGroups(session.bench), step.axis, (column) => session.restructure(changedAxis(session, path, column), `${path}.axis`));
    const mode = NewScan.positions.mode(step.positions);
    const way = select([{ label: "", options: WAYS }], mode, (wanted) => session.reshape(where, NewScan.positions.as(now(), wanted), `way:${path}`));
    const positions = group(where, field("Positions", `way:${path}`, way, { spec: "div.ns-field.ns-wide" }), ...positionFields(session, where, mode, titled));

    function update() {
      derive(positions, described(now(), unit));
    }
    update();
    const node = el("div.ns-body", {},
      el("div.ns-row", {}, field("Axis", `${path}.axis`, choice, { hint: limits, after: whole, spec: "div.ns-field.ns-wide" })),
      positions,
      options(session, path, step));
    return { node, update };
  }

  function positionFields(session, where, mode, titled) {
    if (mode === "list") {
      const area = el("textarea.pb-input.pb-mono", { rows: 2, spellcheck: "false", placeholder: "0, 1, 2.5" });
      area.value = (NewScan.tree.get(session.plan, where) || []).map(PyBirch.typed.shown).join(", ");
      area.addEventListener("input", () => session.edit(where, PyBirch.typed.numbers(area.value)));
      asking(area, PyBirch.numerals.list);
      return [field(titled("Values"), `${where}.values`, area, { spec: "div.ns-field.ns-full" })];
    }
    const ends = [field(titled("From"), `${where}.start`, number(session, `${where}.start`)), field(titled("To"), `${where}.stop`, number(session, `${where}.stop`))];
    if (mode === "step") return [...ends, field(titled("Step"), `${where}.step`, number(session, `${where}.step`))];
    return [...ends, field("Points", `${where}.num`, number(session, `${where}.num`, { inputmode: "numeric" }))];
  }

  function options(session, path, step) {
    const nested = NewScan.tree.place(path).parent !== "";
    const set = (name) => (checked) => session.edit(`${path}.${name}`, checked || undefined);
    const settle = number(session, `${path}.settle`, { placeholder: "0", read: (typed) => PyBirch.typed.number(typed) || undefined });
    return el("div.ns-row.ns-options", {},
      (nested || step.snake) && checkbox("Back and forth (snake)", step.snake, set("snake"), { key: `${path}.snake`, title: "Every other time it runs backwards, which saves the way back" }),
      checkbox("Relative to where it stands", step.relative, (checked) => session.reshape(`${path}.relative`, checked || undefined, `${path}.relative`), { key: `${path}.relative`, title: "Positions count from where the axis stands; it goes back there afterwards" }),
      field("Settle after each move (s)", `${path}.settle`, settle, { spec: "div.ns-field.ns-inline" }));
  }

  /** The plan with another axis: positions that lie outside its limits become its whole range. */
  function changedAxis(session, path, column) {
    const axis = NewScan.axisOf(session.bench, column);
    const plan = NewScan.tree.set(session.plan, `${path}.axis`, column);
    const step = NewScan.tree.get(plan, path);
    if (!axis || !axis.limits || step.relative || within(step.positions, axis.limits)) return plan;
    return NewScan.tree.set(plan, `${path}.positions`, NewScan.positions.over(axis.limits, step.positions));
  }

  function within(positions, [low, high]) {
    const ends = NewScan.positions.sample(positions, Array.isArray(positions) ? Infinity : 2);
    return ends.length > 0 && ends.every((value) => value >= low && value <= high);
  }

  /** "51 points, 0.5 mm apart". */
  function described(positions, unit) {
    const count = NewScan.positions.count(positions);
    if (!count) return "";
    const stride = NewScan.positions.stride(positions);
    const points = PyBirch.format.counted(count, "point");
    return stride ? `${points}, ${PyBirch.format.exact(stride)}${unit ? ` ${unit}` : ""} apart` : points;
  }

  NewScan.bodies = { ...NewScan.bodies, sweep: sweepBody };
})(typeof window !== "undefined" ? window : globalThis);
