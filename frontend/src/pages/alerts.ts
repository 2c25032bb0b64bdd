// @ts-nocheck
/* Tells of scans that finish, fail or wait, in the ways that were chosen in the frame's settings; those are kept in this
 * browser. Each thing is told once, however many tabs are open. */
import { anyOn, choose as attentionChoose, readChoices } from "../attention/choices.ts";
import { Watch, notice, route } from "../attention/occasions.ts";
import { play } from "../attention/tunes.ts";
import * as place from "../core/place.ts";
import { go } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { Refusal, rest } from "../dom/rest.ts";
import { message } from "../dom/messages.ts";
import * as troubles from "./troubles.ts";

const KEY = "pybirch.attention";
const LEADER = "pybirch-sounds";
const MOST_MISSED = 5;
const TONES = { finished: "green", failed: "red", waiting: "amber" };
let audio = null;
let leads = !globalThis.navigator.locks; // where tabs cannot agree, each of them sounds
let unseen = 0;

function choices() {
  return readChoices(globalThis.localStorage.getItem(KEY));
}

function looking() {
  return !document.hidden && document.hasFocus();
}

/** What notifications are to this browser: "granted", "denied", "default", or "none" where there are none. */
function permission() {
  return globalThis.Notification && globalThis.isSecureContext ? globalThis.Notification.permission : "none";
}

/** Switch one thing on or off; resolves to whether it is on, which the browser or the person may refuse. */
async function choose(kind, way, on) {
  if (on && way === "notify" && !(await allowed())) return false;
  globalThis.localStorage.setItem(KEY, JSON.stringify(attentionChoose(choices(), kind, way, on)));
  if (on && way === "sound") sound(kind, true);
  return on;
}

async function allowed() {
  if (permission() === "default") await globalThis.Notification.requestPermission();
  return permission() === "granted";
}

/** Browsers let a page sound only after somebody has used it. */
function tuneIn() {
  if (!anyOn(choices(), "sound")) return;
  audio = audio || new globalThis.AudioContext();
  if (audio.state === "suspended") audio.resume();
  if (leads || !globalThis.navigator.locks) return;
  globalThis.navigator.locks.request(LEADER, () => {
    leads = true;
    return new Promise(() => {}); // until this tab is closed
  });
}

function sound(kind, sample = false) {
  tuneIn();
  if (audio && (leads || sample)) play(audio, kind);
}

function tell(kind, scan) {
  if (kind === "failed" && document.hidden) unseen += 1;
  const chosen = choices()[kind];
  if (chosen.sound) sound(kind);
  if (!chosen.notify) return;
  const told = notice(scan);
  const way = route({ looking: looking(), path: here() }, told);
  if (way === "message" && !troubles.ofScan(scan)) message(`${told.title}.`, { tone: TONES[kind] });
  if (way === "notification" && permission() === "granted") show(told);
}

function show({ title, body, tag, path }) {
  try {
    const made = new globalThis.Notification(title, { body, tag });
    made.onclick = () => {
      globalThis.focus();
      go(path);
      made.close();
    };
  } catch {
    message(`${title}.`); // phones let only service workers notify
  }
}

/** The page's path as `PyBirch.go` takes it. */
function here() {
  return `/${globalThis.location.pathname.slice(place.prefix().length)}`;
}

/** Follow all scans for as long as `node` is in the page. */
function follow(node) {
  const watch = new Watch();
  const hear = (scan) => {
    const kind = watch.status(scan);
    if (kind) tell(kind, scan);
  };
  async function missed(ids) {
    for (const id of ids.slice(0, MOST_MISSED)) {
      try {
        hear(await rest.get(`scans/${id}`));
      } catch (refused) {
        if (!(refused instanceof Refusal)) throw refused; // it is gone, or the link is
      }
    }
  }
  return live.on(
    "global",
    {
      snapshot: (state) => {
        missed(watch.snapshot(state.scans));
        state.scans.forEach(hear);
      },
      scan_status: hear,
    },
    { element: node },
  );
}

for (const use of ["pointerdown", "keydown"]) document.addEventListener(use, tuneIn, { capture: true, passive: true });
export const alerts = { KEY, choices, choose, permission, follow, unseen: () => unseen };

/** Begin to listen to the page. */
export function start() {
  document.addEventListener("visibilitychange", () => (unseen = document.hidden ? unseen : 0));
}
