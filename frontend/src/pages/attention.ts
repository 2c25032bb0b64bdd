/* What this browser tells of, and how: the panel below the bell of the frame (dashboard/components/attention.py). A script, because the
 * choices, the permission and the sounds are the browser's own. */
import type { Way } from "../attention/choices.ts";
import type { Kind } from "../attention/occasions.ts";
import { el, text } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { alerts } from "./alerts.ts";

const ROWS: [kind: Kind, label: string, detail: string, mark: string, tone: string][] = [
  ["finished", "Finished", "a scan is complete or was stopped", "tick", "green"],
  ["failed", "Failed", "a scan failed, was aborted or interrupted", "cross", "red"],
  ["waiting", "Waiting", "a scan is paused or waits for an instrument", "bars", "amber"],
];
const WAYS: [way: Way, word: string][] = [
  ["notify", "Notify"],
  ["sound", "Sound"],
];
const NOTES: Partial<Record<string, string>> = {
  none: "This browser shows notifications only over https or on this computer itself.",
  denied: "This browser blocks notifications from here; allow them in its settings for this site.",
};

/** Whether it is on: a notification is not while the browser does not permit it. */
function on(kind: Kind, way: Way): boolean {
  return alerts.choices()[kind][way] && !(way === "notify" && alerts.permission() !== "granted");
}

/** The bell shows whether anything is on. */
function mark(): void {
  const any = ROWS.some(([kind]) => WAYS.some(([way]) => on(kind, way)));
  document.getElementById("attention-bell")?.classList.toggle("pb-on", any);
}

island("attention-panel", (node) => {
  const note = el("p.pb-attention-note", { role: "status" });
  const refreshing: (() => void)[] = [];
  const refresh = () => {
    refreshing.forEach((work) => work());
    text(note, NOTES[alerts.permission()] ?? "");
    mark();
  };
  const toggle = (kind: Kind, way: Way, label: string) => {
    const made = el("input.pb-switch", { type: "checkbox", role: "switch", "aria-label": label, data: { kind, way } });
    const change = async () => {
      const wanted = made.checked;
      const now = await alerts.choose(kind, way, wanted);
      refresh();
      if (wanted && !now) text(note, NOTES[alerts.permission()] ?? "Notifications were not allowed.");
    };
    made.addEventListener("change", () => void change());
    refreshing.push(() => {
      made.disabled = way === "notify" && alerts.permission() === "none";
      made.checked = on(kind, way);
    });
    return el("td", {}, made);
  };
  const rows = ROWS.map(([kind, label, detail, shape, tone]) => {
    const name = el("span.pb-attention-kind", { data: { tone } }, el(`span.pb-mark.pb-mark-${shape}`, { "aria-hidden": "true" }), label);
    const head = el("th", { scope: "row" }, name, el("small", {}, detail));
    return el("tr", {}, head, ...WAYS.map(([way, word]) => toggle(kind, way, `${word} when ${detail}`)));
  });
  const heads = WAYS.map(([, word]) => el("th", { scope: "col" }, word));
  const table = el("table.pb-attention-table", {}, el("thead", {}, el("tr", {}, el("td"), ...heads)), el("tbody", {}, ...rows));
  node.append(el("h2", {}, "Tell me when"), table, note);
  refresh();
  const elsewhere = ({ key }: StorageEvent) => key === alerts.KEY && refresh();
  globalThis.addEventListener("storage", elsewhere);
  return () => globalThis.removeEventListener("storage", elsewhere);
});

/** Begin to listen to the page. */
export function start(): void {
  document.addEventListener(
    "pybirch:page",
    () => {
      mark();
      alerts.follow();
    },
    { once: true },
  );
}
