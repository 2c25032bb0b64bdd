/* The keyboard: g h/q/s/i go, n new scan, / search, space pause or resume, ? shows the keys, Esc Esc is the emergency stop. The list of
 * keys for people is dashboard/components/shortcuts.py. */
import { typing } from "../dom/elements.ts";
import { go } from "../dom/navigate.ts";
import * as stop from "./stop.ts";

const PLACES: Record<string, string> = { h: "/", q: "/queues", s: "/scans", i: "/instruments" };
const CHORD = 1200; // ms after `g` in which the next key goes somewhere, as they were pressed: a busy page may hear of them later
const DIALOG = 'dialog[open], [aria-modal="true"]';
/** What closes by Escape before that means anything else. */
const OPEN = `${DIALOG}, .dropdown-menu.show, .popover.show, .offcanvas.show`;
let chord = -Infinity;

function pauseOrResume(event: KeyboardEvent, target: HTMLElement): void {
  // It is a key of what has the focus, or scrolls it.
  if (target.tabIndex >= 0 || target.closest("button, a, summary, [role=tab], [role=row]")) return;
  const bar = ["resume", "pause"].map((command) => `[data-page] [data-do="${command}"]:not([hidden])`);
  const toggle = document.querySelector<HTMLElement>(bar.join());
  if (!toggle) return;
  event.preventDefault();
  toggle.click();
}

function escape(event: KeyboardEvent, target: HTMLElement): void {
  if (event.repeat) return;
  if (typing(target))
    target.blur(); // whoever types leaves the field first
  else stop.escape(event.timeStamp);
}

function pressed(event: KeyboardEvent, target: HTMLElement): void {
  const place = event.timeStamp - chord < CHORD ? PLACES[event.key] : undefined;
  chord = event.key === "g" ? event.timeStamp : -Infinity;
  if (place) go(place);
  else if (event.key === "n") go("/new");
  else if (event.key === "?") document.getElementById("shortcuts-open")?.click();
  else if (event.key === "/") {
    event.preventDefault();
    document.getElementById("search-open")?.click();
  } else if (event.key === " ") pauseOrResume(event, target);
}

/** Begin to listen to the page. */
export function start(): void {
  // Noted ahead of everything else: when the key gets here, what it closed is closed already.
  let open = false;
  document.addEventListener("keydown", () => (open = Boolean(document.querySelector(OPEN))), true);
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.key === "Escape") {
      if (!open) escape(event, target);
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !typing(target) && !document.querySelector(DIALOG)) {
      pressed(event, target);
    }
  });
}
