/* A row of a queue's list: one scan, its state and progress, and the controls to move it, remove it, or do more with it. */
import * as format from "../core/format.ts";
import type { ListedScan } from "../core/rooms.ts";
import { vocabulary } from "../core/vocabulary.ts";
import { button, el, flash, icon, set, text } from "../dom/elements.ts";
import { link } from "../dom/navigate.ts";
import { badge, bar, setBadge, setBar, timeLeft } from "../dom/status.ts";

interface Does {
  more(scanId: string, opener: HTMLElement): void;
  remove(scanId: string): void;
}
interface Look {
  /** Whether it is one of the scans that run. */
  current: boolean;
  /** What is being done about it: "moving…", or "". */
  asking: string;
  /** Whether others have removed it while the list is in use. */
  gone: boolean;
}
type Update = (scan: ListedScan, look: Look) => void;
const updates = new WeakMap<HTMLElement, Update>();

export function create(scan: ListedScan, does: Does): HTMLElement {
  const id = scan.scan_id;
  const tool = (name: string, mark: string, title: string, label: string, on: (event: MouseEvent) => void): HTMLElement =>
    button("", { kind: "quiet", icon: mark, title, tabindex: -1, data: { do: name }, "aria-label": `${label} ${id}`, on });
  const grip = el(
    "button.pb-grip",
    { type: "button", tabindex: -1, title: "Drag to another place, or Alt and the arrow keys", "aria-label": `Move ${id}` },
    icon("grip"),
  );
  const more = set(
    tool("more", "more", "More", "More for", () => does.more(id, more)),
    "aria-haspopup",
    "menu",
  );
  const remove = tool("remove", "trash", "Remove from the queue", "Remove", () => does.remove(id));
  const state = badge(scan.status);
  const name = link(`/scans/${id}`, { spec: "a.pb-row-name", tabindex: -1 });
  const note = el("span.pb-row-id", {});
  const done = bar();
  const words = el("span.pb-row-figures", {});
  const made = el(
    "div.pb-row.pb-scan-row",
    { role: "listitem", tabindex: -1, data: { scan: id }, "aria-describedby": "queue-keys" },
    grip,
    state,
    el("span.pb-row-stack", {}, name, note),
    done,
    words,
    el("span.pb-row-tools", {}, remove, more),
  );
  updates.set(made, (now, { current, asking, gone }) => {
    if (state.dataset.state !== now.status) flash(made);
    made.classList.toggle("pb-current", current);
    made.classList.toggle("pb-waits", now.status === "queued" && !gone);
    made.classList.toggle("pb-gone", gone);
    set(made, "aria-current", current ? "true" : null);
    set(made, "aria-busy", asking ? "true" : null);
    setBadge(state, now.status);
    text(name, now.name);
    set(name, "title", now.name);
    note.classList.toggle("pb-unreadable", Boolean(now.unreadable));
    text(note, [id, now.sample, now.unreadable || news(now)].filter(Boolean).join(" · "));
    setBar(done, now.progress, now.status);
    text(words, asking || (gone ? "removed" : figures(now)));
  });
  return made;
}

/** Let the row show the scan. */
export function update(made: HTMLElement, scan: ListedScan, look: Look): void {
  updates.get(made)?.(scan, look);
}

/** Make the row and its controls reachable with Tab, or not: one row of the list is at a time. */
export function reach(made: HTMLElement, reachable: boolean): void {
  made.tabIndex = reachable ? 0 : -1;
  for (const control of made.querySelectorAll<HTMLElement>("a, button")) control.tabIndex = made.tabIndex;
}

function news({ message = "", status }: ListedScan): string {
  return message !== status && status !== "queued" && status !== "completed" ? message : "";
}

function figures(scan: ListedScan): string {
  const points = (count: number): string => format.counted(count, "point");
  if (scan.status === "queued") return scan.total_points ? points(scan.total_points) : "";
  if (vocabulary.ended(scan.status)) return `${points(scan.point)} · ${format.duration(scan.elapsed)}`;
  return [scan.total_points ? format.percent(scan.progress) : format.count(scan.point), timeLeft(scan)].filter(Boolean).join(" · ");
}
