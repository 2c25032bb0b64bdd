// @ts-nocheck
/* The keyboard: g h/q/s/i go, n new scan, / search, space pause or resume, ? shows the keys, Esc Esc is the emergency stop. */
import * as dom from "../dom/elements.ts";
import { el, typing } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { go } from "../dom/navigate.ts";
import { search } from "./search.ts";
import * as stop from "./stop.ts";

const PLACES = { h: "/", q: "/queues", s: "/scans", i: "/instruments" };
const CHORD = 1200; // ms after `g` in which the next key goes somewhere, as they were pressed: a busy page may hear of them later
const KEYS = [
  [["g", "h"], "Home"],
  [["g", "q"], "Queues"],
  [["g", "s"], "Scans"],
  [["g", "i"], "Instruments"],
  [["n"], "New scan"],
  [["/"], "Search"],
  [["space"], "Pause or resume, on a scan or queue"],
  [["Esc", "Esc"], "Emergency stop"],
  [["?"], "These keys"],
];
let chord = -Infinity;
let dialog = null;

export function show() {
  if (dialog && !dialog.open) dialog.showModal();
}

function pauseOrResume(event) {
  // It is a key of what has the focus, or scrolls it.
  if (event.target.tabIndex >= 0 || event.target.closest("button, a, summary, [role=tab], [role=row]")) return;
  const toggle = document.querySelector('[data-page] [data-do="resume"]:not([hidden]), [data-page] [data-do="pause"]:not([hidden])');
  if (!toggle) return;
  event.preventDefault();
  toggle.click();
}

island("shortcuts", (node) => {
  const rows = KEYS.flatMap(([keys, does]) => [
    el(
      "dt",
      {},
      keys.map((key) => el("kbd", {}, key)),
    ),
    el("dd", {}, does),
  ]);
  const close = dom.button("Close", { on: () => dialog.close() });
  dialog = el(
    "dialog.pb-dialog",
    { "aria-label": "Keyboard shortcuts" },
    el("h2", {}, "Keyboard shortcuts"),
    el("dl.pb-keys", {}, rows),
    close,
  );
  node.append(dialog);
});

/** Begin to listen to the page. */
export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (event.repeat || document.querySelector("dialog[open]")) return; // in a dialog it only closes it
      if (typing(event.target))
        event.target.blur(); // and whoever types leaves the field by it
      else stop.escape(event.timeStamp);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    const place = event.timeStamp - chord < CHORD ? PLACES[event.key] : undefined;
    chord = event.key === "g" ? event.timeStamp : -Infinity;
    if (place) go(place);
    else if (event.key === "n") go("/new");
    else if (event.key === "?") show();
    else if (event.key === "/") {
      event.preventDefault();
      search.open();
    } else if (event.key === " ") pauseOrResume(event);
  });
}
