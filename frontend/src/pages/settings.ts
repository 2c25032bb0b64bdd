// @ts-nocheck
/* An instrument's settings: shown as they are, edited where allowed; what is being typed is never overwritten. */
import * as format from "../core/format.ts";
import * as numerals from "../core/numerals.ts";
import * as typedModule from "../core/typed.ts";
import { el, keyed, set } from "../dom/elements.ts";
import { say, saying } from "../dom/action.ts";
import { readings as readingsModule } from "../dom/readings.ts";
import { rest } from "../dom/rest.ts";

/** What is typed: {} of nothing, {value} as it is sent, {readings} of a number that can be read in more than one way, or {wrong}.
 *  `known` is the present value: a setting that holds text takes any text. */
export function meant(typed, { choices, unit, limits }, known) {
  const text = typed.trim();
  const plain = choices ? typeof known !== "number" : typeof known === "string" && !unit && !limits;
  if (!text || plain) return text ? { value: text } : {};
  const found = numerals.read(text);
  return found.wrong && !found.numeral ? { value: text } : found;
}

/** The present value as the control of a setting has it: one of its choices, or what would be typed. */
export function shown(value, { choices }) {
  const text = typedModule.shown(typeof value === "number" ? format.clean(value) : value);
  if (!choices || !text || choices.includes(text)) return text;
  return choices.find((choice) => Number(choice) === Number(value)) ?? text;
}

/** The answer of an instrument that is none of its choices: it is shown all the same. Undefined where it is one, or nothing. */
export function stray(text, { choices }) {
  return choices && text && !choices.includes(text) ? text : undefined;
}

export function settings(node, id, instrument) {
  const specs = Object.entries(instrument.spec.settings);
  if (!specs.length) node.append(el("p.pb-empty-line", {}, "It has no settings."));
  return (now) => {
    keyed(
      node,
      specs.map(([name, spec]) => ({ name, spec, value: (now.settings || {})[name] })),
      { key: (item) => item.name, create: (item) => row(id, item), update: (made, item) => made.pb.show(item.value) },
    );
  };
}

function row(id, { name, spec }) {
  const said = saying();
  const label = spec.unit ? `${name} (${spec.unit})` : name;
  const input = spec.choices
    ? el(
        "select.pb-input.pb-input-small",
        { "aria-label": label },
        spec.choices.map((choice) => el("option", { value: choice }, choice)),
      )
    : el("input.pb-input.pb-input-small.pb-mono", { type: "text", "aria-label": label, autocomplete: "off", spellcheck: "false" });
  const which = readingsModule(({ text }) => {
    input.value = text;
    edited = true;
    send();
  });
  const made = el(
    "div.pb-setting",
    {},
    el("span.pb-setting-name", {}, name),
    input,
    el("span.pb-setting-unit", {}, spec.unit),
    which.node,
    said,
  );
  input.disabled = !spec.writable;
  let known;
  let edited = false;
  let extra = null;

  /** An answer that is none of the choices gets an option of its own, which nobody can choose. */
  function offer(text) {
    const answer = stray(text, spec);
    if ((extra ? extra.value : undefined) === answer) return;
    if (extra) extra.remove();
    extra =
      answer === undefined
        ? null
        : el("option", { value: answer, disabled: "", title: "The instrument answers this; it is none of the choices." }, answer);
    if (extra) input.append(extra);
  }

  function show(value) {
    known = value;
    const text = shown(value, spec);
    if (!edited) offer(text);
    if (!edited && document.activeElement !== input && input.value !== text) input.value = text;
  }
  function refuse(why) {
    say(said, why);
    set(input, "aria-invalid", "true");
  }
  async function send() {
    if (!edited) return;
    const typed = input.value;
    const { value, readings, wrong } = meant(typed, spec, known);
    which.ask(typed, readings);
    if (value === undefined) {
      refuse(readings ? "" : wrong || "Type a value, or leave it with Escape.");
      return;
    }
    input.setAttribute("aria-busy", "true");
    try {
      const { reason } = (await rest.post(`instruments/${id}/commands`, { command: "set", settings: { [name]: value } })) || {};
      say(said, reason || "set", reason ? "amber" : "green");
      if (input.value === typed) edited = false; // somebody who has typed on meanwhile is not done
      set(input, "aria-invalid", null);
    } catch (refused) {
      refuse(refused.message);
    }
    set(input, "aria-busy", null);
  }
  input.addEventListener("input", () => (edited = true));
  input.addEventListener("change", send);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    edited = false;
    which.ask("");
    set(input, "aria-invalid", null);
    input.blur();
    show(known);
  });
  made.pb = { show };
  return made;
}
