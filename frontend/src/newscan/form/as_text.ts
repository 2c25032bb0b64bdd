/* A step as text: everything it says but the steps inside it, for what the fields of the form cannot show. */
import { el, show } from "../../dom/elements.ts";
import { BRANCHES, isObject, type Step } from "../model.ts";
import { field, type StepForm } from "./fields.ts";

/** A text field with the step as JSON. Text that is not an object changes nothing. */
export function asText(form: StepForm): HTMLElement[] {
  const area = el("textarea.pb-input.pb-mono", { rows: 3, spellcheck: "false" }) as HTMLTextAreaElement;
  area.value = JSON.stringify(own(form.step), null, 1).replaceAll(/\s*\n\s*/g, " ");
  const unread = el("p.ns-hint.ns-unread", { hidden: true }, "This is not yet a step as JSON, so the step stays as it was.");
  area.addEventListener("input", () => {
    const typed = parsed(area.value);
    show(unread, !typed);
    if (typed) form.session.edit(form.path, { ...typed, ...inside(form.now("")) });
  });
  const hint = "All fields of this step as JSON; the reference of plans lists them";
  return [field("As text", `${form.path}.text`, area, { hint, spec: "div.ns-field.ns-full" }), unread];
}

function own(step: Step): object {
  return Object.fromEntries(Object.entries(step).filter(([name]) => !(BRANCHES as readonly string[]).includes(name)));
}

function inside(step: unknown): object {
  return isObject(step) ? Object.fromEntries(BRANCHES.filter((name) => name in step).map((name) => [name, step[name]])) : {};
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? (own(value as Step) as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
