/* STOP: every instrument and scan, now. One press arms, a second within 3 s acts; Esc Esc does the same. */
import { stopBySocket } from "../core/stop_socket.ts";
import * as place from "../core/place.ts";
import { el, text } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { rest as restModule } from "../dom/rest.ts";
import { message } from "../dom/messages.ts";

const ARMED_FOR = 3000;
const BESIDE_AFTER = 300; // ms without an answer after which the same stop goes out on a socket too
const TWICE_WITHIN = 600; // ms between the two presses of Escape
let press: () => void = () => {};

island("stop", (node) => {
  const word = el("span.pb-stop-word", {}, "STOP");
  const button = el(
    "button.pb-stop",
    { type: "button", title: "Emergency stop of every instrument and scan (Esc Esc)" },
    el("span.pb-stop-mark", { "aria-hidden": "true" }),
    word,
    el("span.pb-stop-time", { "aria-hidden": "true" }),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;

  function rest(label = "STOP"): void {
    globalThis.clearTimeout(timer);
    timer = undefined;
    button.classList.remove("pb-armed");
    text(word, label);
  }
  async function act(): Promise<void> {
    rest("stopping…");
    button.setAttribute("aria-disabled", "true"); // one that is `disabled` would lose the focus
    const request = globalThis.crypto.randomUUID?.() ?? "";
    const late = globalThis.setTimeout(() => stopBySocket(request, () => new WebSocket(place.socket("instruments"))), BESIDE_AFTER);
    try {
      const answer = (await restModule.post(`stop?request_id=${request}`)) as { reason?: string | null };
      message(told(answer), { tone: "amber", stays: Boolean(answer.reason) });
    } catch (refused) {
      message(`The stop was not carried out: ${(refused as Error).message} Use the instrument's own stop.`, { tone: "red", stays: true });
    }
    globalThis.clearTimeout(late);
    button.removeAttribute("aria-disabled");
    rest();
  }
  press = () => {
    if (button.getAttribute("aria-disabled")) return;
    if (timer) {
      void act();
      return;
    }
    button.classList.add("pb-armed");
    text(word, "Press again");
    timer = globalThis.setTimeout(() => rest(), ARMED_FOR);
  };
  button.addEventListener("keydown", (event) => event.repeat && event.preventDefault()); // a key that is held is one press
  button.addEventListener("click", () => press());
  node.append(button);
});

/** What the stop did, with what it left alone. */
function told({ reason: left }: { reason?: string | null }): string {
  // "not reached: stage was disconnected on purpose"
  return `Every instrument and scan was told to stop.${left ? ` ${left[0].toUpperCase()}${left.slice(1)}.` : ""}`;
}

/** For the keyboard: the first Escape of a pair arms, the second acts. `at` is when it was pressed: a busy page may hear of it later. */
let escaped = -Infinity;
export function escape(at: number): void {
  if (at - escaped < TWICE_WITHIN) {
    escaped = -Infinity;
    press();
    press();
    return;
  }
  escaped = at;
}
