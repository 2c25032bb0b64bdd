/* Messages at the edge of the page: what went wrong or was done, in a sentence, dismissible. Callbacks in Python say them through
 * dashboard/components/messages.py. */
import { button, el } from "./elements.ts";
import { island, type Mount } from "./islands.ts";
import { link as linkTo } from "./navigate.ts";

const SHOWN_FOR = 8000; // ms
const ACTION_SHOWN_FOR = 15000; // ms
const READ_FOR = 2000; // ms more for one that somebody points at, or is in with the keyboard
const MOST = 4;
let place: HTMLElement | null = null;

interface Options {
  tone?: string;
  /** It stays until somebody dismisses it. */
  stays?: boolean;
  /** Leads to what it is about. */
  link?: { path: string; label: string } | null;
  /** Something to do about it. */
  action?: { label: string; act: () => void } | null;
}

/** Show a sentence; what is returned removes it. */
export function message(sentence: string, { tone = "red", stays = false, link = null, action = null }: Options = {}): () => void {
  if (!place) return () => {};
  const close = button("", { kind: "quiet", icon: "close", title: "Dismiss", "aria-label": "Dismiss" });
  const made = el(
    "div.pb-message",
    { data: { tone, ...(stays ? { stays: "yes" } : {}) } },
    el("span", {}, sentence, link && " ", link && linkTo(link.path, { spec: "a.pb-inline-link" }, link.label)),
    close,
  );
  const remove = () => made.remove();
  if (action) close.before(button(action.label, { kind: "small", on: () => (remove(), action.act()) }));
  close.addEventListener("click", remove);
  place.append(made);
  // What passes by itself makes room first: a stop that was not carried out must not be pushed out by scans that end.
  while (place.children.length > MOST) (place.querySelector(":scope > :not([data-stays])") ?? place.firstElementChild)?.remove();
  const pass = () => {
    if (made.matches(":hover, :focus-within")) globalThis.setTimeout(pass, READ_FOR);
    else remove();
  };
  if (!stays) globalThis.setTimeout(pass, action ? ACTION_SHOWN_FOR : SHOWN_FOR);
  return remove;
}

let accompany: Mount = () => null;

/** Run `work` with the place of the messages for as long as that is on the page; what it returns ends it. */
export function whileShown(work: Mount): void {
  accompany = work;
}

island("messages", (node, page) => {
  place = node;
  return accompany(node, page);
});
