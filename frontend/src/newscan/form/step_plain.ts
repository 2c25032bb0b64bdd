// @ts-nocheck
/* The fields of measure, set and wait. */
import * as format from "../../core/format.ts";
import * as numerals from "../../core/numerals.ts";
import * as typedModule from "../../core/typed.ts";
import { button, el } from "../../dom/elements.ts";
import { firstSetting, holdsText, limitsText, readsText, sensorOf, settingOf, startValue } from "../bench.ts";
import * as fields from "../fields.ts";
import { asking, checkbox, field, input, number, select } from "../fields.ts";
import * as tree from "../tree.ts";

export function measureBody(session, path, step) {
  const chosen = Array.isArray(step.instruments) ? step.instruments : [];
  const now = () => tree.get(session.plan, `${path}.instruments`) || [];
  const known = session.bench.sensors.map((sensor) => [sensor.name, readsText(sensor.reads)]);
  const foreign = chosen.filter((name) => !sensorOf(session.bench, name)).map((name) => [name, "not on this bench, or measures nothing"]);
  const boxes = [...known, ...foreign].map(([name, about]) =>
    el(
      "div.ns-choice",
      {},
      checkbox(
        name,
        chosen.includes(name),
        (checked) => session.edit(`${path}.instruments`, checked ? [...now(), name] : now().filter((each) => each !== name)),
        { key: `${path}.instruments:${name}` },
      ),
      el("span.ns-about-reads", {}, about),
    ),
  );
  const none = !boxes.length && el("p.ns-hint", {}, "No instrument of this bench measures anything.");
  const repeats = number(session, `${path}.repeats`, { inputmode: "numeric", placeholder: "1" });
  const node = el(
    "div.ns-body",
    {},
    el(
      "fieldset.ns-group",
      { data: { path: `${path}.instruments` } },
      el("legend.ns-label", {}, "Instruments"),
      boxes,
      none,
      el("p.ns-error", { hidden: true }),
    ),
    field("Readings each time", `${path}.repeats`, repeats, { spec: "div.ns-field.ns-inline" }),
  );
  return { node, update: () => {} };
}

export function waitBody(session, path) {
  const seconds = field("Seconds", `${path}.seconds`, number(session, `${path}.seconds`), { spec: "div.ns-field.ns-inline" });
  const about = () => {
    const value = tree.get(session.plan, `${path}.seconds`);
    fields.derive(seconds, typeof value === "number" && value >= 60 ? format.duration(value) : "");
  };
  about();
  return { node: el("div.ns-body", {}, seconds), update: about };
}

export function setBody(session, path, step) {
  const where = `${path}.settings`;
  const instruments = Object.keys(session.bench.settables);
  const choice = select([{ label: "", options: instruments.map((name) => [name, name]) }], step.instrument, (name) =>
    session.reshape(
      path,
      { ...tree.get(session.plan, path), instrument: name, settings: firstSetting(session.bench, name) },
      `${path}.instrument`,
    ),
  );
  const settings = step.settings && typeof step.settings === "object" ? step.settings : {};
  const offered = session.bench.settables[step.instrument] || [];
  const free = offered.filter((each) => !(each.name in settings));
  const rows = Object.keys(settings).map((name) => settingRow(session, path, step, name, free));
  const add = button("Another setting", {
    kind: "small",
    icon: "plus",
    disabled: !free.length,
    data: { key: `another:${path}` },
    on: () => session.reshape(where, { ...tree.get(session.plan, where), ...startValue(free[0]) }, `${where}.${free[0].name}`),
  });
  const node = el(
    "div.ns-body",
    {},
    field("Instrument", `${path}.instrument`, choice),
    el("div.ns-group", { data: { path: where } }, rows, el("p.ns-error", { hidden: true }), add),
  );
  return { node, update: () => {} };
}

function settingRow(session, path, step, name, free) {
  const where = `${path}.settings`;
  const about = settingOf(session.bench, step.instrument, name);
  const own = `${where}.${name}`;
  const names = [[name, name], ...free.map((each) => [each.name, each.name])];
  const rename = select(
    [{ label: "", options: names }],
    name,
    (chosen) => {
      const next = free.find((each) => each.name === chosen);
      const renamed = Object.entries(tree.get(session.plan, where)).map(([each, value]) =>
        each === name ? Object.entries(startValue(next))[0] : [each, value],
      );
      session.reshape(where, Object.fromEntries(renamed), `${where}.${chosen}`);
    },
    { "aria-label": "Setting", data: { key: `name:${own}` } },
  );
  const label = about && about.unit ? `Value (${about.unit})` : "Value";
  const value =
    about && about.choices
      ? select([{ label: "", options: about.choices.map((each) => [each, each]) }], String(step.settings[name] ?? ""), (chosen) =>
          session.edit(own, chosen),
        )
      : settingInput(session, own, about);
  const drop = button("", {
    kind: "quiet",
    icon: "close",
    title: `Leave ${name} as it is`,
    "aria-label": `Remove ${name}`,
    data: { key: `drop:${own}` },
    on: () => session.reshape(where, without(tree.get(session.plan, where), name), `another:${path}`),
  });
  const limits = about && about.limits ? `Allowed: ${limitsText(about)}` : "";
  return el(
    "div.ns-row.ns-setting",
    {},
    el("div.ns-field", {}, el("span.ns-label", { "aria-hidden": "true" }, "Setting"), rename),
    field(label, own, value, { hint: limits }),
    drop,
  );
}

/** A setting that holds text takes any; another one a number, or a word such as AUTO. */
function settingInput(session, path, about) {
  const control = input(session, path, { read: (typed) => (holdsText(about) ? typed.trim() : (typedModule.number(typed) ?? "")) });
  return holdsText(about) ? control : asking(control, numerals.read);
}

function without(settings, name) {
  return Object.fromEntries(Object.entries(settings).filter(([each]) => each !== name));
}
