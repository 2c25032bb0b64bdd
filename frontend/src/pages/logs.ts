// @ts-nocheck
/* The log of a scan or queue: live, coloured by level, filtered and searched, following the end unless scrolled up. */
import * as format from "../core/format.ts";
import { button, el, show, text } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { link } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { rest, save as saveModule } from "../dom/rest.ts";
import { message as messageModule } from "../dom/messages.ts";

const LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR"];
const MOST = 2000; // lines kept in the page
const MOST_SAVED = 10000;
const NEAR_END = 24; // px from the end that still count as following

function line({ level, message, timestamp, scan_id: scan }, withScan) {
  const time = format.moment(timestamp);
  return el(
    "div.pb-log-line",
    { data: { level } },
    el("time", { datetime: timestamp, title: time }, time.slice(11)),
    el("span.pb-log-level", {}, level),
    withScan && (scan ? link(`/scans/${scan}`, { spec: "a.pb-log-scan" }, scan) : el("span.pb-log-scan")),
    el("span.pb-log-message", {}, withScan && scan && message.startsWith(`${scan} `) ? message.slice(scan.length + 1) : message),
  );
}

function asText(entries) {
  return entries.map((e) => [e.timestamp, e.level, e.scan_id || "", e.message].join("\t")).join("\n");
}

island("logs", (node) => {
  const { room, event, name, path } = node.dataset;
  const withScan = event === "queue_log";
  const level = el(
    "select.pb-input.pb-input-small",
    { "aria-label": "Least level" },
    LEVELS.map((each) => el("option", { value: each, selected: each === "INFO" }, each.toLowerCase())),
  );
  const search = el("input.pb-input.pb-input-small", { type: "search", placeholder: "Search the log", "aria-label": "Search the log" });
  const save = button("", { kind: "quiet", icon: "download", title: "Download this log", "aria-label": "Download this log", on: download });
  const lines = el("div.pb-log-lines", { role: "log", tabindex: 0, "aria-label": "Log" });
  const empty = el("p.pb-empty-line", {}, "Nothing has been logged yet.");
  const jump = button("Follow the end", { kind: "small", icon: "down", on: () => follow(true) });
  let entries = [];
  let waiting = [];
  let frame = 0;
  let following = true;
  node.classList.add("pb-log");
  node.append(el("div.pb-log-tools", {}, level, search, save), el("div.pb-log-body", {}, lines, empty, jump));
  show(jump, false);

  function fits(entry) {
    const words = search.value.trim().toLowerCase();
    const asked = `${entry.message} ${entry.scan_id || ""}`.toLowerCase();
    return LEVELS.indexOf(entry.level) >= LEVELS.indexOf(level.value) && (!words || asked.includes(words));
  }
  function replace(all) {
    entries = all.slice(-MOST);
    waiting = [];
    lines.replaceChildren(...entries.filter(fits).map((entry) => line(entry, withScan)));
    settle();
  }
  function flush() {
    frame = 0;
    const fresh = waiting;
    waiting = [];
    entries = entries.concat(fresh).slice(-MOST);
    lines.append(...fresh.filter(fits).map((entry) => line(entry, withScan)));
    while (lines.children.length > MOST) lines.firstElementChild.remove();
    settle();
  }
  function settle() {
    show(empty, lines.children.length === 0);
    text(empty, entries.length ? "Nothing in the log fits." : "Nothing has been logged yet.");
    if (following) lines.scrollTop = lines.scrollHeight;
  }
  function follow(wanted) {
    following = wanted;
    show(jump, !following);
    if (following) lines.scrollTop = lines.scrollHeight;
  }
  async function download() {
    try {
      const whole = await rest.get(path, { limit: MOST_SAVED });
      saveModule(`${name}.log.txt`, asText(whole.items));
    } catch (refused) {
      messageModule(refused.message);
    }
  }
  lines.addEventListener("scroll", () => {
    const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < NEAR_END;
    if (atEnd !== following) follow(atEnd);
  });
  level.addEventListener("change", () => replace(entries.concat(waiting)));
  search.addEventListener("input", () => replace(entries.concat(waiting)));

  const off = live.on(
    room,
    {
      snapshot: (state) => replace(state.log || []),
      [event]: (entry) => {
        waiting.push(entry);
        frame = frame || globalThis.requestAnimationFrame(flush);
      },
    },
    { element: node },
  );
  return () => {
    off();
    globalThis.cancelAnimationFrame(frame);
  };
});
