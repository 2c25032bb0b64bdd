// @ts-nocheck
/* The banner: shown only when something is wrong with a link, saying which one and what happens next. */
import * as format from "../core/format.ts";
import { button, el, show, text } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { live } from "../dom/page_live.ts";

const PATIENCE = 5000; // ms a page may take to connect before the banner speaks
const SIGNED_OUT = 4401;

/** {tone, what, next, act} of the worst trouble, or null. */
function trouble(status, waited) {
  const rooms = Object.values(status.rooms);
  const last = status.last_contact ? `What you see is from ${format.age(status.last_contact)}.` : "";
  if (rooms.some((room) => room.code === SIGNED_OUT)) {
    return { tone: "red", what: "You are signed out.", next: last, act: "Sign in", run: () => globalThis.location.reload() };
  }
  if (status.state === "connecting" && waited && document.documentElement.dataset.link !== "disconnected") {
    return {
      tone: "amber",
      what: "Connecting to the server takes longer than usual.",
      next: "",
      act: "Retry now",
      run: () => live.retryNow(),
    };
  }
  if (status.state !== "connected" && waited) {
    const wait = typeof status.retry_in === "number" ? Math.ceil(status.retry_in) : null;
    const next = wait ? `Retrying in ${wait} s.` : "Connecting…";
    return {
      tone: "red",
      what: `The link from this browser to the server is down. ${last}`,
      next,
      act: "Retry now",
      run: () => live.retryNow(),
    };
  }
  const { engine } = status;
  if (engine && engine.trouble) {
    const gone = engine.status !== "online";
    const what = gone ? `${engine.trouble} Scans and instruments stand as last seen.` : engine.trouble;
    return { tone: engine.disk_full || engine.status === "hung" ? "red" : "amber", what, next: engine.advice };
  }
  if (engine && engine.disk_warning) return { tone: "amber", what: engine.disk_warning, next: "" };
  return null;
}

island("banner", (node) => {
  const what = el("strong");
  const next = el("span");
  const act = button("Retry now", { kind: "small" });
  let run = () => {};
  act.addEventListener("click", () => run());
  node.append(el("span.pb-banner-mark", { "aria-hidden": "true" }), el("span.pb-banner-text", {}, what, " ", next), act);
  show(node, false);
  let since = Date.now();

  return live.onStatus((status) => {
    if (status.state === "connected") since = 0;
    else if (!since) since = Date.now();
    const found = trouble(status, since && (document.documentElement.dataset.link === "disconnected" || Date.now() - since > PATIENCE));
    show(node, found);
    if (!found) return;
    node.dataset.tone = found.tone;
    text(what, found.what.trim());
    text(next, found.next);
    show(act, found.act);
    if (found.act) text(act.firstChild, found.act);
    run = found.run || run;
  });
});
