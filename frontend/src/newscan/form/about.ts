// @ts-nocheck
/* Templates to start from, and what people want to know a scan by: name, sample, tags, notes, metadata. */
import * as typedModule from "../../core/typed.ts";
import { el } from "../../dom/elements.ts";
import { field, input } from "../fields.ts";
import { stepsOf, templates } from "../templates.ts";

/** The row of templates; each says what it does, or what the bench lacks for it. */
export function templateRow(node, session) {
  function choose(name) {
    session.touched = true;
    session.restructure({ ...session.plan, steps: stepsOf(name, session.bench) });
  }
  function render() {
    node.replaceChildren(
      ...templates(session.bench).map(({ name, label, about, lacks }) =>
        el(
          "button.ns-template",
          { type: "button", disabled: Boolean(lacks), data: { template: name }, on: { click: () => choose(name) } },
          el("span.ns-template-mark", { "aria-hidden": "true", data: { template: name } }),
          el("span.ns-template-label", {}, label),
          el("span.ns-template-about", {}, lacks || about),
        ),
      ),
    );
  }
  render();
  return session.on("bench", render);
}

/** The fields around the steps. */
export function aboutFields(node, session) {
  const { words, shown, facts, factLines } = typedModule;
  const name = input(session, "name", { maxlength: 200, read: (typed) => typed });
  const sample = input(session, "sample", { maxlength: 200 });
  const list = (typed) => (typed.length ? typed : undefined);
  const tags = input(session, "tags", { value: "", placeholder: "raman, first try", read: (typed) => list(words(typed)) });
  const notes = area(3, (typed) => session.edit("notes", typed || undefined));
  const metadata = area(3, (typed) => session.edit("metadata", typed.trim() ? facts(typed) : undefined), "operator: Ada\nlaser_nm: 532");
  metadata.classList.add("pb-mono");
  node.replaceChildren(
    el("div.ns-row", {}, field("Name", "name", name, { spec: "div.ns-field.ns-wide" }), field("Sample", "sample", sample)),
    field("Tags", "tags", tags, { hint: "Separated by commas" }),
    field("Notes", "notes", notes),
    el("details.ns-details", {}, el("summary", {}, "Metadata"), field("One fact a line", "metadata", metadata)),
  );

  function follow() {
    const { plan } = session;
    const values = [
      [name, shown(plan.name)],
      [sample, shown(plan.sample)],
      [tags, [plan.tags || []].flat().map(shown).join(", ")],
      [notes, shown(plan.notes)],
      [metadata, factLines(plan.metadata)],
    ];
    for (const [control, value] of values) if (document.activeElement !== control && control.value !== value) control.value = value;
  }
  follow();
  name.addEventListener("blur", () => !name.value.trim() && session.forgetName());
  const offs = [session.on("change", follow), session.on("structure", follow)];
  return () => offs.forEach((off) => off());
}

function area(rows, changed, placeholder = "") {
  const made = el("textarea.pb-input", { rows, placeholder });
  made.addEventListener("input", () => changed(made.value));
  return made;
}
