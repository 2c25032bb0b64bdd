// @ts-nocheck
/* What the plan does as a picture and in figures, and every problem at its field. */
import * as format from "../../core/format.ts";
import * as dom from "../../dom/elements.ts";
import { el, show, text } from "../../dom/elements.ts";
import { caption, draw } from "./picture.ts";
import * as newscanProblems from "../problems.ts";
import { trace as newscanTrace } from "../trace.ts";

/** [[label, text]] of a report; a plan with problems has no figures. */
export function figures({ problems = [], points, duration, size, instruments }) {
  if (problems.length) return ["Points", "Duration", "Size", "Instruments"].map((label) => [label, format.NONE]);
  const { count, duration: long, bytes } = format;
  const unknown = "only running tells";
  const lasts = (seconds) => (seconds < 1 ? "under a second" : `about ${long(seconds)}`);
  return [
    ["Points", points === null ? unknown : count(points)],
    ["Duration", duration === null ? unknown : lasts(duration)],
    ["Size", size === null ? unknown : bytes(size)],
    ["Instruments", instruments.join(", ") || "none"],
  ];
}

/** Draw the path and follow it; redrawn once per frame at most. */
export function pictureOf(node, session) {
  let due = 0;
  const picture = el("div");
  const below = el("p.ns-caption");
  node.replaceChildren(picture, below);
  function render() {
    due = 0;
    const trace = newscanTrace(session.plan, session.bench, session.focus);
    const drawn = draw(trace);
    picture.replaceChildren(...(drawn ? [drawn] : []));
    text(below, session.plan.steps && session.plan.steps.length ? caption(trace) : "The path appears here as you plan.");
  }
  const later = () => (due = due || globalThis.requestAnimationFrame(render));
  const offs = ["change", "structure", "bench", "focus"].map((event) => session.on(event, later));
  later();
  return () => (globalThis.cancelAnimationFrame(due), offs.forEach((off) => off()));
}

/** Points, duration and size; kept in grey while a newer check is under way. */
export function estimateOf(node, session) {
  const list = el("dl.ns-figures");
  node.replaceChildren(list);
  function render() {
    const { report, checking } = session.status;
    node.classList.toggle("ns-old", checking || !report);
    if (report)
      list.replaceChildren(
        ...figures(report).map(([label, value]) =>
          el("div", { data: { figure: label.toLowerCase() } }, el("dt", {}, label), el("dd", {}, value)),
        ),
      );
  }
  render();
  return session.on("report", render);
}

/** Say every problem at its field; what has no field is said in `general`. */
export function tellProblems(page, general, session) {
  function render() {
    const { report, checking } = session.status;
    if (checking) return;
    const fields = new Map([...page.querySelectorAll("[data-path]")].map((node) => [node.dataset.path, node]));
    const placed = newscanProblems.placed((report && report.problems) || [], fields);
    for (const [path, node] of fields) mark(node, placed[path] || []);
    text(general, (placed[""] || []).join(" "));
    show(general, Boolean(placed[""]));
  }
  const offs = [session.on("report", render), session.on("structure", render)];
  return () => offs.forEach((off) => off());
}

function mark(node, sentences) {
  const place = node.querySelector(":scope > .ns-error");
  if (!place) return;
  text(place, sentences.join(" "));
  show(place, sentences.length > 0);
  node.classList.toggle("ns-wrong", sentences.length > 0);
  const control = node.classList.contains("ns-field") && node.querySelector("input, select, textarea");
  if (control) dom.set(control, "aria-invalid", sentences.length ? "true" : null);
}
