/* The compared scans beside their chart: the list is its legend, hides a scan's line and removes a scan. */
import * as format from "../core/format.ts";
import type { ScanRecord } from "../core/rest_types.ts";
import { button, el, keyed, show, text } from "../dom/elements.ts";
import { link } from "../dom/navigate.ts";
import { badge, setBadge } from "../dom/status.ts";

/** A scan as the list shows it. */
export interface Compared {
  id: string;
  /** Null until it was read. */
  scan: ScanRecord | null;
  hidden: boolean;
  /** Why it cannot be read, or "". */
  trouble: string;
  /** How many readings are drawn; null where none of its measurements has what is drawn. */
  readings: number | null;
  color: string;
  dash: string;
}
interface Does {
  toggle(id: string): void;
  remove(id: string): void;
}

/** Let the list in `node` show these scans; `missing` says what a scan without readings lacks. */
export function showCompared(node: HTMLElement, items: Compared[], missing: string, does: Does): void {
  keyed(node, items, {
    key: (item: Compared) => item.id,
    create: (item: Compared) => row(item, does),
    update: (made: HTMLElement, item: Compared) => fill(made, item, missing),
  });
}

function row({ id }: Compared, { toggle, remove }: Does): HTMLElement {
  const away = { kind: "quiet", icon: "close", title: "Remove from the chart", "aria-label": `Remove ${id}`, data: { do: "drop" } };
  return el(
    "div.pb-compared-row",
    { data: { scan: id } },
    set(button("", { kind: "quiet", data: { do: "toggle" }, on: () => toggle(id) }), el("span.pb-swatch", { "aria-hidden": "true" })),
    el("span.pb-row-stack", {}, link(`/scans/${id}`, { spec: "a.pb-row-name" }), el("span.pb-row-id", {})),
    button("", { ...away, on: () => remove(id) }),
    el("span.pb-compared-facts", {}, badge("queued"), el("span.pb-row-figures", {})),
  );
}

function set(made: HTMLElement, child: HTMLElement): HTMLElement {
  made.append(child);
  return made;
}

function fill(made: HTMLElement, { id, scan, hidden, trouble, readings, color, dash }: Compared, missing: string): void {
  const part = (selector: string): HTMLElement => made.querySelector<HTMLElement>(selector) as HTMLElement;
  const [toggle, state, note] = [part("[data-do=toggle]"), part(".pb-badge"), part(".pb-row-figures")];
  part(".pb-swatch").style.borderTop = `3px ${dash === "solid" ? "solid" : "dashed"} ${color}`;
  toggle.setAttribute("aria-pressed", String(!hidden));
  toggle.setAttribute("aria-label", `Show ${id}`);
  toggle.title = hidden ? "Show" : "Hide";
  text(part(".pb-row-name"), scan?.name ?? id);
  text(part(".pb-row-id"), scan?.sample ? `${id} · ${scan.sample}` : id);
  show(state, scan !== null);
  if (scan) setBadge(state, scan.status);
  note.dataset.tone = trouble ? "red" : "slate";
  text(note, trouble || (readings !== null ? format.counted(readings, "reading") : scan && missing));
}
