/* The browser's tab: its title and icon tell how it stands with what the page is about. Whoever else sets the title (Dash, as
 * pages change) names the page; the state comes before that. */
import { face, icon, titled } from "../attention/tabface.ts";
import { live } from "../dom/page_live.ts";
import { eachSecond } from "../dom/ticking.ts";
import { alerts } from "./alerts.ts";

const KINDS = ["scan", "queue", "instrument"];
let page: HTMLElement | null = null;
let base = document.title || "PyBirch";
let own = "";
let plain = "";
let due = 0;
/** What a scan, queue or instrument tells, as far as the tab shows it. */
interface Told {
  name?: string;
  instrument_name?: string;
  status: string;
  progress?: number | null;
  total_points?: number | null;
}

const SOON = 100; // ms in which changes are shown together: a queue of a thousand scans tells hundreds a second

/** The scan, queue or instrument that the page is about: {name, status, progress}, or null. */
function subject(): { name: string; status: string; progress: number | null } | null {
  const { page: kind = "", room = "" } = page?.dataset ?? {};
  const state = KINDS.includes(kind) ? (live.state(room) as Record<string, Told | undefined> | null) : null;
  const found = state?.[kind];
  if (!found) return null;
  const endless = kind === "scan" && !found.total_points;
  return { name: found.name ?? found.instrument_name ?? "", status: found.status, progress: endless ? null : (found.progress ?? null) };
}

function everything() {
  const state = live.state("global");
  if (!state) return null;
  return {
    running: state.scans.filter((scan) => scan.status === "running").length,
    failed: alerts.unseen(),
    errors: state.instruments.filter((instrument) => instrument.status === "error").length,
  };
}

function refresh(): void {
  const { link, engine } = document.documentElement.dataset;
  const about = subject();
  const shown = face({ link, engine, subject: about, all: everything() });
  const title = titled(shown, about ? `${about.name} · PyBirch` : base);
  if (title !== own || document.title !== own) document.title = own = title;
  const mark = document.querySelector<HTMLLinkElement>("#pb-icon");
  if (!mark) return;
  plain ||= mark.getAttribute("href") ?? "";
  const wanted = shown ? icon(shown) : plain;
  if (mark.getAttribute("href") !== wanted) mark.setAttribute("href", wanted);
}

function soon(): void {
  due ||= window.setTimeout(() => {
    due = 0;
    refresh();
  }, SOON);
}

/** Begin to listen to the page. */
export function start(): void {
  document.addEventListener("pybirch:page", (event) => {
    page = (event as CustomEvent<{ node: HTMLElement }>).detail.node;
    if (page.dataset.room)
      live.on(page.dataset.room, { snapshot: soon, scan_status: soon, queue_status: soon, instrument_status: soon }, { element: page });
    refresh();
  });
  new MutationObserver(() => {
    if (document.title === own) return;
    base = document.title;
    if (page && !page.isConnected) page = null;
    refresh();
  }).observe(document.querySelector("title") ?? document.head, { childList: true });
  eachSecond(refresh);
}
