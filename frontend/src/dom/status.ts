/* How states and progress look: one badge, one dot, one bar, everywhere. */
import * as format from "../core/format.ts";
import { vocabulary, type Described } from "../core/vocabulary.ts";
import { el, text } from "./elements.ts";

function markOf({ mark, breathing }: Described): string {
  return `pb-mark pb-mark-${mark}${breathing ? " pb-breathing" : ""}`;
}

/** A badge of `state`: mark, colour and word. */
export function badge(state: string, { large = false } = {}): HTMLSpanElement {
  const made = el(
    "span",
    { class: large ? "pb-badge pb-badge-large" : "pb-badge" },
    el("span", { "aria-hidden": "true" }),
    el("span.pb-word"),
  );
  return setBadge(made, state);
}

/** Let a badge show another state. */
export function setBadge<Badge extends HTMLElement>(node: Badge, state: string): Badge {
  if (node.dataset.state === state) return node;
  const known = vocabulary.describe(state);
  node.dataset.state = state;
  node.dataset.tone = known.tone;
  const [mark, word] = node.children;
  mark.className = markOf(known);
  text(word, known.word);
  return node;
}

/** Only the mark, with the word for those who cannot see it. */
export function dot(state: string): HTMLSpanElement {
  const known = vocabulary.describe(state);
  const { tone, word } = known;
  return el("span.pb-dot", { data: { state, tone }, role: "img", "aria-label": word, title: word }, el("span", { class: markOf(known) }));
}

/** A bar for progress from 0 to 1. */
export function bar(label = "Progress"): HTMLDivElement {
  return el("div.pb-bar", { role: "progressbar", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": 100 }, el("div.pb-bar-done"));
}

export function setBar<Bar extends HTMLElement>(node: Bar, fraction: number | null | undefined, state = "running"): Bar {
  const known = vocabulary.describe(state);
  const share = Math.max(0, Math.min(1, fraction || 0));
  node.dataset.tone = known.tone;
  node.classList.toggle("pb-bar-live", known.breathing);
  node.setAttribute("aria-valuenow", String(Math.floor(share * 100)));
  (node.firstElementChild as HTMLElement).style.transform = `scaleX(${share.toFixed(4)})`;
  return node;
}

/** "3 m 10 s left", "" for something that has ended or of which nothing is known. */
export function timeLeft({ status, eta }: { status: string; eta?: number | null }): string {
  return !vocabulary.ended(status) && eta && eta > 0 ? `${format.duration(eta)} left` : "";
}
