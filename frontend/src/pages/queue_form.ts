// @ts-nocheck
/* The form of a queue's name, mode, and what it does on failure: for a new queue, and to change one. */
import { button, el } from "../dom/elements.ts";
import { action, say, saying } from "../dom/action.ts";
import { Refusal } from "../dom/rest.ts";

const MODES = { serial: "one scan after the other", parallel: "side by side, where instruments allow" };
const FAILURES = { stop: "stop; the other scans wait", continue: "go on with the next scan" };

/** A dialog called `title`; `send(values)` does it, `label` and `asking` are the button's words. Returns {node, open(values)}. */
export function queueForm({ title, label, asking, send }) {
  const name = el("input.pb-input", { name: "name", required: true, maxlength: 200, autocomplete: "off", placeholder: "Overnight map" });
  const mode = select("mode", MODES);
  const failure = select("on_failure", FAILURES);
  const said = saying();
  const make = el("button.pb-button.pb-button-primary", { type: "button" }, el("span", {}, label));
  const form = el(
    "form.pb-form",
    { method: "dialog" },
    el("h2", {}, title),
    field("Name", name),
    field("Scans run", mode),
    field("When a scan fails", failure),
    said,
    el("div.pb-form-actions", {}, button("Cancel", { on: () => node.close() }), make),
  );
  const node = el("dialog.pb-dialog", { "aria-label": title }, form);
  let given = {};
  const settle = action(make, press, { asking, said });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    make.click();
  });

  async function press() {
    const values = { name: name.value.trim(), mode: mode.value, on_failure: failure.value };
    if (!values.name) throw new Refusal("Give the queue a name.");
    await send(values, given);
    settle();
    node.close();
  }
  /** Open it with these values; the form is the person's from then on. */
  function open(values = {}) {
    given = { name: "", mode: "serial", on_failure: "stop", ...values };
    name.value = given.name;
    mode.value = given.mode;
    failure.value = given.on_failure;
    say(said, "");
    node.showModal();
    name.focus();
    name.select();
  }
  return { node, open };
}

function select(name, words) {
  return el(
    "select.pb-input",
    { name },
    Object.entries(words).map(([value, label]) => el("option", { value }, label)),
  );
}

function field(label, input) {
  return el("label.pb-field", {}, el("span", {}, label), input);
}
