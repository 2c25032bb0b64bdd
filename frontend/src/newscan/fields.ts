// @ts-nocheck
/* Fields of the form. Each knows the place in the plan that it edits (`data-path`), where problems about it are said. */
import * as numerals from "../core/numerals.ts";
import * as typedModule from "../core/typed.ts";
import { el, text } from "../dom/elements.ts";
import { readings } from "../dom/readings.ts";
import * as tree from "./tree.ts";

let made = 0;

/** A labelled control with room for a hint and for problems. */
export function field(label, path, control, { hint = "", after = null, spec = "div.ns-field" } = {}) {
  made += 1;
  control.id = `ns-${made}`;
  control.dataset.key = path;
  const said = el("p.ns-error", { id: `ns-${made}-error`, hidden: true });
  const about = el("p.ns-hint", { id: `ns-${made}-hint`, hidden: !hint }, hint);
  control.setAttribute("aria-describedby", `${said.id} ${about.id}`);
  return el(
    spec,
    { data: { path } },
    el("label.ns-label", { for: control.id }, label),
    after ? el("div.ns-with", {}, control, after) : control,
    about,
    said,
    control.pbReadings,
  );
}

/** A text control; `read` turns what is typed into what the plan holds. */
export function input(
  session,
  path,
  { read = (typed) => typed || undefined, value = tree.get(session.plan, path), done = null, ...attributes } = {},
) {
  const control = el("input.pb-input", {
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    value: typedModule.shown(value),
    ...attributes,
  });
  control.addEventListener("input", () => {
    session.edit(path, read(control.value));
    if (done) done();
  });
  return control;
}

export function number(session, path, attributes = {}) {
  const made = input(session, path, { read: typedModule.number, inputmode: "decimal", ...attributes });
  made.classList.add("ns-number");
  return asking(made, numerals.read);
}

/** The control, with the question which number was meant below its field where `read` finds more than one. */
export function asking(control, read) {
  const which = readings(({ text: chosen }) => {
    control.value = chosen;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.focus();
  });
  const look = () => which.ask(control.value, read(control.value).readings);
  control.addEventListener("input", look);
  control.pbReadings = which.node;
  look();
  return control;
}

/** A choice; `groups` are [{label, options: [[value, label, title]]}]. What the plan holds is shown even if unknown here. */
export function select(groups, value, changed, attributes = {}) {
  const known = groups.flatMap((group) => group.options.map(([each]) => each));
  const control = el("select.pb-input", attributes);
  if (!known.includes(value)) control.append(el("option", { value: value || "" }, value ? `${value} (not on this bench)` : "choose…"));
  for (const { label, options } of groups) {
    const items = options.map(([each, shown, title]) => el("option", { value: each, title }, shown));
    if (label) control.append(el("optgroup", { label }, items));
    else control.append(...items);
  }
  control.value = value || "";
  control.addEventListener("change", () => changed(control.value));
  return control;
}

export function checkbox(label, checked, changed, { key = "", title = null } = {}) {
  const control = el("input", { type: "checkbox", checked: Boolean(checked), data: { key } });
  control.addEventListener("change", () => changed(control.checked));
  return el("label.ns-check", { title }, control, el("span", {}, label));
}

/** Fields side by side that belong together: problems about all of them are said below. */
export function group(path, ...children) {
  return el(
    "div.ns-group",
    { data: { path } },
    el("div.ns-row", {}, children),
    el("p.ns-hint.ns-derived", { hidden: true }),
    el("p.ns-error", { hidden: true }),
  );
}

/** Say `hint` below a group or field. */
export function derive(node, hint) {
  const place = node.querySelector(":scope > .ns-derived, :scope > .ns-hint");
  text(place, hint);
  place.hidden = !hint;
}

/** Options of every axis of the bench, by instrument. */
export function axisGroups(bench) {
  const groups = new Map();
  for (const axis of bench.axes) {
    if (!groups.has(axis.instrument)) groups.set(axis.instrument, []);
    groups.get(axis.instrument).push([axis.column, axis.unit ? `${axis.column} (${axis.unit})` : axis.column]);
  }
  return [...groups].map(([label, options]) => ({ label, options }));
}
