/* Every kind of step: what it is called, what a new one holds, and its fields. */
import * as format from "../../core/format.ts";
import * as numerals from "../../core/numerals.ts";
import * as typed from "../../core/typed.ts";
import { button, el } from "../../dom/elements.ts";
import {
  allowed,
  axisOf,
  firstSetting,
  holdsText,
  numbersOf,
  rangeText,
  readingsInside,
  readsText,
  settablesOf,
  startValue,
  type Reading,
} from "../bench.ts";
import { isObject, isStep, listOf, type Axis, type Kind, type Offer, type Plan, type Settable, type Step, type StepOf } from "../model.ts";
import * as positions from "../positions.ts";
import * as tree from "../tree.ts";
import { argumentField } from "./arguments.ts";
import {
  asking,
  axisChoices,
  checkbox,
  choicesOf,
  derive,
  field,
  group,
  INLINE,
  row,
  select,
  StepForm,
  WIDE,
  type Choice,
} from "./fields.ts";

type Body = (HTMLElement | false)[];

interface KindOf<S extends Step> {
  label: string;
  title: string;
  /** Said above the steps inside. */
  inside?: string;
  /** A new step; `used` are the axes that are swept around it. */
  fresh(bench: Offer, used: string[]): S;
  body(form: StepForm<S>): Body;
}

const measured = (bench: Offer): Step[] => bench.sensors.slice(0, 1).map(({ name }) => ({ kind: "measure", instruments: [name] }));

const MODES = choicesOf({
  num: "From – to, number of points",
  step: "From – to, step size",
  log: "From – to, logarithmic",
  list: "List of positions",
});

const sweep: KindOf<StepOf<"sweep">> = {
  label: "Sweep an axis",
  title: "Go through positions and do the steps inside at each",
  inside: "At each position",
  fresh(bench, used) {
    const free = bench.axes.filter((axis) => !used.includes(axis.column));
    const axis = free.find((each) => each.limits) ?? free[0];
    const [start, stop] = axis?.limits ?? [0, 1];
    const num = start === stop ? 1 : axis ? 51 : 11;
    return { kind: "sweep", axis: axis?.column ?? "", positions: { start, stop, num }, steps: measured(bench) };
  },
  body(form) {
    const { session, step, path } = form;
    const axis = axisOf(form.bench, step.axis);
    const limits = axis?.limits;
    const whole =
      limits && !step.relative
        ? button("Whole range", {
            kind: "small",
            title: `Sweep from ${rangeText(limits, axis.unit)}`,
            data: { key: `whole:${path}` },
            on: () => form.reshape("positions", positions.over(limits, form.now("positions")), `whole:${path}`),
          })
        : null;
    const hint = axis ? allowed(axis) || "No limits are set for this axis" : "";
    const axes = axisChoices(form.bench.axes);
    const change = (column: string): void => session.restructure(withAxis(session.plan, path, axisOf(form.bench, column)), form.at("axis"));
    const points = group(form.at("positions"), ...positionFields(form, axis));
    form.updates.push(() => derive(points, described(form.now("positions"), axis?.unit)));
    return [
      row(form.choice("axis", "Axis", axes, step.axis, change, { hint, after: whole, spec: WIDE })),
      points,
      el(
        "div.ns-row.ns-options",
        {},
        Boolean(tree.place(path).parent || step.snake) &&
          form.flag("snake", "Back and forth (snake)", "Every other line runs backwards, which saves the way back"),
        form.flag("relative", "Relative to the position now", "Positions count from where the axis is; it returns there afterwards", (on) =>
          form.reshape("relative", on),
        ),
        form.number("settle", "Settle after each move (s)", { zero: "0", spec: INLINE }),
      ),
    ];
  },
};

function positionFields(form: StepForm<StepOf<"sweep">>, axis: Axis | undefined): HTMLElement[] {
  const where = form.at("positions");
  const mode = positions.mode(form.step.positions);
  const titled = (label: string): string => format.titled(label, axis?.unit);
  const key = `way:${form.path}`;
  const rewrite = (wanted: string): void => form.reshape("positions", positions.as(form.now("positions"), wanted as positions.Mode), key);
  const way = form.choice("", "Positions", MODES, mode, rewrite, { key, spec: WIDE });
  if (mode === "list") {
    const area = el("textarea.pb-input.pb-mono", { rows: 2, spellcheck: "false", placeholder: "0, 1, 2.5" }) as HTMLTextAreaElement;
    area.value = listOf(form.step.positions).map(typed.shown).join(", ");
    area.addEventListener("input", () => form.session.edit(where, typed.numbers(area.value)));
    const shown = field(titled("Values"), `${where}.values`, area, { spec: "div.ns-field.ns-full" });
    return [row(way, asking(shown, area, numerals.list))];
  }
  const last = mode === "step" ? form.number("positions.step", titled("Step")) : form.number("positions.num", "Points", { whole: true });
  return [row(way, form.number("positions.start", titled("From")), form.number("positions.stop", titled("To")), last)];
}

/** The plan with another axis for the sweep: positions that lie outside its limits become its whole range. */
function withAxis(plan: Plan, path: string, axis: Axis | undefined): Plan {
  const step = tree.get(plan, path);
  if (!axis || !isObject(step)) return plan;
  const changed = tree.set(plan, `${path}.axis`, axis.column);
  const [low, high] = axis.limits ?? [-Infinity, Infinity];
  const ends = positions.sample(step.positions, Array.isArray(step.positions) ? Infinity : 2);
  const fits = ends.length > 0 && ends.every((value) => value >= low && value <= high);
  return fits || step.relative || !axis.limits
    ? changed
    : tree.set(changed, `${path}.positions`, positions.over(axis.limits, step.positions));
}

/** "51 points, 0.5 mm apart". */
function described(given: unknown, unit = ""): string {
  const count = positions.count(given);
  if (!count) return "";
  const stride = positions.stride(given);
  const apart = stride ? `, ${format.exact(stride)}${unit ? ` ${unit}` : ""} apart` : "";
  return format.counted(count, "point") + apart;
}

const measure: KindOf<StepOf<"measure">> = {
  label: "Measure",
  title: "Take a reading of one or more instruments",
  fresh: (bench) => ({ kind: "measure", instruments: bench.sensors.slice(0, 1).map(({ name }) => name) }),
  body(form) {
    const where = form.at("instruments");
    const chosen = listOf(form.step.instruments).map(String);
    const choose =
      (name: string) =>
      (checked: boolean): void => {
        const now = listOf(form.now("instruments"));
        form.session.edit(where, checked ? [...now, name] : now.filter((each) => each !== name));
      };
    const known = form.bench.sensors.map((sensor) => [sensor.name, readsText(sensor.reads)]);
    const foreign = chosen.filter((name) => !known.some(([each]) => each === name));
    const boxes = [...known, ...foreign.map((name) => [name, "not on this bench, or measures nothing"])].map(([name, about]) =>
      el(
        "div.ns-choice",
        {},
        checkbox(name, chosen.includes(name), choose(name), `${where}:${name}`),
        el("span.ns-about-reads", {}, about),
      ),
    );
    const none = !boxes.length && el("p.ns-hint", {}, "No instrument of this bench measures anything.");
    const legend = el("legend.ns-label", {}, "Instruments");
    return [
      el("fieldset.ns-group", { data: { path: where } }, legend, boxes, none, el("p.ns-error", { hidden: true })),
      form.number("repeats", "Readings each time", { placeholder: "1", whole: true, spec: INLINE }),
    ];
  },
};

const wait: KindOf<StepOf<"wait">> = {
  label: "Wait",
  title: "Do nothing for a while",
  fresh: () => ({ kind: "wait", seconds: 1 }),
  body(form) {
    const seconds = form.number("seconds", "Seconds", { spec: INLINE });
    form.updates.push(() => derive(seconds, Number(form.now("seconds")) >= 60 ? format.duration(form.now("seconds")) : ""));
    return [seconds];
  },
};

const set: KindOf<StepOf<"set">> = {
  label: "Change settings",
  title: "Exposure, range, an axis's value …",
  fresh(bench) {
    const [instrument = ""] = Object.keys(bench.settables);
    return { kind: "set", instrument, settings: firstSetting(bench, instrument) };
  },
  body(form) {
    const { path, step } = form;
    const settings = isObject(step.settings) ? step.settings : {};
    const free = settablesOf(form.bench, step.instrument).filter((each) => !(each.name in settings));
    const change = (instrument: string): void =>
      form.reshape("", { kind: "set", instrument, settings: firstSetting(form.bench, instrument) }, form.at("instrument"));
    const add = button("Another setting", {
      kind: "small",
      icon: "plus",
      disabled: !free.length,
      data: { key: `another:${path}` },
      on: () =>
        form.reshape("settings", { ...(form.now("settings") as object), ...startValue(free[0]) }, form.at(`settings.${free[0].name}`)),
    });
    const rows = Object.keys(settings).map((name) => settingRow(form, name, free));
    return [
      form.choice("instrument", "Instrument", choicesOf(Object.keys(form.bench.settables)), step.instrument, change),
      group(form.at("settings"), ...rows, add),
    ];
  },
};

function settingRow(form: StepForm<StepOf<"set">>, name: string, free: Settable[]): HTMLElement {
  const place = `settings.${name}`;
  const own = form.at(place);
  const about = settablesOf(form.bench, form.step.instrument).find((each) => each.name === name);
  /** The settings with `name` replaced by others. */
  const replaced = (others: object): object =>
    Object.fromEntries(
      Object.entries(form.now("settings") as object).flatMap((entry) => (entry[0] === name ? Object.entries(others) : [entry])),
    );
  const rename = select(
    choicesOf([name, ...free.map((each) => each.name)]),
    name,
    (chosen) => {
      const next = free.find((each) => each.name === chosen);
      if (next) form.reshape("settings", replaced(startValue(next)), form.at(`settings.${chosen}`));
    },
    { "aria-label": "Setting" },
  );
  rename.dataset.key = `name:${own}`;
  const text = holdsText(about);
  const value = about?.choices
    ? select(choicesOf(about.choices), form.now(place), (chosen) => form.session.edit(own, chosen))
    : form.input(place, (given) => (text ? given.trim() : (typed.number(given) ?? "")));
  const shown = field(format.titled("Value", about?.unit), own, value, { hint: allowed(about) });
  const drop = button("", {
    kind: "quiet",
    icon: "close",
    title: `Leave ${name} as it is`,
    "aria-label": `Remove ${name}`,
    data: { key: `drop:${own}` },
    on: () => form.reshape("settings", replaced({}), `another:${form.path}`),
  });
  const label = el("span.ns-label", { "aria-hidden": "true" }, "Setting");
  const asked = value instanceof HTMLInputElement && !text ? asking(shown, value, numerals.read) : shown;
  return el("div.ns-row.ns-setting", {}, el("div.ns-field", {}, label, rename), asked, drop);
}

type Ending = "times" | "moment" | "condition";
const ENDINGS = choicesOf({ times: "A number of times", moment: "Until a moment", condition: "Until a reading passes a value" });
const HOUR = 3600_000; // ms
const MINUTE = 60_000; // ms

const repeat: KindOf<StepOf<"repeat">> = {
  label: "Repeat",
  title: "Do the steps inside again and again",
  inside: "Each time",
  fresh: (bench) => ({ kind: "repeat", times: 10, steps: measured(bench) }),
  body(form) {
    const { until } = form.step;
    const ending = until === undefined || until === null ? "times" : isObject(until) ? "condition" : "moment";
    const key = `way:${form.path}`;
    const change = (wanted: string): void => {
      const step = form.now("") as StepOf<"repeat">;
      form.reshape("", endingAs(step, wanted as Ending, readingsInside(step, form.bench)), key);
    };
    const hint = "From the beginning of one to the next";
    return [
      row(
        form.choice("", "Repeat", ENDINGS, ending, change, { key }),
        ending === "times" && form.number("times", "Times", { whole: true }),
        ending === "moment" && momentField(form),
        isObject(until) && conditionFields(form, until),
        form.number("every", "Every (s)", { zero: "at once", hint }),
      ),
    ];
  },
};

/** The same repeat, ending another way. `readings` are measured inside. */
export function endingAs(
  { times, until: _, ...rest }: StepOf<"repeat">,
  wanted: Ending,
  readings: Reading[],
  now = Date.now(),
): StepOf<"repeat"> {
  if (wanted === "times") return { ...rest, times: times || 10 };
  if (wanted === "moment") return { ...rest, until: typed.moment(new Date(Math.ceil((now + HOUR) / MINUTE) * MINUTE).toISOString()) };
  return { ...rest, until: { ...columnOf(readings[0], readings), above: 1 } };
}

/** A reading as a condition names it: with its instrument where others have one of the same name. */
function columnOf(reading: Reading | undefined, readings: Reading[]): object {
  if (!reading) return { column: "" };
  const shared = readings.filter((each) => each.name === reading.name).length > 1;
  return { column: reading.name, ...(shared ? { instrument: reading.instrument } : {}) };
}

function momentField(form: StepForm<StepOf<"repeat">>): HTMLElement {
  const value = typed.localMoment(String(form.step.until));
  const control = form.input("until", (local) => typed.moment(local) ?? "", { type: "datetime-local", value });
  return field("Until", form.at("until"), control);
}

function conditionFields(form: StepForm<StepOf<"repeat">>, until: Record<string, unknown>): HTMLElement {
  const readings = readingsInside(form.step, form.bench);
  const name = ({ instrument, name }: Reading): string => `${instrument}.${name}`;
  const options = readings.map((each): Choice => [name(each), format.titled(`${each.instrument} ${each.name}`, each.unit)]);
  const present = readings.find((each) => each.name === until.column && (!until.instrument || each.instrument === until.instrument));
  const side = (until.below ?? null) === null ? "above" : "below";
  const now = (): Record<string, unknown> => form.now("until") as Record<string, unknown>;
  const read = (chosen: string): void => {
    const { instrument: _, ...rest } = now();
    const found = readings.find((each) => name(each) === chosen);
    form.reshape("until", { ...rest, ...columnOf(found, readings) }, form.at("until.column"));
  };
  const turn = (wanted: string): void => {
    const { above, below, ...rest } = now();
    form.reshape("until", { ...rest, [wanted]: above ?? below ?? 0 }, `side:${form.at("until")}`);
  };
  const fields = row(
    form.choice("until.column", "Until", { "": options }, present ? name(present) : until.column, read),
    form.choice("", "Side", choicesOf({ above: "is above", below: "is below" }), side, turn, { key: `side:${form.at("until")}` }),
    form.number(`until.${side}`, format.titled("Value", present?.unit)),
  );
  const made = group(form.at("until"), fields);
  made.classList.add("ns-condition");
  return made;
}

const procedure: KindOf<StepOf<"procedure">> = {
  label: "Procedure",
  title: "Let a program choose the points",
  fresh(bench) {
    const [first] = bench.procedures;
    return { kind: "procedure", name: first?.name ?? "", arguments: first?.start ?? {} };
  },
  body(form) {
    const { procedures } = form.bench;
    const known = procedures.find((each) => each.name === form.step.name);
    const options = procedures.map(({ name }): Choice => [name, name.replaceAll("_", " ")]);
    const change = (name: string): void => {
      const next = procedures.find((each) => each.name === name);
      if (next) form.reshape("", { kind: "procedure", name, arguments: next.start }, form.at("name"));
    };
    return [
      form.choice("name", "Procedure", { "": options }, form.step.name, change, { hint: known?.summary }),
      group(
        form.at("arguments"),
        el(
          "div.ns-row.ns-arguments",
          {},
          (known?.arguments ?? []).map((argument) => argumentField(form, argument)),
        ),
      ),
    ];
  },
};

const choice: KindOf<StepOf<"if">> = {
  label: "If",
  title: "Do some steps where a condition holds, and others where it does not",
  inside: "Where it holds",
  fresh(bench) {
    const [reading] = bench.sensors.flatMap(({ name }) => numbersOf(bench, name));
    const column = reading ? `${reading.instrument}.${reading.name}` : "";
    return { kind: "if", condition: { column, above: 1 }, steps: measured(bench), else: [] };
  },
  body: () => [],
};

/** In the order in which they are offered. */
export const KINDS: { [K in Kind]: KindOf<StepOf<K>> } = { measure, sweep, repeat, if: choice, set, wait, procedure };

export function kindOf(step: Step): KindOf<Step> {
  return KINDS[step.kind] as unknown as KindOf<Step>;
}

export function labelOf(step: unknown): string {
  return isStep(step) ? kindOf(step).label : `Unknown step “${isObject(step) ? String(step.kind) : ""}”`;
}
