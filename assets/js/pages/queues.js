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
    const dialog = newQueue();
    const empty = part(page, "empty");
    const chips = PyBirch.chips(part(page, "filters"), FILTERS.map(([value, label]) => ({ value, label })), PyBirch.query().show || "", (value) => {
      PyBirch.setQuery({ show: value });
      refill();
    });
    let table = null;
    let left = false;
    part(page, "dialog").append(dialog.node);
    page.querySelector('[data-do="create"]').addEventListener("click", dialog.open);
    empty.replaceChildren(el("h2", {}, "No queue yet"), el("p", {}, "A queue runs scans one after the other, or side by side where their instruments allow."), button("New queue", { kind: "primary", icon: "plus", on: dialog.open }));

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

  function newQueue() {
    const name = el("input.pb-input", { name: "name", required: true, maxlength: 200, autocomplete: "off", placeholder: "Overnight map" });
    const mode = el("select.pb-input", { name: "mode" }, el("option", { value: "serial" }, "one scan after the other"), el("option", { value: "parallel" }, "side by side, where instruments allow"));
    const failure = el("select.pb-input", { name: "on_failure" }, el("option", { value: "stop" }, "pause the queue"), el("option", { value: "continue" }, "go on with the next scan"));
    const said = PyBirch.saying();
    const make = el("button.pb-button.pb-button-primary", { type: "button" }, el("span", {}, "Create queue"));
    const form = el("form.pb-form", { method: "dialog" }, el("h2", {}, "New queue"), field("Name", name), field("Scans run", mode), field("When a scan fails", failure), said,
      el("div.pb-form-actions", {}, button("Cancel", { on: () => node.close() }), make));
    const node = el("dialog.pb-dialog", { "aria-label": "New queue" }, form);
    PyBirch.action(make, create, { asking: "creating…", said });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      make.click();
    });

    async function create() {
      if (!name.value.trim()) throw new PyBirch.Refusal("Give the queue a name.");
      const made = await PyBirch.rest.post("queues", { name: name.value.trim(), mode: mode.value, on_failure: failure.value });
      node.close();
      PyBirch.go(`/queues/${made.queue_id}`);
    }
    function open() {
      name.value = "";
      PyBirch.say(said, "");
      node.showModal();
      name.focus();
    }
    return { node, open };
  }

  function field(label, input) {
    return el("label.pb-field", {}, el("span", {}, label), input);
  }
})(window);
