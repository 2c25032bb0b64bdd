/* The list of queues, from the room `global`, and the dialog that makes a new one. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el, text, show, part, button } = PyBirch.dom;
  const FILTERS = [
    ["", "All", () => true],
    ["live", "Live", (queue) => queue.status !== "idle"],
    ["idle", "Idle", (queue) => queue.status === "idle"],
  ];

  PyBirch.page("queues", (page) => {
    const dialog = PyBirch.queueForm({ title: "New queue", label: "Create queue", asking: "creating…", send: create });
    const empty = part(page, "empty");
    const chips = PyBirch.chips(part(page, "filters"), FILTERS.map(([value, label]) => ({ value, label })), PyBirch.query().show || "", (value) => {
      PyBirch.setQuery({ show: value });
      refill();
    });
    let table = null;
    let left = false;
    part(page, "dialog").append(dialog.node);
    page.querySelector('[data-do="create"]').addEventListener("click", () => dialog.open());
    empty.replaceChildren(el("h2", {}, "No queue yet"), el("p", {}, "A queue runs scans one after the other, or side by side where their instruments allow."), button("New queue", { kind: "primary", icon: "plus", on: () => dialog.open() }));

    async function create(values) {
      const made = await PyBirch.rest.post("queues", values);
      PyBirch.go(`/queues/${made.queue_id}`);
    }
    const shown = (queue) => FILTERS.find(([value]) => value === chips.value)[2](queue);
    const known = () => (PyBirch.live.state("global") || { queues: [] }).queues;
    function refill() {
      const all = known();
      const live = all.filter((queue) => queue.status !== "idle").length;
      text(part(page, "context"), `${all.length} ${all.length === 1 ? "queue" : "queues"} · ${live} live`);
      show(empty, all.length === 0 && PyBirch.live.state("global"));
      if (table) table.api.setGridOption("rowData", all.filter(shown).reverse().map((queue) => ({ ...queue })));
    }
    PyBirch.grid("queues-grid", { key: "queue_id", open: (queue) => `/queues/${queue.queue_id}`, narrow: ["current_scans", "eta", "mode", "timestamp"] }).then((made) => {
      if (left) return made.end();
      table = made;
      return refill();
    });
    const off = PyBirch.live.on("global", {
      snapshot: refill,
      queue_status: (data) => {
        if (!table) return;
        if (table.has(data) && shown(data)) table.put([data]);
        else refill();
      },
    }, { element: page });
    return () => {
      left = true;
      off();
      if (table) table.end();
    };
  });
})(window);
