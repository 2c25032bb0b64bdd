/* Fields of the form. Each knows the place in the plan that it edits (`data-path`), where problems about it are shown. */
import * as numerals from "../../core/numerals.ts";
import * as typed from "../../core/typed.ts";
import { el, text } from "../../dom/elements.ts";
import { readings } from "../../dom/readings.ts";
import type { Axis, Offer, Step } from "../model.ts";
import type { Session } from "../session.ts";
import * as tree from "../tree.ts";

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
export type Choice = [value: string, label: string];
/** Choices under a heading; those with "" have none. */
export type Groups = Record<string, Choice[]>;
type Attributes = Record<string, string | number | boolean>;

interface FieldOptions {
  hint?: string;
  /** An element beside the control. */
  after?: HTMLElement | null;
  spec?: string;
}

export const WIDE = "div.ns-field.ns-wide";
export const INLINE = "div.ns-field.ns-inline";
const FLAGS = { autocomplete: "off", spellcheck: "false" };

let made = 0;

/** A labelled control with room for a hint and for problems. `path` is a place in the plan, or any name of the field. */
export function field(
  label: string,
  path: string,
  control: Control,
  { hint = "", after = null, spec = "div.ns-field" }: FieldOptions = {},
): HTMLElement {
  made += 1;
  control.id = `ns-${made}`;
  control.dataset.key = path;
  control.setAttribute("aria-describedby", `ns-${made}-error ns-${made}-hint`);
  return el(
    spec,
    { data: { path } },
    el("label.ns-label", { for: control.id }, label),
    after ? el("div.ns-with", {}, control, after) : control,
    el("p.ns-hint", { id: `ns-${made}-hint`, hidden: !hint }, hint),
    el("p.ns-error", { id: `ns-${made}-error`, hidden: true }),
  );
}

/** Ask below the field of `control` which number was meant, where `read` finds more than one. */
export function asking(
  shown: HTMLElement,
  control: HTMLInputElement | HTMLTextAreaElement,
  read: typeof numerals.read | typeof numerals.list,
): HTMLElement {
  const which = readings(({ text: chosen }: { text: string }) => {
    control.value = chosen;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.focus();
  });
  const look = (): void => which.ask(control.value, read(control.value).readings);
  control.addEventListener("input", look);
  look();
  shown.append(which.node);
  return shown;
}

/** A choice; what the plan holds is shown even where it is not offered. */
export function select(groups: Groups, value: unknown, changed: (value: string) => void, attributes: Attributes = {}): HTMLSelectElement {
  const control = el("select.pb-input", attributes) as HTMLSelectElement;
  const held = value === undefined || value === null ? "" : String(value);
  const known = Object.values(groups).some((options) => options.some(([each]) => each === held));
  if (!known) control.append(el("option", { value: held }, held ? `${held} (not available)` : "choose…"));
  for (const [label, options] of Object.entries(groups)) {
    const items = options.map(([each, shown]) => el("option", { value: each }, shown));
    control.append(...(label ? [el("optgroup", { label }, items)] : items));
  }
  control.value = held;
  control.addEventListener("change", () => changed(control.value));
  return control;
}

export function checkbox(label: string, checked: boolean, changed: (checked: boolean) => void, key: string, title = ""): HTMLElement {
  const control = el("input", { type: "checkbox", checked, data: { key } }) as HTMLInputElement;
  control.addEventListener("change", () => changed(control.checked));
  return el("label.ns-check", { title: title || null }, control, el("span", {}, label));
}

/** Fields that belong together: problems about all of them are shown below. */
export function group(path: string, ...children: (HTMLElement | false | undefined)[]): HTMLElement {
  return el("div.ns-group", { data: { path } }, children, el("p.ns-hint.ns-derived", { hidden: true }), el("p.ns-error", { hidden: true }));
}

export function row(...children: (HTMLElement | false | undefined)[]): HTMLElement {
  return el("div.ns-row", {}, children);
}

/** Show `hint` below a group or field. */
export function derive(node: HTMLElement, hint: string): void {
  const place = node.querySelector<HTMLElement>(":scope > .ns-derived, :scope > .ns-hint");
  if (!place) return;
  text(place, hint);
  place.hidden = !hint;
}

/** Choices without a heading: labels by their values, or values that are their own labels. */
export function choicesOf(given: Record<string, string> | string[]): Groups {
  return { "": Array.isArray(given) ? given.map((each) => [each, each]) : Object.entries(given) };
}

/** Choices of these axes, by instrument. */
export function axisChoices(axes: Axis[]): Groups {
  const groups: Groups = {};
  for (const { instrument, column, unit } of axes) (groups[instrument] ??= []).push([column, unit ? `${column} (${unit})` : column]);
  return groups;
}

/** The form of one step: its fields by their names in the step. */
export class StepForm<S extends Step = Step> {
  readonly session: Session;
  readonly path: string;
  readonly step: S;
  /** What follows the plan without making fields anew. */
  readonly updates: (() => void)[] = [];

  constructor(session: Session, path: string, step: S) {
    this.session = session;
    this.path = path;
    this.step = step;
  }

  get bench(): Offer {
    return this.session.bench;
  }

  at(name: string): string {
    return name ? `${this.path}.${name}` : this.path;
  }

  /** The present value of a field. */
  now(name: string): unknown {
    return tree.get(this.session.plan, this.at(name));
  }

  /** Change a field on which others depend; `key` takes the focus. */
  reshape(name: string, value: unknown, key = this.at(name)): void {
    this.session.reshape(this.at(name), value, key);
  }

  input(name: string, read: (typed: string) => unknown, attributes: Attributes = {}): HTMLInputElement {
    const control = el("input.pb-input", { type: "text", ...FLAGS, value: typed.shown(this.now(name)), ...attributes }) as HTMLInputElement;
    control.addEventListener("input", () => this.session.edit(this.at(name), read(control.value)));
    return control;
  }

  /** A number, which asks where what is typed can be read as more than one. `zero` is what 0 stands for: then the field is left out. */
  number(name: string, label: string, options: FieldOptions & { placeholder?: string; zero?: string; whole?: boolean } = {}): HTMLElement {
    const { zero, placeholder = zero ?? "", whole } = options;
    const read = (value: string): unknown => (zero === undefined ? typed.number(value) : typed.number(value) || undefined);
    const control = this.input(name, read, { placeholder, inputmode: whole ? "numeric" : "decimal" });
    control.classList.add("ns-number");
    return asking(field(label, this.at(name), control, options), control, numerals.read);
  }

  /** A choice that changes which fields are shown. `key` names it where it is no field of the step. */
  choice(
    name: string,
    label: string,
    groups: Groups,
    value: unknown,
    chosen: (value: string) => void,
    options: FieldOptions & { key?: string } = {},
  ): HTMLElement {
    return field(label, options.key ?? this.at(name), select(groups, value, chosen), options);
  }

  /** A field that is true or left out. */
  flag(
    name: string,
    label: string,
    title: string,
    changed = (on: true | undefined): void => this.session.edit(this.at(name), on),
  ): HTMLElement {
    return checkbox(label, Boolean(this.now(name)), (on) => changed(on || undefined), this.at(name), title);
  }
}
