// @ts-nocheck
/* A row of a queue's list: one scan, its state and progress, and the handles to move it, take it away, or do more with it. */
import * as format from "../core/format.ts";
import { vocabulary } from "../core/vocabulary.ts";
import { button, el, flash, icon, set, text } from "../dom/elements.ts";
import { link } from "../dom/navigate.ts";
import { badge, bar, setBadge, setBar, timeLeft } from "../dom/status.ts";

const CONTROLS = "a, button";

/** A row of `scan`; `does` has `more(scanId, button)` and `remove(scanId)`. */
export function create(scan, does) {
  const id = scan.scan_id;
  const grip = el(
    "button.pb-grip",
    { type: "button", tabindex: -1, title: "Drag to another place, or Alt and the arrow keys", "aria-label": `Move ${id}` },
    icon("grip"),
  );
  const more = button("", {
    kind: "quiet",
    icon: "more",
    title: "More",
    tabindex: -1,
    data: { do: "more" },
    "aria-label": `More for ${id}`,
    "aria-haspopup": "menu",
    on: () => does.more(id, more),
  });
  const remove = button("", {
    kind: "quiet",
    icon: "trash",
    title: "Remove from the queue",
    tabindex: -1,
    data: { do: "remove" },
    "aria-label": `Remove ${id}`,
    on: () => does.remove(id),
  });
  const made = el("div.pb-row.pb-scan-row", { role: "listitem", tabindex: -1, data: { scan: id }, "aria-describedby": "queue-keys" });
  made.pb = {
    status: scan.status,
    grip,
    remove,
    badge: badge(scan.status),
    name: link(`/scans/${id}`, { spec: "a.pb-row-name", tabindex: -1 }),
    id: el("span.pb-row-id"),
    bar: bar(),
    figures: el("span.pb-row-figures"),
  };
  const { pb } = made;
  made.append(grip, pb.badge, el("span.pb-row-stack", {}, pb.name, pb.id), pb.bar, pb.figures, el("span.pb-row-tools", {}, remove, more));
  return made;
}

/** Let the row show the scan; `current` when it is one of those that run, `asking` while something is asked about it. */
export function update(made, scan, { current = false, asking = "", gone = false } = {}) {
  const { pb } = made;
  const waits = scan.status === "queued";
  if (pb.status !== scan.status) flash(made);
  pb.status = scan.status;
  made.classList.toggle("pb-current", current);
  made.classList.toggle("pb-waits", waits && !gone);
  made.classList.toggle("pb-gone", gone);
  set(made, "aria-current", current ? "true" : null);
  set(made, "aria-busy", asking ? "true" : null);
  setBadge(pb.badge, scan.status);
  text(pb.name, scan.name);
  set(pb.name, "title", scan.name);
  text(pb.id, [scan.scan_id, scan.sample, news(scan)].filter(Boolean).join(" · "));
  setBar(pb.bar, scan.progress, scan.status);
  text(pb.figures, asking || (gone ? "removed" : figures(scan)));
}

/** Make the row and what is in it reachable with Tab, or not: one row of the list is at a time. */
export function reach(made, reachable) {
  made.tabIndex = reachable ? 0 : -1;
  for (const control of made.querySelectorAll(CONTROLS)) control.tabIndex = made.tabIndex;
}

function news(scan) {
  return scan.message && scan.message !== scan.status && scan.status !== "queued" && scan.status !== "completed" ? scan.message : "";
}

function figures(scan) {
  const points = (count) => format.counted(count, "point");
  if (scan.status === "queued") return scan.total_points ? points(scan.total_points) : "";
  if (vocabulary.ended(scan.status)) return `${points(scan.point)} · ${format.duration(scan.elapsed)}`;
  return [scan.total_points ? format.percent(scan.progress) : format.count(scan.point), timeLeft(scan)].filter(Boolean).join(" · ");
}
