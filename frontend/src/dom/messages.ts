// @ts-nocheck
/* Messages at the edge of the page: what went wrong or was done, in a sentence, dismissible. */
import { button, el } from "./elements.ts";
import { island } from "./islands.ts";
import { link as linkModule } from "./navigate.ts";

const SHOWN_FOR = 8000;
const ACTION_SHOWN_FOR = 15000;
const READ_FOR = 2000; // ms more for one that somebody points at, or is in with the keyboard
const MOST = 4;
let place = null;

/** Show `sentence`; `stays` keeps it until it is dismissed, `link` ({path, label}) leads to what it is about, `action` {label, act}
 *  is something to be done about it. Returns what takes it away. */
export function message(
  sentence,
  { tone = "red", stays = false, link = null, action = null as { label: string; act: () => void } | null } = {},
) {
  if (!place) return () => {};
  const close = button("", { kind: "quiet", icon: "close", title: "Dismiss", "aria-label": "Dismiss" });
  const made = el(
    "div.pb-message",
    { data: { tone, ...(stays ? { stays: "yes" } : {}) } },
    el("span", {}, sentence, link && " ", link && linkModule(link.path, { spec: "a.pb-inline-link" }, link.label)),
    close,
  );
  const remove = () => made.remove();
  if (action) close.before(button(action.label, { kind: "small", on: () => (remove(), action.act()) }));
  close.addEventListener("click", remove);
  place.append(made);
  // What passes by itself makes room first: a stop that was not carried out must not be pushed out by scans that end.
  while (place.children.length > MOST) (place.querySelector(":scope > :not([data-stays])") || place.firstElementChild).remove();
  if (!stays) globalThis.setTimeout(pass, action ? ACTION_SHOWN_FOR : SHOWN_FOR);
  return remove;

  function pass() {
    if (made.matches(":hover, :focus-within")) globalThis.setTimeout(pass, READ_FOR);
    else remove();
  }
}

let accompany = (_node) => null;

/** Run `work` with the place of the messages for as long as that is on the page; what it returns ends it. */
export function whileShown(work) {
  accompany = work;
}

island("messages", (node) => {
  place = node;
  return accompany(node);
});
