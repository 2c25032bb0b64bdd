// @ts-nocheck
/* Home's results and troubles: scans that have ended, newest first, and what needs somebody. */
import * as format from "../core/format.ts";
import { button, el, keyed, show, text } from "../dom/elements.ts";
import { link } from "../dom/navigate.ts";
import { Refusal, rest } from "../dom/rest.ts";
import * as status from "../dom/status.ts";
import { moment } from "../dom/ticking.ts";
import { thumbnail } from "./thumbnail.ts";

const MOST = 8;
const MOST_NOTICES = 4;
const QUIET = 400; // ms in which several endings count as one
const RECENT = 24 * 3600 * 1000; // ms for which a failure asks for attention
const SEEN = "pybirch.seen";
const GOOD_AND_BAD = "completed,stopped,aborted,failed,interrupted";

function finishedScans(node, attention) {
  let timer = 0;
  let asked = 0;
  let failures = [];
  let others = [];
  let all = false;
  const more = button("", { kind: "quiet", on: () => ((all = !all), attend()) });
  more.append(el("span"));
  const shown = el("div.pb-rows");
  const nothing = el("p.pb-empty-line", { hidden: true }, "Nothing has finished yet; results appear here.");
  node.append(shown, nothing);
  show(attention, false);

  async function load() {
    timer = 0;
    const mine = (asked += 1);
    try {
      const [ended, bad] = await Promise.all(
        [
          { status: GOOD_AND_BAD, limit: MOST },
          { status: "failed,interrupted", limit: 5 },
        ].map((query) => rest.get("scans", query)),
      );
      if (mine !== asked) return; // a later look, which may have been answered before
      keyed(shown, ended.items, { key: (scan) => scan.scan_id, create: row, update });
      show(nothing, ended.items.length === 0);
      const newest = Date.now() - RECENT;
      failures = bad.items.filter((scan) => Date.parse(scan.ended_at || scan.timestamp) > newest && !seen().includes(mark(scan)));
      attend();
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused; // the banner tells of a link that is down
    }
  }
  function attend() {
    const items = [...others, ...failures.map(failure)];
    show(attention, items.length > 0);
    keyed(attention, all ? items : items.slice(0, MOST_NOTICES), { key: (item) => item.key, create: notice, update: setNotice });
    const hidden = items.length - MOST_NOTICES;
    text(more.lastChild, all ? "Show fewer" : `Show ${hidden} more`);
    if (hidden <= 0) more.remove();
    else if (attention.lastElementChild !== more) attention.append(more);
  }
  function failure(scan) {
    return {
      key: mark(scan),
      tone: "red",
      path: `/scans/${scan.scan_id}`,
      what: `${scan.name} ${scan.status === "failed" ? "failed" : "was interrupted"}`,
      why: scan.message || scan.scan_id,
      when: scan.ended_at || scan.timestamp,
      dismiss: () => {
        globalThis.localStorage.setItem(SEEN, JSON.stringify([...seen(), mark(scan)].slice(-200)));
        failures = failures.filter((each) => mark(each) !== mark(scan));
        attend();
      },
    };
  }
  return {
    refresh: () => (timer = timer || globalThis.setTimeout(load, QUIET)),
    trouble(instruments, queues) {
      others = [
        ...instruments
          .filter((each) => each.status === "error" || each.status === "disconnected")
          .map((each) => ({
            key: `instrument ${each.instrument_id}`,
            tone: "red",
            path: `/instruments/${each.instrument_id}`,
            what: `${each.instrument_name} is ${each.status === "error" ? "in error" : "disconnected"}`,
            why: (each.error || "").replace(`${each.instrument_name}: `, "") || "It is tried again by itself.",
            when: each.timestamp,
          })),
        ...instruments
          .filter((each) => each.warning)
          .map((each) => ({
            key: `warning ${each.instrument_id}`,
            tone: "amber",
            path: `/instruments/${each.instrument_id}`,
            what: `${each.instrument_name} reads another value than it was set to`,
            why: each.warning,
            when: each.timestamp,
          })),
        ...queues
          .filter((each) => each.status === "paused")
          .map((each) => ({
            key: `queue ${each.queue_id}`,
            tone: "amber",
            path: `/queues/${each.queue_id}`,
            what: `${each.name} is paused`,
            why: each.message || "It goes on when somebody resumes it.",
            when: each.timestamp,
          })),
      ];
      attend();
    },
  };
}

function mark(scan) {
  return `${scan.scan_id} ${scan.status} ${scan.ended_at || ""}`;
}

function seen() {
  try {
    return [].concat(JSON.parse(globalThis.localStorage.getItem(SEEN) || "[]"));
  } catch {
    return []; // not ours
  }
}

function notice(item) {
  const made = el("div.pb-notice", { data: { tone: item.tone } });
  const close =
    item.dismiss && button("", { kind: "quiet", icon: "close", title: "Dismiss", "aria-label": "Dismiss", on: () => item.dismiss() });
  made.pb = { what: link(item.path, { spec: "a.pb-notice-what" }), why: el("span.pb-notice-why"), when: el("span.pb-notice-when") };
  made.append(el("span.pb-mark.pb-mark-cross", { "aria-hidden": "true" }), made.pb.what, made.pb.why, made.pb.when);
  if (close) made.append(close);
  if (item.tone === "amber") made.firstChild.className = "pb-mark pb-mark-bars";
  return made;
}

function setNotice(made, item) {
  text(made.pb.what, item.what);
  text(made.pb.why, item.why);
  moment(made.pb.when, item.when);
}

function row(scan) {
  const made = link(`/scans/${scan.scan_id}`, { spec: "a.pb-row.pb-finished-row" });
  const thumb = thumbnail();
  made.pb = {
    thumb,
    name: el("span.pb-row-name"),
    id: el("span.pb-row-id"),
    sample: el("span.pb-row-sample"),
    took: el("span.pb-row-took"),
    badge: status.badge(scan.status),
    when: el("span.pb-row-when"),
  };
  made.append(
    thumb.canvas,
    el("span.pb-row-stack", {}, made.pb.name, made.pb.id),
    made.pb.sample,
    made.pb.took,
    made.pb.when,
    made.pb.badge,
  );
  return made;
}

function update(made, scan) {
  const { pb } = made;
  text(pb.name, scan.name);
  text(pb.id, scan.scan_id);
  text(pb.sample, scan.sample);
  text(pb.took, `${format.counted(scan.point, "point")} · ${format.duration(scan.elapsed)}`);
  status.setBadge(pb.badge, scan.status);
  moment(pb.when, scan.ended_at || scan.timestamp);
  pb.thumb.follow(scan);
}

export { finishedScans as finished };
