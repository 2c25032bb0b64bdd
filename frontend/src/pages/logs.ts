/* The log of a scan or queue: live, coloured by level, filtered and searched, following the end unless somebody scrolled up. The panel
 * is made by dashboard/components/logs.py. */
import type { QueueLog, ScanLog } from "../core/events.gen.ts";
import * as format from "../core/format.ts";
import type { AnyRoom } from "../core/rooms.ts";
import { el, show, text } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { message } from "../dom/messages.ts";
import { link } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { Refusal, rest, save } from "../dom/rest.ts";

type Entry = ScanLog | QueueLog;

const LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR"];
const MOST = 2000; // lines kept in the page
const MOST_SAVED = 10000;
const NEAR_END = 24; // px from the end that still count as following

island("logs", (node: HTMLElement) => {
  const { room = "", event = "", name = "", path = "" } = node.dataset;
  const withScan = event === "queue_log";
  const part = <Kind extends HTMLElement>(selector: string) => node.querySelector<Kind>(selector)!;
  const [lines, empty, jump] = [part(".pb-log-lines"), part(".pb-empty-line"), part('[data-do="follow"]')];
  const [level, search] = [part<HTMLSelectElement>("select"), part<HTMLInputElement>("input")];
  let entries: Entry[] = [];
  let waiting: Entry[] = [];
  let frame = 0;
  let following = true;

  function fits(entry: Entry): boolean {
    const words = search.value.trim().toLowerCase();
    const said = `${entry.message} ${entry.scan_id ?? ""}`.toLowerCase();
    return LEVELS.indexOf(entry.level ?? "INFO") >= LEVELS.indexOf(level.value) && said.includes(words);
  }
  function replace(all: Entry[]): void {
    entries = all.slice(-MOST);
    waiting = [];
    lines.replaceChildren();
    add(entries);
  }
  function flush(): void {
    frame = 0;
    const fresh = waiting;
    waiting = [];
    entries = entries.concat(fresh).slice(-MOST);
    add(fresh);
  }
  function add(fresh: Entry[]): void {
    lines.append(...fresh.filter(fits).map((entry) => line(entry, withScan)));
    while (lines.children.length > MOST) lines.firstElementChild?.remove();
    show(empty, lines.children.length === 0);
    text(empty, entries.length ? "Nothing in the log matches." : "Nothing has been logged yet.");
    if (following) lines.scrollTop = lines.scrollHeight;
  }
  function follow(wanted: boolean): void {
    following = wanted;
    show(jump, !following);
    if (following) lines.scrollTop = lines.scrollHeight;
  }
  lines.addEventListener("scroll", () => {
    const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < NEAR_END;
    if (atEnd !== following) follow(atEnd);
  });
  jump.addEventListener("click", () => follow(true));
  part('[data-do="download-log"]').addEventListener("click", () => void download(path, name));
  const filter = () => replace(entries.concat(waiting));
  level.addEventListener("change", filter);
  search.addEventListener("input", filter);

  const heard = (entry: Entry) => {
    waiting.push(entry);
    frame ||= globalThis.requestAnimationFrame(flush);
  };
  const snapshot = ({ log = [] }: AnyRoom) => replace(log);
  const off = live.on(room, { snapshot, scan_log: heard, queue_log: heard }, { element: node });
  return () => {
    off();
    globalThis.cancelAnimationFrame(frame);
  };
});

function line({ level, message: said, timestamp, scan_id: scan }: Entry, withScan: boolean): HTMLElement {
  const time = format.moment(timestamp);
  return el(
    "div.pb-log-line",
    { data: { level } },
    el("time", { datetime: timestamp, title: time }, time.slice(11)),
    el("span.pb-log-level", {}, level),
    withScan && (scan ? link(`/scans/${scan}`, { spec: "a.pb-log-scan" }, scan) : el("span.pb-log-scan", {})),
    el("span.pb-log-message", {}, withScan && scan && said.startsWith(`${scan} `) ? said.slice(scan.length + 1) : said),
  );
}

/** Save the last lines as text, whatever the filters are. */
async function download(path: string, name: string): Promise<void> {
  try {
    const { items } = (await rest.get(path, { limit: MOST_SAVED })) as { items: Entry[] };
    const rows = items.map((each) => [each.timestamp, each.level, each.scan_id ?? "", each.message].join("\t"));
    save(`${name}.log.txt`, rows.join("\n"));
  } catch (refused) {
    if (!(refused instanceof Refusal)) throw refused;
    message(refused.message);
  }
}
