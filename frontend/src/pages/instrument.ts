// @ts-nocheck
/* One instrument, from its room: state, position face with steering, values with their last minutes, settings, error. */
import * as format from "../core/format.ts";
import { button, el, keyed, part, show, text } from "../dom/elements.ts";
import { action, saying } from "../dom/action.ts";
import { page as pageModule } from "../dom/islands.ts";
import { link } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { samples } from "../dom/page_samples.ts";
import { rest } from "../dom/rest.ts";
import { badge, setBadge } from "../dom/status.ts";
import { face } from "./face.ts";
import { reading } from "./figures.ts";
import { watchMissing } from "./missing.ts";
import { settings as settingsModule } from "./settings.ts";
import * as picture from "./sparkline.ts";
import { steering } from "./steering.ts";

const KEPT = 600; // samples in the small lines

pageModule("instrument", (page) => {
  const { thing: id, room } = page.dataset;
  const parts = Object.fromEntries(
    ["title", "context", "actions", "error", "face", "values", "settings", "about"].map((name) => [name, part(page, name)]),
  );
  let made = null;
  let frame = 0;

  function render() {
    frame = 0;
    const state = live.state(room);
    if (!state) return;
    made = made || build(state.instrument, parts, id);
    made.update(state.instrument);
    page.dataset.known = "yes";
  }
  const later = () => (frame = frame || globalThis.requestAnimationFrame(render));
  const offs = [
    watchMissing(page, `Instrument ${id}`, "/instruments", "All instruments"),
    live.on(room, { snapshot: later, frame: later }, { element: page }),
  ];
  return () => {
    globalThis.cancelAnimationFrame(frame);
    offs.forEach((off) => off());
  };
});

function build(instrument, parts, id) {
  const { spec } = instrument;
  const state = badge(instrument.status, { large: true });
  const held = el("span");
  const identity = el("span");
  parts.title.append(el("span", {}, instrument.instrument_name), spec.title && el("span.pb-title-more", {}, spec.title), state);
  parts.context.append(identity, held);
  const actions = commands(parts.actions, id);
  const error = errorPanel(parts.error);
  const warning = warningPanel(parts.error);
  const hasAxes = Object.keys(spec.axes).length > 0;
  const steered = hasAxes ? face(instrument, { controls: (axis, axisSpec) => steering(id, axis, axisSpec) }) : null;
  const values = valueRows(parts.values, instrument);
  const settings = settingsModule(parts.settings, id, instrument);
  const about = facts(parts.about);
  if (steered) parts.face.append(steered.node);
  show(parts.face, hasAxes);
  show(parts.settings.closest(".pb-panel"), Object.keys(spec.settings).length > 0);

  return {
    update(now) {
      setBadge(state, now.status);
      text(identity, [now.identity || "no identity yet", spec.resource].filter(Boolean).join(" · "));
      holder(held, now.held_by);
      actions(now);
      error(now);
      warning(now);
      if (steered) {
        steered.update(now);
        const why = now.held_by ? `held by ${now.held_by}` : now.status === "disconnected" ? "disconnected" : "";
        steered.node.classList.toggle("pb-face-held", Boolean(why));
        for (const control of steered.node.querySelectorAll(".pb-steering :is(button, input, select)")) control.disabled = Boolean(why);
      }
      values(now);
      settings(now);
      about(now);
    },
  };
}

function holder(node, scan) {
  if (node.dataset.scan === (scan || "")) return;
  node.dataset.scan = scan || "";
  node.replaceChildren();
  if (scan) node.append(" · held by ", /^SCAN_/.test(scan) ? link(`/scans/${scan}`, { spec: "a.pb-inline-link" }, scan) : scan);
}

function commands(node, id) {
  const said = saying();
  const command = (name, label, icon, asking, kind = "") => {
    const made = button(label, { icon, kind, data: { do: name } });
    const settle = action(made, () => rest.post(`instruments/${id}/commands`, { command: name }), { asking, said });
    return { made, settle };
  };
  const all = {
    stop: command("stop", "Stop", "square", "stopping…"),
    connect: command("connect", "Connect", "plug", "connecting…", "primary"),
    disconnect: command("disconnect", "Disconnect", "plug", "disconnecting…", "quiet"),
  };
  node.append(said, ...Object.values(all).map(({ made }) => made));
  let before = null;
  return ({ status }) => {
    if (status === before) return;
    before = status;
    for (const { settle } of Object.values(all)) settle();
    const away = status === "disconnected";
    show(all.connect.made, away || status === "error");
    show(all.disconnect.made, !away);
    show(all.stop.made, !away);
  };
}

function errorPanel(node) {
  const what = el("strong");
  const hint = el("span", {}, "Look at its cable and power; it is tried again by itself while it is not connected.");
  const close = button("", { kind: "quiet", icon: "close", title: "Dismiss", "aria-label": "Dismiss this error" });
  const panel = el(
    "div.pb-error-panel",
    { role: "alert", hidden: true },
    el("span.pb-mark.pb-mark-cross", { "aria-hidden": "true" }),
    el("span", {}, what, " ", hint),
    close,
  );
  let dismissed = "";
  let shown = "";
  close.addEventListener("click", () => {
    dismissed = shown;
    show(panel, false);
  });
  node.append(panel);
  return ({ error, status }) => {
    shown = error || "";
    if (!shown) dismissed = "";
    text(what, shown);
    show(hint, status === "disconnected");
    show(panel, shown && shown !== dismissed);
  };
}

/** What reads another value than it was set to; it goes when the two agree again. */
function warningPanel(node) {
  const what = el("strong");
  const hint = el("span", {}, "The bench file says how much it may differ: tolerance, on_mismatch.");
  const panel = el(
    "div.pb-warning-panel",
    { role: "status", hidden: true },
    el("span.pb-mark.pb-mark-bars", { "aria-hidden": "true" }),
    el("span", {}, what, " ", hint),
  );
  node.append(panel);
  return ({ warning }) => {
    text(what, warning ? `${warning}.` : "");
    show(panel, warning);
  };
}

function facts(node) {
  const list = el("dl.pb-facts");
  node.append(list);
  return (now) => {
    const { spec } = now;
    const { exact } = format;
    const axes = Object.entries(spec.axes).map(([name, axis]) => [
      `Axis ${name}`,
      [
        axis.limits ? `${exact(axis.limits[0])} to ${exact(axis.limits[1])} ${axis.unit}` : axis.unit || "no limits",
        axis.safe === null || axis.safe === undefined ? "" : `safe at ${exact(axis.safe)}`,
      ]
        .filter(Boolean)
        .join(", "),
    ]);
    const reads = Object.entries(spec.reads).map(([name, read]) => [
      `Reads ${name}`,
      [read.unit, read.shape.length ? `${read.shape.join(" × ")} numbers` : ""].filter(Boolean).join(", ") || "a number",
    ]);
    const rows = [
      ["Driver", spec.driver],
      ["Resource", spec.resource || format.NONE],
      ["Identity", now.identity || format.NONE],
      ...axes,
      ...reads,
    ].map(([name, value]) => ({ name, value }));
    keyed(list, rows, {
      key: (row) => row.name,
      create: (row) => el("div", {}, el("dt", {}, row.name), el("dd")),
      update: (made, row) => text(made.lastChild, row.value),
    });
  };
}

/** A row for each axis and reading, with its last minutes as a small line. */
function valueRows(node, { spec }) {
  const axes = Object.entries(spec.axes).map(([name, axis]) => ({ name, of: "position", unit: axis.unit, limits: axis.limits }));
  const numbers = Object.entries(spec.reads).filter(([, read]) => !read.shape.length);
  const reads = numbers.map(([name, read]) => ({ name, of: "value", unit: read.unit }));
  const history = new Map();
  const items = [...reads, ...axes];
  if (!items.length)
    node.append(
      el(
        "p.pb-empty-line",
        {},
        Object.keys(spec.reads).length
          ? "Its readings are whole arrays; each is drawn on the page of the scan that takes it."
          : "It measures nothing by itself.",
      ),
    );
  return (now) => {
    keyed(node, items, {
      key: (item) => `${item.of} ${item.name}`,
      create: (item) =>
        el(
          "div.pb-value",
          {},
          el("span.pb-value-name", {}, item.name),
          el("output.pb-value-number"),
          el("span.pb-value-unit"),
          el("canvas.pb-spark", { "aria-hidden": "true" }),
        ),
      update(made, item) {
        const [, number, unit, canvas] = made.children;
        const value = (now[item.of] || {})[item.name];
        const shown = item.of === "position" ? { value: format.position(value, item.limits), unit: item.unit } : reading(value, item.unit);
        text(number, shown.value);
        text(unit, shown.unit);
        if (typeof value === "number") remember(history, item, value, now, canvas);
      },
    });
  };
}

function remember(history, item, value, { instrument_id: id, timestamp }, canvas) {
  const key = `${item.of} ${item.name}`;
  const kept = history.get(key) || { at: "", ...samples.of(id, item.of, item.name) };
  history.set(key, kept);
  if (kept.at === timestamp) return;
  kept.at = timestamp;
  kept.times.push(Date.parse(timestamp));
  kept.values.push(value);
  if (kept.times.length > KEPT) {
    kept.times.shift();
    kept.values.shift();
  }
  picture.line(canvas, kept.times, kept.values);
}
