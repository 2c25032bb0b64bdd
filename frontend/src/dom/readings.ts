// @ts-nocheck
/* Asks which number was meant, where what is typed can be read in more than one way: one button for each reading. */
import * as numerals from "../core/numerals.ts";
import { button, el, show, text } from "./elements.ts";

/** {node, ask(typed, readings)}: `ask` with readings puts the question, without takes it away. `choose(reading)` takes the answer. */
export function readings(choose) {
  const question = el("span");
  const choices = el("span.pb-readings-choices");
  const node = el("span.pb-readings", { role: "alert", hidden: true }, question, choices);

  function ask(typed: string, found: numerals.Reading[] | null = null) {
    show(node, Boolean(found));
    if (!found) return;
    text(question, numerals.question(typed, found));
    const made = found.map((reading) =>
      button(numerals.brief(reading), {
        kind: "small",
        title: `Use ${numerals.brief(reading)}`,
        data: { reading: reading.text },
        on: () => (ask(""), choose(reading)),
      }),
    );
    choices.replaceChildren(...made);
  }
  return { node, ask };
}
