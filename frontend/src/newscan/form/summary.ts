/* What the plan does as a picture and in figures, and every problem at its field. */
import * as format from "../../core/format.ts";
import { el, set, show, text } from "../../dom/elements.ts";
import type { Report } from "../model.ts";
import * as problems from "../problems.ts";
import type { Session } from "../session.ts";
import { trace } from "../trace.ts";
import { caption, draw } from "./picture.ts";

/** Label and text of each figure; a plan with problems has none. */
export function figures({ problems, points, duration, size, instruments }: Report): [label: string, text: string][] {
  const known = (value: number | null | undefined, shown: (value: number) => string): string =>
    problems.length ? format.NONE : typeof value === "number" ? shown(value) : "known once it ran";
  return [
    ["Points", known(points, format.count)],
    ["Duration", known(duration, (seconds) => (seconds < 1 ? "under a second" : `about ${format.duration(seconds)}`))],
    ["Size", known(size, format.bytes)],
    ["Instruments", problems.length ? format.NONE : instruments.join(", ") || "none"],
  ];
}

/** Draw the path of the step that has the focus; redrawn once per frame at most. Returns what ends it. */
export function pictureOf(node: HTMLElement, session: Session): () => void {
  let due = 0;
  const picture = el("div");
  const below = el("p.ns-caption");
  node.replaceChildren(picture, below);
  const render = (): void => {
    due = 0;
    const found = trace(session.plan, session.bench, session.focus);
    picture.replaceChildren(draw(found) ?? "");
    text(below, Array.isArray(session.plan.steps) && session.plan.steps.length ? caption(found) : "The path appears here as you plan.");
  };
  const later = (): void => void (due ||= globalThis.requestAnimationFrame(render));
  session.on(["change", "bench", "focus"], later);
  later();
  return () => globalThis.cancelAnimationFrame(due);
}

/** Points, duration and size; kept in grey while a newer check is under way. */
export function estimateOf(node: HTMLElement, session: Session): void {
  const list = el("dl.ns-figures");
  node.replaceChildren(list);
  const render = (): void => {
    const { report, checking } = session.status;
    node.classList.toggle("ns-old", checking || !report);
    const shown = report ? figures(report) : [];
    if (report)
      list.replaceChildren(
        ...shown.map(([label, value]) => el("div", { data: { figure: label.toLowerCase() } }, el("dt", {}, label), el("dd", {}, value))),
      );
  };
  render();
  session.on(["report"], render);
}

/** Show every problem at its field; what has no field is said in `general`. */
export function showProblems(page: HTMLElement, general: HTMLElement, session: Session): void {
  session.on(["report", "structure"], () => {
    const { report, checking } = session.status;
    if (checking) return;
    const fields = new Map([...page.querySelectorAll<HTMLElement>("[data-path]")].map((node) => [node.dataset.path ?? "", node]));
    const placed = problems.placed(report?.problems ?? [], fields);
    for (const [path, node] of fields) mark(node, placed.get(path) ?? []);
    text(general, placed.get("")?.join(" "));
    show(general, placed.has(""));
  });
}

function mark(node: HTMLElement, sentences: string[]): void {
  const place = node.querySelector<HTMLElement>(":scope > .ns-error");
  if (!place) return;
  text(place, sentences.join(" "));
  show(place, sentences.length > 0);
  node.classList.toggle("ns-wrong", sentences.length > 0);
  const control = node.classList.contains("ns-field") && node.querySelector<HTMLElement>("input, select, textarea");
  if (control) set(control, "aria-invalid", sentences.length ? "true" : null);
}
