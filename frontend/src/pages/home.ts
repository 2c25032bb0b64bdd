// @ts-nocheck
/* Home, from the rooms `global` and `instruments`: queues that live, instruments, running scans; results come by REST. */
import * as format from "../core/format.ts";
import { vocabulary } from "../core/vocabulary.ts";
import { el, flash, keyed, part, text } from "../dom/elements.ts";
import { page as pageModule } from "../dom/islands.ts";
import { link } from "../dom/navigate.ts";
import { live as liveModule } from "../dom/page_live.ts";
import { badge, bar, dot, setBadge, setBar, timeLeft } from "../dom/status.ts";
import { figure as figureModule, figures, setFigure, summary } from "./figures.ts";
import { finished as finishedModule } from "./finished.ts";
import { health as healthModule } from "./health.ts";
import { thumbnail } from "./thumbnail.ts";

const MOST_QUEUES = 5;
const MOST_RUNNING = 6;
const MOST_INSTRUMENTS = 8;
const TROUBLED = new Set(["error", "disconnected"]);
const ACTIVE = new Set(["starting", "running", "pausing", "paused", "stopping", "aborting"]);
const LIVE_QUEUE = new Set(["running", "pausing", "paused", "stopping"]);

pageModule("home", (page) => {
  const parts = Object.fromEntries(
    ["attention", "queues", "summary", "instruments", "running", "more-running", "finished", "health"].map((name) => [
      name,
      part(page, name),
    ]),
  );
  const finished = finishedModule(parts.finished, parts.attention);
  const health = healthModule(parts.health);
  let frame = 0;
  const later = () => (frame = frame || globalThis.requestAnimationFrame(render));

  function render() {
    frame = 0;
    const state = liveModule.state("global");
    if (!state) return;
    page.dataset.known = "yes";
    queues(parts.queues, state.queues);
    running(
      parts,
      state.scans.filter((scan) => ACTIVE.has(scan.status)),
    );
    const benches = liveModule.state("instruments") || state;
    instruments(parts, benches.instruments);
    finished.trouble(benches.instruments, state.queues);
  }
  const offs = [
    liveModule.on(
      "global",
      {
        snapshot: () => (later(), finished.refresh()),
        scan_status: (data) => (health.count(data), vocabulary.ended(data.status) && finished.refresh()),
        frame: later,
      },
      { element: page },
    ),
    liveModule.on("instruments", { snapshot: later, frame: later }, { element: page }),
    health.stop,
  ];
  return () => {
    globalThis.cancelAnimationFrame(frame);
    offs.forEach((off) => off());
  };
});

function empty(node, sentence, ...actions) {
  let found = node.querySelector(":scope > .pb-empty-line");
  if (!sentence) {
    if (found) found.remove();
    return;
  }
  if (!found) node.append((found = el("p.pb-empty-line", {}, sentence, ...actions)));
}

/** Say how many more there are than are shown, and where. */
function rest(node, count, path, what) {
  const made = (node.pbRest = node.pbRest || link(path, { spec: "a.pb-more.pb-rest" }));
  text(made, `${format.count(count)} ${what}`);
  if (count <= 0) made.remove();
  else if (node.lastElementChild !== made) node.append(made);
}

function queues(node, all) {
  const live = all.filter((queue) => LIVE_QUEUE.has(queue.status)).sort((a, b) => b.current_scans.length - a.current_scans.length);
  keyed(node, live.slice(0, MOST_QUEUES), { key: (queue) => queue.queue_id, create: queueRow, update: updateQueue });
  rest(node, live.length - MOST_QUEUES, "/queues?show=live", "more are live");
  empty(
    node,
    live.length ? "" : "No queue is running. ",
    link("/queues", { spec: "a.pb-inline-link" }, "Start one"),
    " or ",
    link("/new", { spec: "a.pb-inline-link" }, "plan a scan"),
    ".",
  );
}

function queueRow(queue) {
  const row = link(`/queues/${queue.queue_id}`, { spec: "a.pb-row.pb-queue-row" });
  row.pb = {
    badge: badge(queue.status),
    name: el("span.pb-row-name"),
    count: el("span.pb-row-count"),
    bar: bar(),
    left: el("span.pb-row-left"),
    note: el("span.pb-row-note"),
    status: "",
  };
  row.append(row.pb.badge, row.pb.name, row.pb.count, row.pb.bar, row.pb.left, row.pb.note);
  return row;
}

function updateQueue(row, queue) {
  const { pb } = row;
  if (pb.status && pb.status !== queue.status) flash(row);
  pb.status = queue.status;
  setBadge(pb.badge, queue.status);
  text(pb.name, queue.name);
  text(pb.count, `${format.count(queue.completed_scans)} / ${format.count(queue.total_scans)}`);
  setBar(pb.bar, queue.progress, queue.status);
  text(pb.left, timeLeft(queue));
  const scans = queue.current_scans || [];
  const names = scans.slice(0, 4).join(", ") + (scans.length > 4 ? " …" : "");
  text(
    pb.note,
    (queue.status !== "running" && queue.message) ||
      (scans.length ? `${scans.length} ${scans.length === 1 ? "scan" : "scans"} running · ${names}` : "no scan is running"),
  );
}

function running(parts, scans) {
  keyed(parts.running, scans.slice(0, MOST_RUNNING), { key: (scan) => scan.scan_id, create: card, update: updateCard });
  rest(parts["more-running"], scans.length - MOST_RUNNING, `/scans?status=${[...ACTIVE].join(",")}`, "more are running");
  empty(
    parts.running,
    scans.length ? "" : "No scan is running; each one draws itself here as it goes. ",
    link("/new", { spec: "a.pb-inline-link" }, "Plan a scan"),
    ".",
  );
}

function card(scan) {
  const made = link(`/scans/${scan.scan_id}`, { spec: "a.pb-card.pb-scan-card" });
  const thumb = thumbnail();
  made.pb = {
    thumb,
    badge: badge(scan.status),
    name: el("span.pb-card-name"),
    bar: bar(),
    line: el("span"),
    note: el("span.pb-card-note"),
  };
  made.append(
    thumb.canvas,
    el("span.pb-card-head", {}, made.pb.name, made.pb.badge),
    made.pb.bar,
    el("span.pb-card-foot", {}, made.pb.line, made.pb.note),
  );
  return made;
}

function updateCard(made, scan) {
  const { pb } = made;
  text(pb.name, scan.name);
  setBadge(pb.badge, scan.status);
  setBar(pb.bar, scan.progress, scan.status);
  text(pb.line, format.progress(scan));
  text(pb.note, scan.status === "running" ? scan.scan_id : `${scan.scan_id}${scan.message ? ` · ${scan.message}` : ""}`);
  pb.thumb.follow(scan);
}

function instruments(parts, all) {
  summary(parts.summary, all);
  const ill = all.filter((each) => TROUBLED.has(each.status));
  const shown = all.length > MOST_INSTRUMENTS ? [...ill, ...all.filter((each) => !ill.includes(each))].slice(0, MOST_INSTRUMENTS) : all;
  keyed(parts.instruments, shown, { key: (each) => each.instrument_id, create: instrumentRow, update: updateInstrument });
  rest(parts.instruments, all.length - shown.length, "/instruments", "more");
  empty(
    parts.instruments,
    all.length ? "" : "The bench has no instruments. They appear here when the engine starts with a bench file that describes them.",
  );
}

function instrumentRow(instrument) {
  const row = link(`/instruments/${instrument.instrument_id}`, { spec: "a.pb-row.pb-instrument-row" });
  row.pb = { dot: el("span"), name: el("span.pb-row-name", {}, instrument.instrument_name), figures: el("span.pb-figures") };
  row.append(row.pb.dot, row.pb.name, row.pb.figures);
  return row;
}

function updateInstrument(row, instrument) {
  const { pb } = row;
  if (pb.dot.dataset.state !== instrument.status) {
    const made = dot(instrument.status);
    pb.dot.replaceWith(made);
    pb.dot = made;
  }
  keyed(pb.figures, figures(instrument).slice(0, 3), { key: (figure) => figure.key, create: figureModule, update: setFigure });
  row.classList.toggle("pb-stale", instrument.status === "disconnected");
}
