// @ts-nocheck
/* Buttons that ask the server for something: the asking shows at once, a refusal stands beside the button, and what could be
 * regretted takes a second press. */
import { el, show, text } from "./elements.ts";
import { Refusal } from "./rest.ts";
import { message as messageModule } from "./messages.ts";

const ARMED_FOR = 5000;
const ANSWER_SHOWN_FOR = 2500;
const REFUSAL_SHOWN_FOR = 12000;

/** Where a button's refusals are said. */
export function saying() {
  return el("span.pb-said", { role: "alert", hidden: true });
}

/** Say `message` for a while in a node made by `saying`. */
export function say(node, message, tone = "red") {
  globalThis.clearTimeout(node.pbTimer);
  text(node, message);
  node.dataset.tone = tone;
  show(node, Boolean(message));
  if (message) node.pbTimer = globalThis.setTimeout(() => say(node, ""), REFUSAL_SHOWN_FOR);
}

/** Let `button` do `work()` (a promise). `asking` is its label meanwhile ("pausing…"); `said` takes the refusal;
 *  `question` makes the first press ask it and the second one act. Returns what ends the asking at once. */
export function action(
  button,
  work,
  {
    asking = "asking…",
    said = null,
    question = "",
    done = () => {},
  }: { asking?: string; said?: HTMLElement | null; question?: string; done?: (answer) => void } = {},
) {
  const label = button.querySelector("span:last-child") || button;
  const rest = label.textContent;
  let disarm = null;
  let settling = null;

  async function act() {
    globalThis.clearTimeout(settling);
    button.style.minWidth = `${button.offsetWidth}px`; // what is asked takes the icon's place, and nothing jumps
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
      else messageModule(refused.message);
    }
  }
  function settle() {
    globalThis.clearTimeout(settling);
    button.removeAttribute("aria-busy");
    button.style.minWidth = "";
    button.removeAttribute("aria-disabled");
    text(label, disarm ? question : rest);
  }
  function arm() {
    button.classList.add("pb-armed");
    text(label, question);
    const timer = globalThis.setTimeout(() => disarm && disarm(), ARMED_FOR);
    disarm = () => {
      globalThis.clearTimeout(timer);
      disarm = null;
      button.classList.remove("pb-armed");
      text(label, rest);
    };
  }
  button.addEventListener("keydown", (event) => event.repeat && event.preventDefault()); // a key that is held is one press
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-busy")) return undefined;
    if (question && !disarm) return arm();
    if (disarm) disarm();
    return act();
  });
  return settle;
}
