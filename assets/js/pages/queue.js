/* One queue, from its room: its state and progress, its scans in order. Its commands and log are islands of their own. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el, text, show, part, keyed, flash, button } = PyBirch.dom;
  const { badge, setBadge, bar, setBar, timeLeft } = PyBirch.status;

  PyBirch.page("queue", (page) => {
    const { thing: id, room } = page.dataset;
    const parts = Object.fromEntries(["title", "context", "progress", "scans", "empty", "tools"].map((name) => [name, part(page, name)]));
    const name = el("span");
    const state = badge("idle", { large: true });
    const line = { bar: bar("Progress of the queue"), text: el("span.pb-progress-text"), note: el("span.pb-progress-note") };
    const said = PyBirch.saying();
    let frame = 0;
    let sort = false;
    let queue = null;
    let scans = [];
    parts.title.append(name, state);
    parts.progress.append(line.bar, el("div.pb-progress-words", {}, line.text, line.note));
    parts.tools.append(said, PyBirch.link(`/new?queue=${id}`, { spec: "a.pb-button.pb-button-small" }, "Add a scan"));
    parts.empty.append(el("h2", {}, "No scan yet"), el("p", {}, "Scans added here run in this order."), PyBirch.link(`/new?queue=${id}`, { spec: "a.pb-button.pb-button-primary" }, "Add a scan"));

    const later = () => (frame = frame || root.requestAnimationFrame(render));
    function render() {
      frame = 0;
      if (!queue) return;
      page.dataset.known = "yes";
      text(name, queue.name);
      setBadge(state, queue.status);
      text(parts.context, `${id} · ${queue.mode === "parallel" ? "side by side" : "one after the other"} · ${queue.on_failure === "stop" ? "pauses" : "goes on"} when a scan fails`);
      setBar(line.bar, queue.progress, queue.status);
      const done = [`${PyBirch.format.count(queue.completed_scans)} / ${PyBirch.format.count(queue.total_scans)} scans`, PyBirch.format.percent(queue.progress), queue.status === "idle" ? "" : timeLeft(queue)];
      text(line.text, queue.total_scans ? done.filter(Boolean).join(" · ") : "no scans");
      text(line.note, queue.status === "running" ? "" : queue.message);
      show(parts.empty, scans.length === 0);
      keyed(parts.scans, scans, { key: (scan) => scan.scan_id, create: row, update, sort });
      sort = false;
    }
    function row(scan) {
      const made = el("div.pb-row.pb-scan-row", { data: { scan: scan.scan_id } });
      const move = (step) => button("", { kind: "quiet", icon: step < 0 ? "up" : "chevron", title: step < 0 ? "Earlier" : "Later", "aria-label": `Move ${scan.scan_id} ${step < 0 ? "earlier" : "later"}`, on: () => reorder(scan.scan_id, step) });
      const remove = button("", { kind: "quiet", icon: "trash", title: "Remove from the queue", "aria-label": `Remove ${scan.scan_id}`, on: () => drop(scan.scan_id) });
      made.pb = { badge: badge(scan.status), name: PyBirch.link(`/scans/${scan.scan_id}`, { spec: "a.pb-row-name" }), id: el("span.pb-row-id"), bar: bar(), figures: el("span.pb-row-figures"), tools: el("span.pb-row-tools", {}, move(-1), move(1), remove), status: scan.status };
      made.append(made.pb.badge, el("span.pb-row-stack", {}, made.pb.name, made.pb.id), made.pb.bar, made.pb.figures, made.pb.tools);
      return made;
    }
    function update(made, scan) {
      const { pb } = made;
      if (pb.status !== scan.status) flash(made);
      pb.status = scan.status;
      const current = queue.current_scans.includes(scan.scan_id);
      made.classList.toggle("pb-current", current);
      setBadge(pb.badge, scan.status);
      text(pb.name, scan.name);
      text(pb.id, `${scan.scan_id}${scan.message && scan.message !== scan.status && scan.status !== "queued" && !PyBirch.vocabulary.ended(scan.status) ? ` · ${scan.message}` : ""}`);
      const waits = scan.status === "queued";
      setBar(pb.bar, scan.progress, scan.status);
      pb.bar.style.visibility = waits ? "hidden" : "";
      text(pb.figures, waits ? "" : figures(scan));
      show(pb.tools, waits);
    }
    async function reorder(scanId, step) {
      const queued = scans.filter((scan) => scan.status === "queued").map((scan) => scan.scan_id);
      const at = queued.indexOf(scanId);
      if (at + step < 0 || at + step >= queued.length) return;
      [queued[at], queued[at + step]] = [queued[at + step], queued[at]];
      if (!(await ask(() => PyBirch.rest.patch(`queues/${id}/scans`, { scan_ids: queued })))) return;
      const others = scans.filter((scan) => scan.status !== "queued");
      scans = [...others, ...queued.map((each) => scans.find((scan) => scan.scan_id === each))];
      sort = true;
      later();
    }
    async function drop(scanId) {
      if (!(await ask(() => PyBirch.rest.del(`queues/${id}/scans`, { scan_ids: [scanId] })))) return;
      scans = scans.filter((scan) => scan.scan_id !== scanId);
      later();
    }
    async function ask(work) {
      try {
        PyBirch.say(said, "");
        await work();
        return true;
      } catch (refused) {
        PyBirch.say(said, refused.message);
        return false;
      }
    }
    const offs = [
      PyBirch.watchMissing(page, id, "/queues", "All queues"),
      PyBirch.live.on(room, {
        snapshot(snapshot) {
          queue = { ...snapshot.queue };
          scans = snapshot.scans.map((scan) => ({ ...scan }));
          later();
        },
        queue_status(data) {
          queue = { ...queue, ...data };
          later();
        },
        scan_status(data) {
          const found = scans.find((scan) => scan.scan_id === data.scan_id);
          if (found) Object.assign(found, data);
          else scans.push({ ...data });
          later();
        },
      }, { element: page }),
    ];
    return () => {
      root.cancelAnimationFrame(frame);
      offs.forEach((off) => off());
    };
  });

  function figures(scan) {
    if (PyBirch.vocabulary.ended(scan.status)) return `${PyBirch.format.count(scan.point)} points · ${PyBirch.format.duration(scan.elapsed)}`;
    return [scan.total_points ? PyBirch.format.percent(scan.progress) : PyBirch.format.count(scan.point), timeLeft(scan)].filter(Boolean).join(" · ");
  }
})(window);
