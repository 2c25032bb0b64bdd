// @ts-nocheck
/* The browser's tab: its title and icon tell how it stands with what the page is about. Whoever else sets the title (Dash, as
 * pages change) names the page; the state comes before that. */
import { face, icon, titled } from "../attention/tabface.ts";
import { live } from "../dom/page_live.ts";
import { eachSecond } from "../dom/ticking.ts";
import { alerts } from "./alerts.ts";

const KINDS = ["scan", "queue", "instrument"];
let page = null;
let base = document.title || "PyBirch";
let own = "";
let plain = "";
let due = 0;
const SOON = 100; // ms in which changes are shown together: a queue of a thousand scans tells hundreds a second

/** The scan, queue or instrument that the page is about: {name, status, progress}, or null. */
function subject() {
  const { page: kind, room } = (page && page.dataset) || {};
  const state = KINDS.includes(kind) ? live.state(room) : null;
  const found = state && state[kind];
  if (!found) return null;
  const endless = kind === "scan" && !found.total_points;
  return { name: found.name || found.instrument_name, status: found.status, progress: endless ? null : found.progress };
}

function everything() {
  const state = live.state("global");
  if (!state) return null;
  return {
    running: state.scans.filter((scan) => scan.status === "running").length,
    failed: alerts ? alerts.unseen() : 0,
    errors: state.instruments.filter((instrument) => instrument.status === "error").length,
  };
}

function refresh() {
  const { link, engine } = document.documentElement.dataset;
  const about = subject();
  const shown = face({ link, engine, subject: about, all: everything() });
  const title = titled(shown, about ? `${about.name} · PyBirch` : base);
  if (title !== own || document.title !== own) document.title = own = title;
  const mark = document.getElementById("pb-icon");
  if (!mark) return;
  plain = plain || mark.getAttribute("href");
  const wanted = shown ? icon(shown) : plain;
  if (mark.getAttribute("href") !== wanted) mark.setAttribute("href", wanted);
}

function soon() {
  due =
    due ||
    globalThis.setTimeout(() => {
      due = 0;
      refresh();
    }, SOON);
}

/** Begin to listen to the page. */
export function start() {
  document.addEventListener("pybirch:page", ({ detail }) => {
    page = detail.node;
    if (page.dataset.room)
      live.on(page.dataset.room, { snapshot: soon, scan_status: soon, queue_status: soon, instrument_status: soon }, { element: page });
    refresh();
  });
  new MutationObserver(() => {
    if (document.title === own) return;
    base = document.title;
    if (page && !page.isConnected) page = null;
    refresh();
  }).observe(document.querySelector("title"), { childList: true });
  eachSecond(refresh);
}
