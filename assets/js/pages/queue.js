/* One queue, from its room: its state and progress, its settings. Its scans are kept by queue_scans.js; its commands and log are
 * islands of their own. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el, text, show, part, button } = PyBirch.dom;
  const { badge, setBadge, bar, setBar, timeLeft } = PyBirch.status;

  PyBirch.page("queue", (page) => {
    const { thing: id, room } = page.dataset;
    const parts = Object.fromEntries(["title", "context", "progress", "scans", "empty", "tools", "dialog"].map((name) => [name, part(page, name)]));
    const name = el("span");
    const state = badge("idle", { large: true });
    const settings = button("Settings", { kind: "quiet", icon: "edit", data: { do: "settings" }, title: "Name, mode, and what happens when a scan fails", on: () => queue && form.open(queue) });
    const line = { bar: bar("Progress of the queue"), text: el("span.pb-progress-text"), note: el("span.pb-progress-note") };
    const about = el("span");
    const form = PyBirch.queueForm({ title: "Settings of the queue", label: "Save", asking: "saving…", send: change });
    let frame = 0;
    let queue = null;
    parts.title.append(name, state);
    parts.context.append(about, settings);
    parts.progress.append(line.bar, el("div.pb-progress-words", {}, line.text, line.note));
    parts.tools.append(PyBirch.link(`/new?queue=${id}`, { spec: "a.pb-button.pb-button-small", data: { do: "add" } }, "Add a scan"));
    parts.empty.append(el("h2", {}, "No scan yet"), el("p", {}, "Scans added here run in this order."), PyBirch.link(`/new?queue=${id}`, { spec: "a.pb-button.pb-button-primary" }, "Add a scan"));
    parts.dialog.append(form.node);
    const scans = PyBirch.queueScans({ list: parts.scans, tools: parts.tools, id, room, counted: () => later() });

    async function change(values, given) {
      const changed = Object.fromEntries(Object.entries(values).filter(([key, value]) => value !== given[key]));
      if (Object.keys(changed).length) know(await PyBirch.rest.patch(`queues/${id}`, changed));
    }
    const later = () => (frame = frame || root.requestAnimationFrame(render));
    function know(data) {
      queue = { ...queue, ...data };
      scans.current(queue.current_scans);
      later();
    }
    function render() {
      frame = 0;
      if (!queue) return;
      page.dataset.known = "yes";
      text(name, queue.name);
      setBadge(state, queue.status);
      text(about, `${id} · ${queue.mode === "parallel" ? "side by side" : "one after the other"} · ${queue.on_failure === "stop" ? "stops" : "goes on"} when a scan fails`);
      setBar(line.bar, queue.progress, queue.status);
      const done = [`${PyBirch.format.count(queue.completed_scans)} / ${PyBirch.format.counted(queue.total_scans, "scan")}`, PyBirch.format.percent(queue.progress), queue.status === "idle" ? "" : timeLeft(queue)];
      text(line.text, queue.total_scans ? done.filter(Boolean).join(" · ") : "no scans");
      text(line.note, queue.status === "running" ? "" : queue.message);
      show(parts.empty, scans.count === 0);
    }
    const offs = [
      PyBirch.watchMissing(page, id, "/queues", "All queues"),
      PyBirch.live.on(room, {
        snapshot(snapshot) {
          scans.all(snapshot.scans);
          know(snapshot.queue);
        },
        queue_status: know,
        queue_order: scans.order,
        scan_status: scans.status,
      }, { element: page }),
    ];
    return () => {
      root.cancelAnimationFrame(frame);
      scans.end();
      offs.forEach((off) => off());
    };
  });
})(window);
