/* A plan as a tree that reads like sentences, the present step marked. */
import * as format from "../core/format.ts";
import type { components } from "../core/rest.gen.ts";
import { el } from "../dom/elements.ts";
import { live } from "../dom/page_live.ts";

type Schemas = components["schemas"];
type Steps = Schemas["Plan"]["steps"];
type Step = Steps[number];
type Units = (axis: string) => string;

/** What a step does: "Sweep", "stage.x", and more about it. */
type Said = [verb: string, what: string, more: (string | false | undefined)[]];

/** "0 → 10 mm · 51 points" of a sweep's positions. */
function positions(given: Schemas["Sweep"]["positions"], unit: string): string {
  const { number, counted } = format;
  const tail = unit ? ` ${unit}` : "";
  if (Array.isArray(given)) {
    const long = given.length > 4;
    const shown = long ? `${number(given[0])} … ${number(given[given.length - 1])}` : given.map((each) => number(each)).join(", ");
    return `${shown}${tail} · ${counted(given.length, "point")}`;
  }
  const span = `${number(given.start)} → ${number(given.stop)}${tail}`;
  if (typeof given.num === "number") return `${span} · ${counted(given.num, "point")}${given.spacing === "log" ? ", logarithmic" : ""}`;
  return `${span} · steps of ${number(given.step)}${tail}`;
}

function seconds(value: number): string {
  return value < 1 ? `${format.number(value * 1000)} ms` : format.duration(value);
}

function until(end: string | Schemas["Condition"]): string {
  if (typeof end === "string") return `until ${format.moment(end)}`;
  const above = typeof end.above === "number";
  return `until ${end.column} is ${above ? "above" : "below"} ${format.number(above ? end.above : end.below)}`;
}

function said(step: Step, units: Units): Said {
  switch (step.kind) {
    case "sweep": {
      const settle = step.settle ? `settles ${seconds(step.settle)}` : "";
      const more = [positions(step.positions, units(step.axis)), step.relative && "relative", step.snake && "there and back", settle];
      return ["Sweep", step.axis, more];
    }
    case "measure":
      return ["Measure", step.instruments.join(", "), [(step.repeats ?? 1) > 1 && `${step.repeats} times`]];
    case "set": {
      const written = (value: string | number): string => (typeof value === "number" ? format.exact(value) : value);
      return ["Set", step.instrument, Object.entries(step.settings).map(([name, value]) => `${name} = ${written(value)}`)];
    }
    case "wait":
      return ["Wait", seconds(step.seconds), []];
    case "repeat": {
      const end = step.times ? `${format.count(step.times)} times` : step.until ? until(step.until) : "";
      return ["Repeat", end, [step.every ? `every ${seconds(step.every)}` : ""]];
    }
    case "procedure":
      return ["Procedure", step.name, Object.entries(step.arguments ?? {}).map(([name, value]) => `${name} = ${JSON.stringify(value)}`)];
    default:
      return ["", "", []];
  }
}

/** A tree of `plan`; `units(axis)` are the units of axes. */
export function tree(plan: Partial<Schemas["Plan"]>, units: Units = () => ""): HTMLElement {
  return branch(plan.steps ?? [], "", units);
}

function branch(steps: Steps, path: string, units: Units): HTMLElement {
  return el("ol.pb-plan", {}, ...steps.map((step, at) => leaf(step, `${path}${path ? "." : ""}steps[${at}]`, units)));
}

function leaf(step: Step, path: string, units: Units): HTMLElement {
  const [verb, what, more] = said(step, units);
  const head = el(
    "div.pb-plan-step",
    { data: { kind: step.kind } },
    el("span.pb-plan-mark", { "aria-hidden": "true" }),
    el("span.pb-plan-verb", {}, verb),
    el("span.pb-plan-what", {}, what),
    el("span.pb-plan-more", {}, more.filter(Boolean).join(" · ")),
  );
  return el("li", { data: { path } }, head, "steps" in step && step.steps.length > 0 && branch(step.steps, path, units));
}

/** Mark the step at `path` and those around it. */
export function mark(planted: HTMLElement | undefined, path: string): void {
  if (!planted || planted.dataset.at === path) return;
  planted.dataset.at = path;
  for (const item of planted.querySelectorAll<HTMLElement>("[data-path]")) {
    const own = item.dataset.path;
    const current = Boolean(path) && own === path;
    item.classList.toggle("pb-plan-inside", Boolean(path) && path.startsWith(`${own}.`));
    if (current) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
    if (current) reveal(item.firstElementChild);
  }
}

/** Let a step be seen in a panel that scrolls by itself, unless somebody is reading there. */
function reveal(step: Element | null): void {
  const panel = step?.closest("[role=tabpanel]");
  if (!step || !panel || panel.scrollHeight <= panel.clientHeight || panel.matches(":hover, :focus-within")) return;
  const [seen, own] = [panel.getBoundingClientRect(), step.getBoundingClientRect()];
  if (own.top >= seen.top && own.bottom <= seen.bottom) return;
  panel.scrollTop += own.top - seen.top - (panel.clientHeight - own.height) / 2;
}

/** The unit of an axis such as `stage.x`, from the instruments known to the page. */
export function unitOf(column: string): string {
  const [name, ...axis] = column.split(".");
  const found = live.state("global")?.instruments?.find((each) => each.instrument_name === name);
  return found?.spec?.axes?.[axis.join(".")]?.unit ?? "";
}
