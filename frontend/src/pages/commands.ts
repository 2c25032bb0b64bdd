/* Command bars: only what the present state allows is there; a button says at once what the engine is asked, then the bar shows
 * what came of it. What the buttons are is made by dashboard/components/commands.py. */
import { action } from "../dom/action.ts";
import { at, drawWith } from "../dom/drawing.ts";
import { show } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { message } from "../dom/messages.ts";
import { rest } from "../dom/rest.ts";

const SETTLE = 350; // ms in which a button that has just appeared under the pointer takes no press

interface Answer {
  result?: { scan_id?: string } | null;
}

island("commands", (node: HTMLElement) => {
  const { of = "", room = "", path = "" } = node.dataset;
  const said = node.querySelector<HTMLElement>(".pb-said");
  const bar = [...node.querySelectorAll<HTMLButtonElement>("[data-do]")].map((button) => {
    const { do: command = "", allowed = "", asking, question, named } = button.dataset;
    const work = () => rest.post(path, named ? { command, action: named } : { command }) as Promise<Answer>;
    const done = (answer: Answer) => {
      if (command === "retry") tellCopy(answer);
    };
    return { button, allowed: allowed.split(" "), settle: action(button, work, { asking, question, said, done }) };
  });
  let before: unknown = null;

  return drawWith(node, room, (state) => {
    const status = at(state, `${of}.status`);
    if (status === before) return;
    before = status;
    const held = node.contains(document.activeElement);
    for (const { button, allowed, settle } of bar) {
      settle();
      const wanted = allowed.includes(String(status));
      if (wanted && button.hidden) {
        button.style.pointerEvents = "none";
        globalThis.setTimeout(() => (button.style.pointerEvents = ""), SETTLE);
      }
      show(button, wanted);
    }
    if (held && (document.activeElement as HTMLElement).hidden) node.focus(); // the keyboard stays in the bar, on no other button
  });
});

function tellCopy(answer: Answer | null): void {
  const made = answer?.result?.scan_id;
  if (made) message(`${made} was queued as a copy.`, { tone: "green" });
}
