// @ts-nocheck
/* One scan, from its room: state, progress, plan, notes, details. Chart, log, people and commands are islands of their own. */
import { fileName } from "../core/filename.ts";
import * as format from "../core/format.ts";
import { vocabulary } from "../core/vocabulary.ts";
import { button, el, part, text } from "../dom/elements.ts";
import { page as pageModule } from "../dom/islands.ts";
import { go, link as linkModule, point } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { menu as menuModule } from "../dom/popover.ts";
import { Refusal, rest, save as saveModule } from "../dom/rest.ts";
import { badge, bar, setBadge, setBar, timeLeft } from "../dom/status.ts";
import { eachSecond, moment } from "../dom/ticking.ts";
import { details as detailsModule } from "./details.ts";
import * as exports from "./exports.ts";
import { queueName } from "./grids.ts";
import { watchMissing } from "./missing.ts";
import { notes as notesModule } from "./notes.ts";
import * as planModule from "./plan.ts";

const AGAIN = 5000; // ms after which what could not be had is asked for again

pageModule("scan", (page) => {
  const { thing: id, room } = page.dataset;
  const parts = Object.fromEntries(
    ["title", "context", "progress", "plan", "notes", "details", "menu"].map((name) => [name, part(page, name)]),
  );
  const head = {
    name: el("span"),
    badge: badge("queued", { large: true }),
    id: el("span.pb-mono.pb-quiet", {}, id),
    text: el("span"),
    queue: linkModule("/queues", { spec: "a.pb-inline-link" }),
    message: el("span.pb-message-line"),
  };
  const line = { bar: bar("Progress of the scan"), done: el("span.pb-progress-text"), elapsed: el("span"), started: el("span") };
  const notes = notesModule(parts.notes, id);
  const details = detailsModule(parts.details);
  let tree = null;
  let scan = null;
  let heard = 0; // when its state was told last
  let frame = 0;
  let asked = 0;
  let again = 0;
  parts.title.append(head.id, head.name, head.badge);
  parts.context.append(head.text, head.queue, head.message);
  parts.progress.append(line.bar, el("div.pb-progress-words", {}, line.done, line.elapsed, line.started));
  menu(parts.menu, () => scan);

  const later = () => (frame = frame || globalThis.requestAnimationFrame(render));
  function render() {
    frame = 0;
    if (!scan) return;
    page.dataset.known = "yes";
    text(head.name, scan.name);
    setBadge(head.badge, scan.status);
    text(head.text, scan.sample ? `sample ${scan.sample} · queue ` : "queue ");
    text(head.queue, queueName(scan.queue_id));
    point(head.queue, `/queues/${scan.queue_id}`);
    const plain = scan.message === scan.status || scan.status === "completed"; // the badge and the progress say it
    text(head.message, scan.damage || (scan.message && !plain) ? ` · ${scan.damage || scan.message}` : "");
    head.message.dataset.tone = scan.damage ? "red" : vocabulary.describe(scan.status).tone;
    setBar(line.bar, scan.progress, scan.status);
    tellTimes();
    if (scan.ended_at) moment(line.started, scan.ended_at);
    else if (scan.started_at) moment(line.started, scan.started_at);
    line.started.dataset.before = scan.ended_at ? "ended" : scan.started_at ? "started" : "";
    if (tree) planModule.mark(tree, vocabulary.ended(scan.status) ? "" : scan.step || "");
    details(scan);
  }
  /** A scan tells how it stands after each point; what passes between two is counted here. */
  function tellTimes() {
    if (!scan) return;
    const { engine, link } = document.documentElement.dataset;
    const passes = scan.status === "running" && link === "connected" && engine === "online";
    const since = passes ? Math.max(0, (Date.now() - heard) / 1000) : 0;
    const left = typeof scan.eta === "number" ? Math.max(0, scan.eta - since) : scan.eta;
    text(line.done, [points(scan), timeLeft({ ...scan, eta: left })].filter(Boolean).join(" · "));
    text(line.elapsed, scan.started_at || scan.elapsed ? `${format.duration(scan.elapsed + since)} elapsed` : "");
  }
  function take(whole) {
    scan = { ...whole };
    heard = Date.parse(scan.timestamp);
    if (!tree) plant();
    notes.show(scan);
    page.dispatchEvent(new CustomEvent("pybirch:known", { detail: scan }));
    later();
  }
  function plant() {
    if (!scan || !scan.plan) return;
    parts.plan.replaceChildren((tree = planModule.tree(scan.plan, planModule.unitOf)));
    later();
  }
  const offs = [
    eachSecond(tellTimes),
    watchMissing(page, id, "/scans", "All scans"),
    live.on("global", { snapshot: plant }, { element: page }), // with it come the units of the axes
    live.on(
      room,
      {
        snapshot: (state) => take(state.scan),
        scan_status(data) {
          const before = scan || {};
          scan = { ...before, ...data };
          heard = Date.now();
          if (before.status !== data.status) refresh();
          later();
        },
        scan_annotated({ timestamp, ...fields }) {
          if (!scan) return;
          scan = { ...scan, ...fields };
          notes.show(scan);
          later();
        },
      },
      { element: page },
    ),
  ];
  /** What is not in the status (moments, measurements) when the state has changed, and all of it before the snapshot, which
   *  may carry many readings, is here. */
  async function refresh() {
    const mine = (asked += 1);
    globalThis.clearTimeout(again);
    try {
      const whole = await rest.get(`scans/${id}`);
      if (mine !== asked) return; // the state has changed since, and was asked for anew
      if (scan) scan = { ...scan, started_at: whole.started_at, ended_at: whole.ended_at, measurements: whole.measurements };
      else take(whole);
      later();
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      if (mine === asked && (!refused.status || refused.status >= 500)) again = globalThis.setTimeout(refresh, AGAIN); // this change may be the last
    }
  }
  refresh();
  return () => {
    asked = 0;
    globalThis.clearTimeout(again);
    globalThis.cancelAnimationFrame(frame);
    offs.forEach((off) => off());
    notes.end();
  };
});

function points(scan) {
  if (!scan.total_points) return format.counted(scan.point, "point");
  return `${format.count(scan.point)} / ${format.count(scan.total_points)} · ${format.percent(scan.progress)}`;
}

function menu(node, scan) {
  const open = button("", { icon: "more", title: "More", "aria-label": "More actions" });
  const items = () => {
    if (!scan()) return [{ label: "The scan is not here yet", disabled: true }];
    const { scan_id: id, name, status, plan, measurements } = scan();
    const save = () => saveModule(fileName([id, name], " plan.json"), JSON.stringify(plan, null, 2), "application/json");
    const edit = { label: "Edit", detail: "Change it while it waits", icon: "edit", act: () => go(`/new?edit=${id}`) };
    return [
      ...(status === "queued" ? [edit] : []),
      { label: "Clone and edit", icon: "copy", act: () => go(`/new?from=${id}`) },
      {
        group: "Export the scan",
        items: [
          ...exports.readings(
            { scan_id: id, name },
            (measurements || []).map((m) => m.name),
          ),
          { label: "Plan", detail: "As JSON, to be run again or elsewhere", icon: "download", act: save },
        ],
      },
    ];
  };
  menuModule(open, items);
  node.append(open);
}
