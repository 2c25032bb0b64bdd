// @ts-nocheck
/* How states and progress look: one badge, one dot, one bar, everywhere. */
import * as format from "../core/format.ts";
import { vocabulary } from "../core/vocabulary.ts";
import { el, text } from "./elements.ts";

/** A badge of `state`: mark, colour and word. */
export function badge(state, { large = false } = {}) {
  const made = el(`span.pb-badge${large ? ".pb-badge-large" : ""}`, {}, el("span.pb-mark", { "aria-hidden": "true" }), el("span.pb-word"));
  return setBadge(made, state);
}

/** Let a badge show another state. */
export function setBadge(node, state) {
  if (node.dataset.state === state) return node;
  const known = vocabulary.describe(state);
  node.dataset.state = state;
  node.dataset.tone = known.tone;
  node.firstChild.className = `pb-mark pb-mark-${known.mark}${known.breathing ? " pb-breathing" : ""}`;
  text(node.lastChild, known.word);
  return node;
}

/** Only the mark, with the word for those who cannot see it. */
export function dot(state) {
  const known = vocabulary.describe(state);
  const mark = `pb-mark pb-mark-${known.mark}${known.breathing ? " pb-breathing" : ""}`;
  return el(
    "span.pb-dot",
    { data: { state, tone: known.tone }, role: "img", "aria-label": known.word, title: known.word },
    el("span", { class: mark }),
  );
}

/** A bar for progress from 0 to 1. */
export function bar(label = "Progress") {
  return el("div.pb-bar", { role: "progressbar", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": 100 }, el("div.pb-bar-done"));
}

export function setBar(node, fraction, state = "running") {
  const known = vocabulary.describe(state);
  const done = Math.max(0, Math.min(1, fraction || 0));
  node.dataset.tone = known.tone;
  node.classList.toggle("pb-bar-live", known.breathing);
  node.setAttribute("aria-valuenow", String(Math.floor(done * 100)));
  node.firstChild.style.transform = `scaleX(${done.toFixed(4)})`;
  return node;
}

/** "3 m 10 s left", "2 h 14 m" for something that has ended, "" when nothing is known. */
export function timeLeft(thing) {
  if (vocabulary.ended(thing.status)) return "";
  return typeof thing.eta === "number" && thing.eta > 0 ? `${format.duration(thing.eta)} left` : "";
}
