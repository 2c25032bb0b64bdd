/* Tells of scans that finish, fail or wait, in the ways that were chosen in the frame's settings; those are kept in this
 * browser. Each thing is told once, however many tabs are open. */
import { anyOn, choose as attentionChoose, readChoices, type Choices, type Way } from "../attention/choices.ts";
import { Watch, notice, route, type Kind, type Notice } from "../attention/occasions.ts";
import { play } from "../attention/tunes.ts";
import type { ScanStatus } from "../core/events.gen.ts";
import * as place from "../core/place.ts";
import { go } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { Refusal, rest } from "../dom/rest.ts";
import { message } from "../dom/messages.ts";
import * as troubles from "./troubles.ts";

const KEY = "pybirch.attention";
const LEADER = "pybirch-sounds";
const MOST_MISSED = 5;
const TONES: Record<Kind, string> = { finished: "green", failed: "red", waiting: "amber" };
let audio: AudioContext | null = null;
let leads = !globalThis.navigator.locks; // where tabs cannot agree, each of them sounds
let unseen = 0;

function choices(): Choices {
  return readChoices(globalThis.localStorage.getItem(KEY));
}

function looking(): boolean {
  return !document.hidden && document.hasFocus();
}

/** What notifications are to this browser: "granted", "denied", "default", or "none" where there are none. */
function permission(): NotificationPermission | "none" {
  return "Notification" in globalThis && globalThis.isSecureContext ? Notification.permission : "none";
}

/** Switch one thing on or off; resolves to whether it is on, which the browser or the person may refuse. */
async function choose(kind: Kind, way: Way, on: boolean): Promise<boolean> {
  if (on && way === "notify" && !(await allowed())) return false;
  globalThis.localStorage.setItem(KEY, JSON.stringify(attentionChoose(choices(), kind, way, on)));
  if (on && way === "sound") sound(kind, true);
  return on;
}

async function allowed(): Promise<boolean> {
  if (permission() === "default") await Notification.requestPermission();
  return permission() === "granted";
}

/** Browsers let a page sound only after somebody has used it. */
function tuneIn(): void {
  if (!anyOn(choices(), "sound")) return;
  audio ??= new AudioContext();
  if (audio.state === "suspended") void audio.resume();
  if (leads || !globalThis.navigator.locks) return;
  void globalThis.navigator.locks.request(LEADER, () => {
    leads = true;
    return new Promise(() => {}); // until this tab is closed
  });
}

function sound(kind: Kind, sample = false): void {
  tuneIn();
  if (audio && (leads || sample)) play(audio, kind);
}

function tell(kind: Kind, scan: ScanStatus): void {
  if (kind === "failed" && document.hidden) unseen += 1;
  const chosen = choices()[kind];
  if (chosen.sound) sound(kind);
  if (!chosen.notify) return;
  const told = notice(scan);
  const way = route({ looking: looking(), path: here() }, told);
  if (way === "message" && !troubles.ofScan(scan)) message(`${told.title}.`, { tone: TONES[kind] });
  if (way === "notification" && permission() === "granted") show(told);
}

function show({ title, body, tag, path }: Notice): void {
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
function here(): string {
  return `/${globalThis.location.pathname.slice(place.prefix().length)}`;
}

/** Follow all scans from now on. */
function follow(): void {
  const watch = new Watch();
  const hear = (scan: ScanStatus) => {
    const kind = watch.status(scan);
    if (kind) tell(kind, scan);
  };
  async function missed(ids: string[]): Promise<void> {
    for (const id of ids.slice(0, MOST_MISSED)) {
      try {
        hear(await rest.get(`scans/${id}`));
      } catch (refused) {
        if (!(refused instanceof Refusal)) throw refused; // it is gone, or the link is
      }
    }
  }
  live.on("global", {
    snapshot: (state) => {
      void missed(watch.snapshot(state.scans));
      state.scans.forEach(hear);
    },
    scan_status: hear,
  });
}

for (const use of ["pointerdown", "keydown"]) document.addEventListener(use, tuneIn, { capture: true, passive: true });
export const alerts = { KEY, choices, choose, permission, follow, unseen: () => unseen };

/** Begin to listen to the page. */
export function start(): void {
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) unseen = 0;
  });
}
