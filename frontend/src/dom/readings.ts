/* Asks which number was meant, where what is typed can be read in more than one way: one button for each reading. */
import * as numerals from "../core/numerals.ts";
import { button, el, show, text } from "./elements.ts";

export interface Question {
  node: HTMLElement;
  /** Put the question; without readings it is taken away. */
  ask(typed: string, readings?: readonly numerals.Reading[] | null): void;
}

/** `choose` takes the answer. */
export function readings(choose: (reading: numerals.Reading) => void): Question {
  const question = el("span");
  const choices = el("span.pb-readings-choices");
  const node = el("span.pb-readings", { role: "alert", hidden: true }, question, choices);

  function ask(typed: string, found: readonly numerals.Reading[] | null = null): void {
    show(node, found);
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
