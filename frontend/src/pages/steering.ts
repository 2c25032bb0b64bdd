// @ts-nocheck
/* Steering one axis: a step to jog by, a place to go to; both within the limits, refusals said beside them. */
import * as format from "../core/format.ts";
import * as numerals from "../core/numerals.ts";
import { button, el, set } from "../dom/elements.ts";
import { say, saying } from "../dom/action.ts";
import { readings } from "../dom/readings.ts";
import { rest } from "../dom/rest.ts";

/** Steps worth jogging by: 1, 2, 5 … from a thousandth to a tenth of the span. */
function steps(limits) {
  const span = limits ? limits[1] - limits[0] : 10;
  const top = Math.floor(Math.log10(span / 5));
  return [top - 3, top - 2, top - 1, top].flatMap((power) => [1, 5].map((digit) => Number(`${digit}e${power}`)));
}

/** Controls of `axis` of the instrument `id`. */
export function steering(id, axis, spec) {
  const unit = spec.unit || "";
  const said = saying();
  const choices = steps(spec.limits);
  const chosen = choices[Math.floor(choices.length / 2)];
  const step = el(
    "select.pb-input.pb-input-small",
    { "aria-label": `Step of ${axis}` },
    choices.map((value) => el("option", { value, selected: value === chosen }, `${format.exact(value)} ${unit}`.trim())),
  );
  const send = async (values) => {
    say(said, "");
    try {
      await rest.post(`instruments/${id}/commands`, { command: "move", axis, ...values });
    } catch (refused) {
      say(said, refused.message);
    }
  };
  const jog = (direction) =>
    button("", {
      icon: direction < 0 ? "left" : "right",
      kind: "small",
      title: `Jog ${axis} ${direction < 0 ? "down" : "up"} by a step`,
      "aria-label": `Jog ${axis} ${direction < 0 ? "down" : "up"}`,
      data: { do: direction < 0 ? "jog-down" : "jog-up" },
      on: () => send({ value: direction * Number(step.value), relative: true }),
    });
  const place = el("input.pb-input.pb-input-small.pb-mono", {
    type: "text",
    inputmode: "decimal",
    "aria-label": `Go to ${axis}`,
    placeholder: unit || "value",
    autocomplete: "off",
  });
  const which = readings(({ text }) => {
    place.value = text;
    set(place, "aria-invalid", null);
    place.focus();
  });
  const form = el("form.pb-goto", {}, el("label", {}, "go to ", place), button("Go", { kind: "small", data: { do: "go" } }));
  form.addEventListener("submit", (event) => event.preventDefault());
  const goThere = () => {
    const meant = numerals.read(place.value);
    const wrong = meant.readings ? "" : problem(meant, spec);
    set(place, "aria-invalid", wrong || meant.readings ? "true" : null);
    say(said, wrong);
    which.ask(place.value, meant.readings);
    if (!wrong && !meant.readings) send({ value: meant.value });
  };
  place.addEventListener("input", () => which.ask(""));
  form.addEventListener("keydown", (event) => event.key === "Enter" && event.target === place && goThere());
  form.querySelector("button").addEventListener("click", goThere);
  return el("div.pb-steering", { role: "group", "aria-label": `Steer ${axis}` }, step, jog(-1), jog(1), form, which.node, said);
}

function problem({ value, wrong }, { limits, unit }) {
  if (value === undefined) return wrong || "Type a number.";
  const { exact } = format;
  if (limits && (value < limits[0] || value > limits[1]))
    return `The limits are ${exact(limits[0])} to ${exact(limits[1])} ${unit || ""}`.trim() + ".";
  return "";
}
