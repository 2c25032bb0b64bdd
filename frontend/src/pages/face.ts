// @ts-nocheck
/* The position face: an axis a row, with its figure, where it goes, and a track between its limits on which it glides. */
import * as format from "../core/format.ts";
import { el, show, text } from "../dom/elements.ts";
import { moment } from "../dom/ticking.ts";

/** A face for an instrument's axes; `controls(axis, spec)` may add a node to each row. Returns {node, update(instrument)}. */
export function face(instrument, { compact = false, controls = null } = {}) {
  const axes = Object.entries((instrument.spec && instrument.spec.axes) || {});
  const rows = axes.map(([name, spec]) => row(name, spec, controls));
  const status = el("p.pb-face-status");
  const age = el("span.pb-age");
  const node = el(
    `section.pb-face${compact ? ".pb-face-compact" : ""}`,
    { "aria-label": `Position of ${instrument.instrument_name}` },
    rows.map((each) => each.node),
    !compact && el("div.pb-face-foot", {}, status, age),
  );

  function update(now) {
    const moving = now.status === "moving" || now.is_moving;
    node.classList.toggle("pb-face-moving", moving);
    node.classList.toggle("pb-stale", now.status === "disconnected");
    for (const each of rows) each.update(now);
    text(status, sentence(now));
    moment(age, now.timestamp);
  }
  update(instrument);
  return { node, update };
}

function sentence({ status, error, held_by: holder }) {
  const said = {
    moving: "moving to target",
    measuring: "measuring",
    idle: "at rest",
    connected: "at rest",
    disconnected: "not connected; the position is the last one known",
    error: error || "error",
  };
  return `Status: ${said[status] || status}${holder ? ` · held by ${holder}, which alone moves it until it ends` : ""}`;
}

function row(name, spec, controls) {
  const { position: shown, apart } = format;
  const value = el("output.pb-face-value");
  const goal = el("span.pb-face-goal");
  const track = spec.limits ? makeTrack(spec) : null;
  const extra = controls ? controls(name, spec) : null;
  const node = el(
    "div.pb-face-row",
    { data: { axis: name } },
    el("span.pb-face-axis", {}, name),
    el("span.pb-face-figures", {}, value, el("span.pb-face-unit", {}, spec.unit || ""), goal),
    track ? track.node : el("span"),
    extra,
  );

  return {
    node,
    update({ position = {}, target = {}, status, is_moving: flag }) {
      const at = position[name];
      const to = target[name];
      const away = apart(at, to);
      const moving = away && (status === "moving" || flag);
      text(value, shown(at, spec.limits));
      text(goal, moving ? `→ ${shown(to, spec.limits)}` : "");
      node.classList.toggle("pb-face-going", Boolean(moving));
      if (track) track.update(at, away ? to : null);
    },
  };
}

function makeTrack({ limits, unit }) {
  const [low, high] = limits;
  const { exact } = format;
  const marker = el("span.pb-track-at");
  const goal = el("span.pb-track-goal");
  const line = el("span.pb-track-line", {}, goal, marker);
  const node = el(
    "span.pb-track",
    { title: `Limits ${exact(low)} to ${exact(high)} ${unit || ""}`.trim() },
    el("span.pb-track-end", {}, exact(low)),
    line,
    el("span.pb-track-end", {}, exact(high)),
  );
  const place = (mark, value) => {
    show(mark, typeof value === "number");
    if (typeof value === "number") mark.style.left = `${(Math.max(0, Math.min(1, (value - low) / (high - low))) * 100).toFixed(3)}%`;
  };
  return {
    node,
    update(at, to) {
      place(marker, at);
      place(goal, typeof to === "number" && Math.abs(to - at) > (high - low) / 500 ? to : null); // else the two marks lie on each other
    },
  };
}
