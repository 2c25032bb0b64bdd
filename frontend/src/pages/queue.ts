// @ts-nocheck
/* One queue, from its room: its state and progress, its settings. Its scans are kept by queue_scans.js; its commands and log are
 * islands of their own. */
import * as format from "../core/format.ts";
import { button, el, part, show, text } from "../dom/elements.ts";
import { page as pageModule } from "../dom/islands.ts";
import { link } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { rest } from "../dom/rest.ts";
import { badge, bar, setBadge, setBar, timeLeft } from "../dom/status.ts";
import { watchMissing } from "./missing.ts";
import { queueForm } from "./queue_form.ts";
import { queueScans } from "./queue_scans.ts";

pageModule("queue", (page) => {
  const { thing: id, room } = page.dataset;
  const parts = Object.fromEntries(
    ["title", "context", "progress", "scans", "empty", "tools", "dialog"].map((name) => [name, part(page, name)]),
  );
  const name = el("span");
  const state = badge("idle", { large: true });
  const settings = button("Settings", {
    kind: "quiet",
    icon: "edit",
    data: { do: "settings" },
    title: "Name, mode, and what happens when a scan fails",
    on: () => queue && form.open(queue),
  });
  const line = { bar: bar("Progress of the queue"), text: el("span.pb-progress-text"), note: el("span.pb-progress-note") };
  const about = el("span");
  const form = queueForm({ title: "Settings of the queue", label: "Save", asking: "saving…", send: change });
  let frame = 0;
  let queue = null;
  parts.title.append(name, state);
  parts.context.append(about, settings);
  parts.progress.append(line.bar, el("div.pb-progress-words", {}, line.text, line.note));
  parts.tools.append(link(`/new?queue=${id}`, { spec: "a.pb-button.pb-button-small", data: { do: "add" } }, "Add a scan"));
  parts.empty.append(
    el("h2", {}, "No scan yet"),
    el("p", {}, "Scans added here run in this order."),
    link(`/new?queue=${id}`, { spec: "a.pb-button.pb-button-primary" }, "Add a scan"),
  );
  parts.dialog.append(form.node);
  const scans = queueScans({ list: parts.scans, tools: parts.tools, id, room, counted: () => later() });

  async function change(values, given) {
    const changed = Object.fromEntries(Object.entries(values).filter(([key, value]) => value !== given[key]));
    if (Object.keys(changed).length) know(await rest.patch(`queues/${id}`, changed));
  }
  const later = () => (frame = frame || globalThis.requestAnimationFrame(render));
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
    text(
      about,
      `${id} · ${queue.mode === "parallel" ? "side by side" : "one after the other"} · ${queue.on_failure === "stop" ? "stops" : "goes on"} when a scan fails`,
    );
    setBar(line.bar, queue.progress, queue.status);
    const done = [
      `${format.count(queue.completed_scans)} / ${format.counted(queue.total_scans, "scan")}`,
      format.percent(queue.progress),
      queue.status === "idle" ? "" : timeLeft(queue),
    ];
    text(line.text, queue.total_scans ? done.filter(Boolean).join(" · ") : "no scans");
    text(line.note, queue.status === "running" ? "" : queue.message);
    show(parts.empty, scans.count === 0);
  }
  const offs = [
    watchMissing(page, id, "/queues", "All queues"),
    live.on(
      room,
      {
        snapshot(snapshot) {
          scans.all(snapshot.scans);
          know(snapshot.queue);
        },
        queue_status: know,
        queue_order: scans.order,
        scan_status: scans.status,
      },
      { element: page },
    ),
  ];
  return () => {
    globalThis.cancelAnimationFrame(frame);
    scans.end();
    offs.forEach((off) => off());
  };
});
