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

type Positions = Schemas["Sweep"]["positions"];
type Until = Schemas["WaitUntil"]["until"];
type Condition = Exclude<Until, string>;

/** A number of a plan: a parameter or an expression stays as it is written, "=laser_nm + 5". */
function number(value: unknown): string {
  return typeof value === "number" ? format.number(value) : String(value);
}

/** "0 → 10 mm · 51 points" of a sweep's positions. */
function positions(given: Positions, unit: string): string {
  const tail = unit ? ` ${unit}` : "";
  if (Array.isArray(given)) {
    const long = given.length > 4;
    const shown = long ? `${number(given[0])} … ${number(given[given.length - 1])}` : given.map(number).join(", ");
    return `${shown}${tail} · ${format.counted(given.length, "point")}`;
  }
  const span = `${number(given.start)} → ${number(given.stop)}${tail}`;
  if (typeof given.num === "number")
    return `${span} · ${format.counted(given.num, "point")}${given.spacing === "log" ? ", logarithmic" : ""}`;
  return `${span} · ${given.num ? `${number(given.num)} points` : `steps of ${number(given.step)}${tail}`}`;
}

function seconds(value: unknown): string {
  if (typeof value !== "number") return `${number(value)} s`;
  return value < 1 ? `${format.number(value * 1000)} ms` : format.duration(value);
}

/** "thermostat.temperature is above 299.9 and below 300.1". */
function condition(given: Condition): string {
  if ("any" in given) return given.any.map(condition).join(" or ");
  if ("all" in given) return given.all.map(condition).join(" and ");
  if ("clock" in given)
    return `it is between ${given.clock.after} and ${given.clock.before}${given.clock.zone ? ` (${given.clock.zone})` : ""}`;
  if ("disconnected" in given) return `${given.disconnected} is disconnected`;
  const side = (word: string, bound: unknown): string => (bound === undefined || bound === null ? "" : `${word} ${number(bound)}`);
  return `${given.column} is ${[side("above", given.above), side("below", given.below)].filter(Boolean).join(" and ")}`;
}

function until(end: Until): string {
  return `until ${typeof end === "string" ? format.moment(end) : condition(end)}`;
}

function sweep(step: Extract<Step, { kind?: "sweep" }>, units: Units): Said {
  const settle = step.settle ? `settles ${seconds(step.settle)}` : "";
  const more = [step.relative && "relative", step.snake && "there and back", settle];
  if ("axis" in step) return ["Sweep", step.axis, [positions(step.positions, units(step.axis)), ...more]];
  const tracks = Object.entries(step.axes).map(([axis, given]) => `${axis} ${positions(given, units(axis))}`);
  return ["Sweep", Object.keys(step.axes).join(" with "), [...tracks, ...more]];
}

function wait(step: Extract<Step, { kind?: "wait" }>): Said {
  if ("seconds" in step) return ["Wait", seconds(step.seconds), []];
  const most = step.timeout ? `at most ${seconds(step.timeout)}, then ${step.then === "go on" ? "goes on" : "fails"}` : "";
  return ["Wait", until(step.until), [step.for ? `for ${seconds(step.for)}` : "", most]];
}

function said(step: Step, units: Units): Said {
  switch (step.kind) {
    case "sweep":
      return sweep(step, units);
    case "measure":
      return ["Measure", step.instruments.join(", "), [(step.repeats ?? 1) !== 1 && `${number(step.repeats)} times`]];
    case "set": {
      const written = (value: string | number): string => (typeof value === "number" ? format.exact(value) : value);
      return ["Set", step.instrument, Object.entries(step.settings).map(([name, value]) => `${name} = ${written(value)}`)];
    }
    case "wait":
      return wait(step);
    case "repeat": {
      const times = typeof step.times === "number" ? `${format.count(step.times)} times` : step.times ? `${number(step.times)} times` : "";
      const end = step.until ? until(step.until) : times;
      return ["Repeat", end, [step.until && times ? `at most ${times}` : "", step.every ? `every ${seconds(step.every)}` : ""]];
    }
    case "if":
      return ["If", condition(step.condition), []];
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

function branch(steps: Steps, path: string, units: Units, name = "steps"): HTMLElement {
  return el("ol.pb-plan", {}, ...steps.map((step, at) => leaf(step, `${path}${path ? "." : ""}${name}[${at}]`, units)));
}

function leaf(step: Step, path: string, units: Units): HTMLElement {
  const [verb, what, given] = said(step, units);
  const more = [...given, step.label ? `“${step.label}”` : ""];
  const head = el(
    "div.pb-plan-step",
    { data: { kind: step.kind } },
    el("span.pb-plan-mark", { "aria-hidden": "true" }),
    el("span.pb-plan-verb", {}, verb),
    el("span.pb-plan-what", {}, what),
    el("span.pb-plan-more", {}, more.filter(Boolean).join(" · ")),
  );
  const others = "else" in step && step.else?.length ? step.else : null;
  return el(
    "li",
    { data: { path } },
    head,
    "steps" in step && step.steps.length > 0 && branch(step.steps, path, units),
    others && [el("div.pb-plan-step", {}, el("span.pb-plan-verb", {}, "Else")), branch(others, path, units, "else")],
  );
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
