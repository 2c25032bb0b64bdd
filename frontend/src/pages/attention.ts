// @ts-nocheck
/* The bell in the frame: what this browser tells of, and how. */
import { button, el, text } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { popover } from "../dom/popover.ts";
import { alerts } from "./alerts.ts";

const KINDS = [
  ["finished", "Finished", "a scan is complete or was stopped", "tick", "green"],
  ["failed", "Failed", "a scan failed, was aborted or interrupted", "cross", "red"],
  ["waiting", "Waiting", "a scan is paused or waits for an instrument", "bars", "amber"],
];
const WAYS = [
  ["notify", "Notify"],
  ["sound", "Sound"],
];
const NOTES = {
  none: "This browser shows notifications only over https or on this computer itself.",
  denied: "This browser blocks notifications from here; allow them in its settings for this site.",
};

island("attention", (node) => {
  const bell = button("", { kind: "quiet", icon: "bell", title: "Notifications and sounds", "aria-label": "Notifications and sounds" });
  const note = el("p.pb-attention-note", { role: "status" });
  const switches = [];
  const rows = KINDS.map(([kind, label, detail, mark, tone]) =>
    el(
      "tr",
      {},
      el(
        "th",
        { scope: "row" },
        el("span.pb-attention-kind", { data: { tone } }, el(`span.pb-mark.pb-mark-${mark}`, { "aria-hidden": "true" }), label),
        el("small", {}, detail),
      ),
      WAYS.map(([way, word]) => el("td", {}, toggle(kind, way, `${word} when ${detail}`))),
    ),
  );
  const table = el(
    "table.pb-attention-table",
    {},
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("td"),
        WAYS.map(([, word]) => el("th", { scope: "col" }, word)),
      ),
    ),
    el("tbody", {}, rows),
  );
  const panel = el(
    "div.pb-popover.pb-attention-panel",
    { role: "dialog", "aria-label": "Notifications and sounds" },
    el("h2", {}, "Tell me when"),
    table,
    note,
  );
  popover(bell, panel, { opened: refresh });
  node.append(bell, panel);
  refresh();

  function toggle(kind, way, label) {
    const made = el("input.pb-switch", { type: "checkbox", role: "switch", "aria-label": label, data: { kind, way } });
    made.addEventListener("change", async () => {
      const wanted = made.checked;
      const on = await alerts.choose(kind, way, wanted);
      refresh();
      if (wanted && !on) text(note, NOTES[alerts.permission()] || "Notifications were not allowed.");
    });
    switches.push(made);
    return made;
  }
  function refresh() {
    const choices = alerts.choices();
    const permission = alerts.permission();
    for (const each of switches) {
      const { kind, way } = each.dataset;
      each.disabled = way === "notify" && permission === "none";
      each.checked = choices[kind][way] && !(way === "notify" && permission !== "granted");
    }
    text(note, NOTES[permission] || "");
    bell.classList.toggle(
      "pb-on",
      switches.some((each) => each.checked),
    );
  }
  const elsewhere = (event) => event.key === alerts.KEY && refresh();
  globalThis.addEventListener("storage", elsewhere);
  const off = alerts.follow(node);
  return () => {
    off();
    globalThis.removeEventListener("storage", elsewhere);
  };
});
