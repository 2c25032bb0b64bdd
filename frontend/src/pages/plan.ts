// @ts-nocheck
/* A plan as a tree that reads like sentences, the present step marked. */
import * as formatModule from "../core/format.ts";
import { el } from "../dom/elements.ts";
import { live } from "../dom/page_live.ts";

const format = () => formatModule;

/** "0 → 10 mm · 51 points" of a sweep's positions. */
function positions(given, unit) {
  const value = (number) => format().number(number);
  const tail = unit ? ` ${unit}` : "";
  if (Array.isArray(given)) {
    const ends = given.length > 4 ? `${value(given[0])} … ${value(given[given.length - 1])}` : given.map(value).join(", ");
    return `${ends}${tail} · ${format().counted(given.length, "point")}`;
  }
  const span = `${value(given.start)} → ${value(given.stop)}${tail}`;
  if (given.num !== undefined) return `${span} · ${format().counted(given.num, "point")}${given.spacing === "log" ? ", logarithmic" : ""}`;
  return `${span} · steps of ${value(given.step)}${tail}`;
}

function seconds(value) {
  return value < 1 ? `${format().number(value * 1000)} ms` : format().duration(value);
}

const above = (end) => (end.above ?? null) !== null;
const until = (end) =>
  typeof end === "string"
    ? `until ${format().moment(end)}`
    : `until ${end.column} is ${above(end) ? "above" : "below"} ${format().number(above(end) ? end.above : end.below)}`;

/** {verb, what, more: []} of a step. */
const SAY = {
  sweep: (step, units) => ({
    verb: "Sweep",
    what: step.axis,
    more: [
      positions(step.positions || [], units(step.axis)),
      step.relative && "relative",
      step.snake && "there and back",
      step.settle && `settles ${seconds(step.settle)}`,
    ],
  }),
  measure: (step) => ({ verb: "Measure", what: (step.instruments || []).join(", "), more: [step.repeats > 1 && `${step.repeats} times`] }),
  set: (step) => ({
    verb: "Set",
    what: step.instrument,
    more: Object.entries(step.settings || {}).map(
      ([name, value]) => `${name} = ${typeof value === "number" ? format().exact(value) : value}`,
    ),
  }),
  wait: (step) => ({ verb: "Wait", what: seconds(step.seconds || 0), more: [] }),
  repeat: (step) => ({
    verb: "Repeat",
    what: step.times ? `${format().count(step.times)} times` : step.until ? until(step.until) : "",
    more: [step.every && `every ${seconds(step.every)}`],
  }),
  procedure: (step) => ({
    verb: "Procedure",
    what: step.name,
    more: Object.entries(step.arguments || {}).map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
  }),
};

/** A tree of `plan`; `units(axis)` tells units. */
function planTree(plan, units: (axis: string) => string = () => "") {
  return branch(plan.steps || [], "", units);
}

function branch(steps, path, units) {
  return el(
    "ol.pb-plan",
    {},
    steps.map((step, at) => leaf(step, `${path}${path ? "." : ""}steps[${at}]`, units)),
  );
}

function leaf(step, path, units) {
  const say = SAY[step.kind] ? SAY[step.kind](step, units) : { verb: step.kind, what: "", more: [] };
  const head = el(
    "div.pb-plan-step",
    { data: { kind: step.kind } },
    el("span.pb-plan-mark", { "aria-hidden": "true" }),
    el("span.pb-plan-verb", {}, say.verb),
    el("span.pb-plan-what", {}, say.what),
    el("span.pb-plan-more", {}, say.more.filter(Boolean).join(" · ")),
  );
  return el("li", { data: { path } }, head, step.steps && step.steps.length > 0 && branch(step.steps, path, units));
}

/** Mark the step at `path` and those around it. */
function markStep(tree, path) {
  if (tree.dataset.at === path) return;
  tree.dataset.at = path;
  for (const item of tree.querySelectorAll("[data-path]")) {
    const own = item.dataset.path;
    const current = Boolean(path) && own === path;
    item.classList.toggle("pb-plan-inside", Boolean(path) && path.startsWith(`${own}.`));
    if (current) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
    if (current) reveal(item.firstElementChild);
  }
}

/** Let a step be seen in a panel that scrolls by itself, unless somebody is reading there. */
function reveal(step) {
  const panel = step.closest("[role=tabpanel]");
  if (!panel || panel.scrollHeight <= panel.clientHeight || panel.matches(":hover, :focus-within")) return;
  const [seen, own] = [panel.getBoundingClientRect(), step.getBoundingClientRect()];
  if (own.top >= seen.top && own.bottom <= seen.bottom) return;
  panel.scrollTop += own.top - seen.top - (panel.clientHeight - own.height) / 2;
}

/** The unit of an axis such as `stage.x`, from the instruments known to the page. */
export function unitOf(axis) {
  const [name, ...rest] = String(axis).split(".");
  const state = live.state("global");
  const found = ((state && state.instruments) || []).find((each) => each.instrument_name === name);
  const spec = found && found.spec && found.spec.axes[rest.join(".")];
  return spec?.unit ?? "";
}

export { planTree as tree, markStep as mark };
