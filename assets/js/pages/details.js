/* Facts about a scan: who, when, what was measured. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el, keyed } = PyBirch.dom;

  function details(node) {
    const list = el("dl.pb-facts");
    node.append(list);
    return (scan) => {
      const measured = (scan.measurements || []).map((each) => [`Measured by ${each.name}`, columns(each.columns)]);
      const rows = [
        ["Scan", scan.scan_id],
        ["Queued by", scan.user || PyBirch.format.NONE],
        ["Queued", PyBirch.format.moment(scan.created_at)],
        ["Started", scan.started_at ? PyBirch.format.moment(scan.started_at) : "not yet"],
        ["Ended", scan.ended_at ? PyBirch.format.moment(scan.ended_at) : "not yet"],
        ["Time running", PyBirch.format.duration(scan.elapsed)],
        ["A copy of", scan.retry_of || PyBirch.format.NONE],
        ...measured,
      ].map(([name, value]) => ({ name, value }));
      keyed(list, rows, {
        key: (row) => row.name,
        create: (row) => el("div", {}, el("dt", {}, row.name), el("dd")),
        update: (made, row) => PyBirch.dom.text(made.lastChild, row.value),
      });
    };
  }

  function columns(all) {
    return all.map((column) => `${PyBirch.format.titled(column.name, column.unit)}${column.shape.length ? ` × ${column.shape.join(" × ")}` : ""}`).join(", ");
  }

  PyBirch.details = details;
})(window);
