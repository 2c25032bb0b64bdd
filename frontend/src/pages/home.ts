/* Home, from the rooms `global` and `instruments`: live queues, running scans, instruments. Callbacks show what has finished and
 * what needs attention; they are told of troubles through a store. */
import * as format from "../core/format.ts";
import { el, flash, keyed, part, text } from "../dom/elements.ts";
import { page as registerPage } from "../dom/islands.ts";
import { link } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { badge, bar, dot, setBadge, setBar, timeLeft } from "../dom/status.ts";
import type { InstrumentRecord, QueueRecord } from "../core/rest_types.ts";
import type { ListedScan } from "../core/rooms.ts";
import { type Figure, figure, figures, setFigure, summary } from "./figures.ts";
import { health } from "./health.ts";

import { thumbnail } from "./thumbnail.ts";

const MOST_QUEUES = 5;
const MOST_RUNNING = 6;
const MOST_INSTRUMENTS = 8;
const TROUBLED = new Set(["error", "disconnected"]);
const ACTIVE = ["starting", "running", "pausing", "paused", "suspended", "stopping", "aborting"];
const LIVE_QUEUE = new Set(["running", "pausing", "paused", "stopping"]);
const TROUBLES = "notices-troubles"; // the store of notices.py

registerPage("home", (page: HTMLElement) => {
  const parts = Object.fromEntries(
    ["queues", "summary", "instruments", "running", "more-running", "health"].map((name) => [name, part(page, name) as HTMLElement]),
  );
  const points = health(parts.health);
  let frame = 0;
  let troubles = "";
  const later = (): void => void (frame ||= requestAnimationFrame(render));

  function render(): void {
    frame = 0;
    const state = live.state("global");
    if (!state) return;
    page.dataset.known = "yes";
    const { instruments } = live.state("instruments") ?? state;
    showQueues(parts.queues, state.queues);
    showRunning(
      parts,
      state.scans.filter((scan) => ACTIVE.includes(scan.status)),
    );
    showInstruments(parts, instruments);
    tellTroubles(instruments, state.queues);
  }
  /** Tell the callback of notices.py when instruments or queues get into trouble or out of it. */
  function tellTroubles(instruments: InstrumentRecord[], queues: QueueRecord[]): void {
    const ill = instruments.filter((each) => TROUBLED.has(each.status) || each.warning);
    const paused = queues.filter((queue) => queue.status === "paused");
    const now = JSON.stringify([ill.map((each) => [each.instrument_id, each.status, each.warning]), paused.map((each) => each.queue_id)]);
    if (now === troubles) return;
    troubles = now;
    const data = { instruments: ill.map((each) => each.instrument_id), queues: paused.map((each) => each.queue_id) };
    globalThis.dash_clientside.set_props(TROUBLES, { data });
  }
  const offs = [
    live.on("global", { snapshot: later, scan_status: points.count, frame: later }, { element: page }),
    live.on("instruments", { snapshot: later, frame: later }, { element: page }),
    points.stop,
  ];
  return () => {
    cancelAnimationFrame(frame);
    offs.forEach((off) => off());
  };
});

/** Say what an empty list means; nothing where it is not empty. */
function sayEmpty(node: HTMLElement, isEmpty: boolean, ...sentence: (string | Node)[]): void {
  const found = node.querySelector(":scope > .pb-empty-line");
  if (!isEmpty) found?.remove();
  else if (!found) node.append(el("p.pb-empty-line", {}, ...sentence));
}

/** Say how many more there are than are shown, and lead to them. */
function sayMore(node: HTMLElement, count: number, path: string, words: string): void {
  const found = node.querySelector(":scope > .pb-rest");
  if (count <= 0) return found?.remove();
  const made = found ?? link(path, { spec: "a.pb-more.pb-rest" });
  text(made, `${format.count(count)} ${words}`);
  if (node.lastElementChild !== made) node.append(made);
}

const inline = (path: string, words: string): Node => link(path, { spec: "a.pb-inline-link" }, words);

/** What a row updates with what it shows. */
type Update<T> = (thing: T) => void;
const updates = new WeakMap<Node, Update<never>>();

/** Rows of `things` in `node`: `create` makes one and what updates it. */
function rows<T>(node: HTMLElement, things: T[], key: (thing: T) => string | number, create: (thing: T) => [HTMLElement, Update<T>]): void {
  keyed(node, things, {
    key,
    create: (thing: T) => {
      const [made, update] = create(thing);
      updates.set(made, update as Update<never>);
      return made;
    },
    update: (made: HTMLElement, thing: T) => (updates.get(made) as Update<T>)(thing),
  });
}

function showQueues(node: HTMLElement, all: QueueRecord[]): void {
  const shown = all.filter((queue) => LIVE_QUEUE.has(queue.status)).sort((a, b) => b.current_scans.length - a.current_scans.length);
  rows(node, shown.slice(0, MOST_QUEUES), (queue) => queue.queue_id, queueRow);
  sayMore(node, shown.length - MOST_QUEUES, "/queues?show=live", "more are live");
  sayEmpty(node, !shown.length, "No queue is running. ", inline("/queues", "Start one"), " or ", inline("/new", "plan a scan"), ".");
}

function queueRow(queue: QueueRecord): [HTMLElement, Update<QueueRecord>] {
  const row = link(`/queues/${queue.queue_id}`, { spec: "a.pb-row.pb-queue-row" });
  const state = badge(queue.status);
  const [name, count, left, note] = ["name", "count", "left", "note"].map((each) => el(`span.pb-row-${each}`, {}));
  const done = bar();
  row.append(state, name, count, done, left, note);
  return [
    row,
    (now) => {
      if (state.dataset.state !== now.status) flash(row);
      setBadge(state, now.status);
      text(name, now.name);
      text(count, `${format.count(now.completed_scans)} / ${format.count(now.total_scans)}`);
      setBar(done, now.progress, now.status);
      text(left, timeLeft(now));
      note.classList.toggle("pb-unreadable", Boolean(now.unreadable));
      text(note, now.unreadable || (now.status !== "running" && now.message) || runningScans(now.current_scans));
    },
  ];
}

function runningScans(scans: string[]): string {
  if (!scans.length) return "no scan is running";
  const names = scans.slice(0, 4).join(", ") + (scans.length > 4 ? " …" : "");
  return `${format.counted(scans.length, "scan")} running · ${names}`;
}

function showRunning(parts: Record<string, HTMLElement>, scans: ListedScan[]): void {
  rows(parts.running, scans.slice(0, MOST_RUNNING), (scan) => scan.scan_id, card);
  sayMore(parts["more-running"], scans.length - MOST_RUNNING, `/scans?status=${ACTIVE.join(",")}`, "more are running");
  sayEmpty(parts.running, !scans.length, "No scan is running. Each running scan is drawn here. ", inline("/new", "Plan a scan"), ".");
}

function card(scan: ListedScan): [HTMLElement, Update<ListedScan>] {
  const made = link(`/scans/${scan.scan_id}`, { spec: "a.pb-card.pb-scan-card" });
  const picture = thumbnail();
  const state = badge(scan.status);
  const name = el("span.pb-card-name", {});
  const done = bar();
  const line = el("span", {});
  const note = el("span.pb-card-note", {});
  made.append(picture.canvas, el("span.pb-card-head", {}, name, state), done, el("span.pb-card-foot", {}, line, note));
  return [
    made,
    (now) => {
      text(name, now.name);
      setBadge(state, now.status);
      setBar(done, now.progress, now.status);
      text(line, format.progress(now as Required<ListedScan>));
      note.classList.toggle("pb-unreadable", Boolean(now.unreadable));
      text(note, [now.scan_id, now.unreadable || (now.status !== "running" && now.message)].filter(Boolean).join(" · "));
      picture.follow(now);
    },
  ];
}

function showInstruments(parts: Record<string, HTMLElement>, all: InstrumentRecord[]): void {
  summary(parts.summary, all);
  const ill = all.filter((each) => TROUBLED.has(each.status));
  const shown = all.length > MOST_INSTRUMENTS ? [...ill, ...all.filter((each) => !ill.includes(each))].slice(0, MOST_INSTRUMENTS) : all;
  rows(parts.instruments, shown, (each) => each.instrument_id, instrumentRow);
  sayMore(parts.instruments, all.length - shown.length, "/instruments", "more");
  sayEmpty(
    parts.instruments,
    !all.length,
    "The bench has no instruments. They appear here when the engine starts with a bench file that describes them.",
  );
}

function instrumentRow(instrument: InstrumentRecord): [HTMLElement, Update<InstrumentRecord>] {
  const row = link(`/instruments/${instrument.instrument_id}`, { spec: "a.pb-row.pb-instrument-row" });
  const state = el("span", {});
  const values = el("span.pb-figures", {});
  row.append(state, el("span.pb-row-name", {}, instrument.instrument_name), values);
  return [
    row,
    (now) => {
      if ((row.firstElementChild as HTMLElement).dataset.state !== now.status) row.firstElementChild?.replaceWith(dot(now.status));
      keyed(values, figures(now).slice(0, 3), { key: (each: Figure) => each.key, create: figure, update: setFigure });
      row.classList.toggle("pb-stale", now.status === "disconnected");
    },
  ];
}
