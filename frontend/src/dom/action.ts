/* Buttons that send a command: the sending shows at once, a refusal stands beside the button, and what somebody could regret takes a
 * second press. */
import { el, show, text } from "./elements.ts";
import { message } from "./messages.ts";
import { Refusal } from "./rest.ts";

const ARMED_FOR = 5000; // ms
const ANSWER_SHOWN_FOR = 2500;
const REFUSAL_SHOWN_FOR = 12000;
const timers = new WeakMap<HTMLElement, number>();

/** Where a button's refusals are shown. */
export function saying(): HTMLSpanElement {
  return el("span.pb-said", { role: "alert", hidden: true });
}

/** Show `message` for a while in a node made by `saying`. */
export function say(node: HTMLElement, message: string, tone = "red"): void {
  globalThis.clearTimeout(timers.get(node));
  text(node, message);
  node.dataset.tone = tone;
  show(node, message);
  if (message)
    timers.set(
      node,
      globalThis.setTimeout(() => say(node, ""), REFUSAL_SHOWN_FOR),
    );
}

interface Options<Answer> {
  /** The label while the command is on its way ("pausing…"). */
  asking?: string;
  /** Where refusals are shown; without it they are a message of the page. */
  said?: HTMLElement | null;
  /** What the first press asks; the second one acts. */
  question?: string;
  done?: (answer: Answer) => unknown;
}

/** Let `button` do `work()`. Returns what puts the button back at once. */
export function action<Answer>(
  button: HTMLElement,
  work: () => Promise<Answer>,
  { asking = "asking…", said = null, question = "", done = () => {} }: Options<Answer> = {},
): () => void {
  const label = button.querySelector("span:last-child") ?? button;
  const rest = label.textContent;
  let disarm: (() => void) | null = null;
  let settling: number | undefined;

  async function act(): Promise<void> {
    globalThis.clearTimeout(settling);
    button.style.minWidth = `${button.offsetWidth}px`; // the label takes the icon's place, and nothing jumps
    button.setAttribute("aria-busy", "true");
    button.setAttribute("aria-disabled", "true"); // one that is `disabled` would lose the focus
    text(label, asking);
    if (said) say(said, "");
    try {
      done(await work());
      settling = globalThis.setTimeout(settle, ANSWER_SHOWN_FOR); // the status event mostly comes first and ends it
    } catch (refused) {
      settle();
      if (!(refused instanceof Refusal)) throw refused;
      if (said) say(said, refused.message);
      else message(refused.message);
    }
  }
  function settle(): void {
    globalThis.clearTimeout(settling);
    button.removeAttribute("aria-busy");
    button.style.minWidth = "";
    button.removeAttribute("aria-disabled");
    text(label, disarm ? question : rest);
  }
  function arm(): void {
    button.classList.add("pb-armed");
    text(label, question);
    const timer = globalThis.setTimeout(() => disarm?.(), ARMED_FOR);
    disarm = () => {
      globalThis.clearTimeout(timer);
      disarm = null;
      button.classList.remove("pb-armed");
      text(label, rest);
    };
  }
  button.addEventListener("keydown", (event) => event.repeat && event.preventDefault()); // a key that is held is one press
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-busy")) return;
    if (question && !disarm) {
      arm();
      return;
    }
    disarm?.();
    void act();
  });
  return settle;
}
