/* One scan, from its room: state, progress, plan, notes, details, people. Chart, log and commands are islands of their own. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el, text, part, keyed, button } = PyBirch.dom;
  const { badge, setBadge, bar, setBar, timeLeft } = PyBirch.status;

  PyBirch.page("scan", (page) => {
    const { thing: id, room } = page.dataset;
    const parts = Object.fromEntries(["title", "context", "progress", "plan", "notes", "details", "people", "menu"].map((name) => [name, part(page, name)]));
    const head = { name: el("span"), badge: badge("queued", { large: true }), id: el("span.pb-mono.pb-quiet", {}, id), text: el("span"), queue: PyBirch.link("/queues", { spec: "a.pb-inline-link" }), message: el("span.pb-message-line") };
    const line = { bar: bar("Progress of the scan"), done: el("span.pb-progress-text"), elapsed: el("span"), started: el("span") };
    const notes = PyBirch.notes(parts.notes, id);
    const details = PyBirch.details(parts.details);
    let tree = null;
    let scan = null;
    let frame = 0;
    parts.title.append(head.id, head.name, head.badge);
    parts.context.append(head.text, head.queue, head.message);
    parts.progress.append(line.bar, el("div.pb-progress-words", {}, line.done, line.elapsed, line.started));
    menu(parts.menu, () => scan);

    const later = () => (frame = frame || root.requestAnimationFrame(render));
    function render() {
      frame = 0;
      if (!scan) return;
      page.dataset.known = "yes";
      document.title = `${scan.status === "running" ? "▶ " : ""}${scan.name} · PyBirch`;
      text(head.name, scan.name);
      setBadge(head.badge, scan.status);
      text(head.text, scan.sample ? `sample ${scan.sample} · queue ` : "queue ");
      text(head.queue, PyBirch.queueName(scan.queue_id));
      PyBirch.point(head.queue, `/queues/${scan.queue_id}`);
      text(head.message, scan.message ? ` · ${scan.message}` : "");
      head.message.dataset.tone = PyBirch.vocabulary.describe(scan.status).tone;
      setBar(line.bar, scan.progress, scan.status);
      text(line.done, [points(scan), timeLeft(scan)].filter(Boolean).join(" · "));
      text(line.elapsed, scan.started_at || scan.elapsed ? `${PyBirch.format.duration(scan.elapsed)} elapsed` : "");
      if (scan.ended_at) PyBirch.moment(line.started, scan.ended_at);
      else if (scan.started_at) PyBirch.moment(line.started, scan.started_at);
      line.started.dataset.before = scan.ended_at ? "ended" : scan.started_at ? "started" : "";
      if (tree) PyBirch.plan.mark(tree, PyBirch.vocabulary.ended(scan.status) ? "" : scan.step || "");
      details(scan);
    }
    function people(users) {
      const known = users || [];
      keyed(parts.people, known.map((name, at) => ({ name, at })), { key: (user) => `${user.at} ${user.name}`, create: (user) => el("p.pb-person", {}, el("span.pb-icon.pb-icon-user", { "aria-hidden": "true" }), user.name), update: () => {} });
      parts.people.classList.toggle("pb-nobody", known.length === 0);
    }
    function take(whole) {
      scan = { ...whole };
      if (!tree && scan.plan) parts.plan.append((tree = PyBirch.plan.tree(scan.plan, PyBirch.plan.unitOf)));
      notes(scan);
      later();
    }
    const offs = [
      PyBirch.watchMissing(page, id, "/scans", "All scans"),
      PyBirch.live.on(room, {
        snapshot(state) {
          take(state.scan);
          people(state.presence);
        },
        scan_status(data) {
          const before = scan || {};
          scan = { ...before, ...data };
          if (before.status !== data.status) refresh();
          later();
        },
        presence: (data) => people(data.users),
      }, { element: page }),
    ];
    /** What is not in the status (moments, measurements) when the state has changed, and all of it before the snapshot, which
     *  may carry many readings, is here. */
    async function refresh() {
      try {
        const whole = await PyBirch.rest.get(`scans/${id}`);
        if (scan) scan = { ...scan, started_at: whole.started_at, ended_at: whole.ended_at, measurements: whole.measurements };
        else take(whole);
        later();
      } catch (refused) {
        if (!(refused instanceof PyBirch.Refusal)) throw refused; // the next change asks again
      }
    }
    refresh();
    return () => {
      root.cancelAnimationFrame(frame);
      offs.forEach((off) => off());
    };
  });

  function points(scan) {
    if (!scan.total_points) return `${PyBirch.format.count(scan.point)} points`;
    return `${PyBirch.format.count(scan.point)} / ${PyBirch.format.count(scan.total_points)} · ${PyBirch.format.percent(scan.progress)}`;
  }

  function menu(node, scan) {
    const open = button("", { icon: "more", title: "More", "aria-label": "More actions" });
    const data = (measurement, format) => PyBirch.place.api(`scans/${scan().scan_id}/data`, { format, measurement });
    const items = () => {
      if (!scan()) return [];
      const found = scan().measurements || [];
      return [
        { label: "Clone and edit", icon: "copy", act: () => PyBirch.go(`/new?from=${scan().scan_id}`) },
        { separator: true },
        ...found.map(({ name }) => ({ label: found.length > 1 ? `Data of ${name} as CSV` : "Data as CSV", icon: "download", href: data(name, "csv"), download: `${scan().scan_id}.csv` })),
        { label: "Data as JSON", icon: "download", href: data(undefined, "json"), download: `${scan().scan_id}.json` },
        { label: "Plan as JSON", icon: "download", act: () => PyBirch.save(`${scan().scan_id}.plan.json`, JSON.stringify(scan().plan, null, 2), "application/json") },
      ];
    };
    node.append(open, PyBirch.menu(open, items));
  }
})(window);
