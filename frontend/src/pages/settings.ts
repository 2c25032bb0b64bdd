/* An instrument's settings: shown as the instrument answers, sent when somebody has changed one; what is being typed is never
 * overwritten. What they look like is made by dashboard/components/instrument_settings.py. */
import * as format from "../core/format.ts";
import * as numerals from "../core/numerals.ts";
import * as typed from "../core/typed.ts";
import { say } from "../dom/action.ts";
import { drawWith, instrumentIn } from "../dom/drawing.ts";
import { el, set } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { readings } from "../dom/readings.ts";
import { Refusal, rest } from "../dom/rest.ts";

/** A setting as the bench describes it. */
export interface Setting {
  unit?: string;
  limits?: [number, number] | null;
  choices?: string[] | null;
}

export type SettingValue = number | string | null | undefined;

/** What was typed: nothing, the value to send, the readings of a number with more than one, or what is wrong with it. */
export interface Meant {
  value?: number | string;
  readings?: numerals.Reading[];
  wrong?: string;
}

/** What `text` means for a setting whose present value is `known`: one that holds text takes any text. */
export function meant(text: string, { choices, unit, limits }: Setting, known: SettingValue): Meant {
  const tidy = text.trim();
  const plain = choices ? typeof known !== "number" : typeof known === "string" && !unit && !limits;
  if (!tidy || plain) return tidy ? { value: tidy } : {};
  const found = numerals.read(tidy);
  return found.wrong && !found.numeral ? { value: tidy } : found;
}

/** The present value as the control has it: one of the choices, or what would be typed. */
export function shown(value: SettingValue, { choices }: Setting): string {
  const text: string = typed.shown(typeof value === "number" ? format.clean(value) : value);
  if (!choices || !text || choices.includes(text)) return text;
  return choices.find((choice) => Number(choice) === Number(value)) ?? text;
}

/** An answer of the instrument that is none of the choices; undefined where it is one. */
export function stray(text: string, { choices }: Setting): string | undefined {
  return choices && text && !choices.includes(text) ? text : undefined;
}

island("instrument-settings", (node: HTMLElement) => {
  const { room = "", instrument: id = "" } = node.dataset;
  const rows = [...node.querySelectorAll<HTMLElement>("[data-setting]")].map((row) => bind(row, id));
  return drawWith(node, room, (state) => {
    const { settings = {} } = instrumentIn(state, id) ?? {};
    for (const { name, show } of rows) show(settings[name]);
  });
});

/** Let the control of a row send what was typed; returns the setting's name and what shows its value. */
function bind(row: HTMLElement, id: string): { name: string; show: (value: SettingValue) => void } {
  const name = row.dataset.setting ?? "";
  const spec = JSON.parse(row.dataset.spec ?? "{}") as Setting;
  const input = row.querySelector<HTMLInputElement | HTMLSelectElement>("input, select")!;
  const said = row.querySelector<HTMLElement>(".pb-said")!;
  const extra = el("option", { disabled: true, title: "The instrument answers this; it is none of the choices." });
  let known: SettingValue;
  let edited = false;
  const which = readings(({ text }: { text: string }) => {
    input.value = text;
    edited = true;
    void send();
  });
  said.before(which.node);

  function show(value: SettingValue): void {
    known = value;
    if (edited) return;
    const text = shown(value, spec);
    const answer = stray(text, spec);
    if (answer === undefined) extra.remove();
    else if (extra.textContent !== answer || !extra.parentNode) {
      extra.textContent = answer;
      input.append(extra);
    }
    if (document.activeElement !== input && input.value !== text) input.value = text;
  }
  function refuse(why: string): void {
    say(said, why);
    set(input, "aria-invalid", "true");
  }
  async function send(): Promise<void> {
    if (!edited) return;
    const text = input.value;
    const { value, readings: both, wrong } = meant(text, spec, known);
    which.ask(text, both);
    if (value === undefined) return refuse(both ? "" : wrong || "Type a value, or leave it with Escape.");
    input.setAttribute("aria-busy", "true");
    try {
      const { reason } = (await rest.post(`instruments/${id}/commands`, { command: "set", settings: { [name]: value } })) ?? {};
      say(said, reason || "set", reason ? "amber" : "green");
      if (input.value === text) edited = false; // else somebody has typed on meanwhile
      set(input, "aria-invalid", null);
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      refuse(refused.message);
    }
    set(input, "aria-busy", null);
  }
  input.addEventListener("input", () => (edited = true));
  input.addEventListener("change", () => void send());
  (input as HTMLElement).addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    edited = false;
    which.ask("");
    set(input, "aria-invalid", null);
    input.blur();
    show(known);
  });
  return { name, show };
}
