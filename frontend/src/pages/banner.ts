/* The banner: shown only when something is wrong with a link, saying which one and what happens next. */
import * as format from "../core/format.ts";
import type { LiveStatus } from "../core/live.ts";
import { button, el, show, text } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { live } from "../dom/page_live.ts";

const PATIENCE = 5000; // ms a page may take to connect before the banner speaks
const SIGNED_OUT = 4401; // close code

interface Trouble {
  tone: "red" | "amber";
  what: string;
  next: string;
  /** What a press of the button does, and its label. */
  act?: { label: string; run: () => void };
}

const RETRY = { label: "Retry now", run: () => live.retryNow() };
const SIGN_IN = { label: "Sign in", run: () => globalThis.location.reload() };

/** The worst trouble, or null; `waited` long enough for a page that has just opened. */
function trouble({ state, engine, rooms, ...status }: LiveStatus, waited: boolean): Trouble | null {
  const last = status.last_contact ? `What you see is from ${format.age(status.last_contact)}.` : "";
  const { link } = document.documentElement.dataset;
  if (Object.values(rooms).some((room) => room.code === SIGNED_OUT)) {
    return { tone: "red", what: "You are signed out.", next: last, act: SIGN_IN };
  }
  if (state === "connecting" && waited && link !== "disconnected") {
    return { tone: "amber", what: "Connecting to the server takes longer than usual.", next: "", act: RETRY };
  }
  if (state !== "connected" && waited) {
    const next = status.retry_in ? `Retrying in ${Math.ceil(status.retry_in)} s.` : "Connecting…";
    return { tone: "red", what: `The link from this browser to the server is down. ${last}`.trim(), next, act: RETRY };
  }
  if (engine?.trouble) {
    const what = engine.status === "online" ? engine.trouble : `${engine.trouble} Scans and instruments stand as last seen.`;
    return { tone: engine.disk_full || engine.status === "hung" ? "red" : "amber", what, next: engine.advice };
  }
  return engine?.disk_warning ? { tone: "amber", what: engine.disk_warning, next: "" } : null;
}

island("banner", (node) => {
  const what = el("strong");
  const next = el("span");
  let found: Trouble | null = null;
  const act = button(RETRY.label, { kind: "small", on: () => found?.act?.run() });
  node.append(el("span.pb-banner-mark", { "aria-hidden": "true" }), el("span.pb-banner-text", {}, what, " ", next), act);
  let since = Date.now();

  return live.onStatus((status) => {
    if (status.state === "connected") since = 0;
    else since ||= Date.now();
    const lost = document.documentElement.dataset.link === "disconnected";
    found = trouble(status, since > 0 && (lost || Date.now() - since > PATIENCE));
    show(node, found);
    if (!found) return;
    node.dataset.tone = found.tone;
    text(what, found.what);
    text(next, found.next);
    show(act, found.act);
    if (found.act) text(act.lastElementChild ?? act, found.act.label);
  });
});
