// @ts-nocheck
/* The connection dot, and what every page must know: whether what it shows is still live (`data-link` and `data-engine` of the
 * document; CSS greys what is stale). */
import * as format from "../core/format.ts";
import { el, text } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { live as liveModule } from "../dom/page_live.ts";
import { popover } from "../dom/popover.ts";
import { Refusal, rest } from "../dom/rest.ts";

const PATIENCE = 800; // ms a page may be connecting before anybody is told
const ASK_EVERY = 10000; // ms between two questions to a server that has nothing to tell
const WORDS = { connected: "live", connecting: "connecting", disconnected: "offline" };
const ENGINE_WORDS = { starting: "starting", hung: "hangs", offline: "offline" }; // of an engine that does nothing now
let since = 0;
let lost = false;
let trip = null; // ms from a question to its answer, while no reading tells how quick the link is
let asked = -Infinity;

/** The state to show: new rooms of a page that has just opened do not make the dot flicker, and while a lost link is being
 *  retried it stays lost. */
function shown(status, before) {
  if (status.state !== "connecting") since = 0;
  else if (!since) since = Date.now();
  lost = status.state === "disconnected" || (lost && status.state !== "connected");
  if (lost) return "disconnected";
  return status.state === "connecting" && before === "connected" && Date.now() - since < PATIENCE ? "connected" : status.state;
}

/** Ask the server something small, and note how long the answer takes. */
async function ask() {
  asked = Date.now();
  const at = globalThis.performance.now();
  try {
    await rest.get("health");
    trip = globalThis.performance.now() - at;
  } catch (refused) {
    trip = null;
    if (!(refused instanceof Refusal)) throw refused; // the banner tells of a link that is down
  }
}

/** Whether an engine does nothing, so that what is shown grows old. */
const gone = (engine) => Boolean(engine) && engine.status in ENGINE_WORDS;

/** How old what is shown is, for those who see it greyed (`--pb-age` in CSS). */
function age(status) {
  const { engine } = status;
  if (lost) return status.last_contact ? format.age(status.last_contact) : "";
  const quiet = gone(engine) ? engine.heartbeat_age : null;
  return typeof quiet === "number" ? `${format.duration(quiet)} ago` : "";
}

island("connection", (node) => {
  const dot = el("span.pb-link-dot", { "aria-hidden": "true" });
  const word = el("span.pb-link-word");
  const latency = el("span.pb-link-latency");
  const button = el(
    "button.pb-button.pb-button-quiet.pb-link",
    { type: "button" },
    dot,
    el("span.pb-sr", {}, "Connection: "),
    word,
    " ",
    latency,
  );
  const panel = el("div.pb-popover", { role: "dialog", "aria-label": "Connection" });
  let last = null;
  popover(button, panel, { opened: () => fill(panel, last) });
  node.append(button, panel);

  return liveModule.onStatus((status) => {
    last = status;
    const page = document.documentElement;
    const state = shown(status, page.dataset.link);
    page.dataset.link = state;
    page.dataset.engine = status.engine ? status.engine.status : "unknown";
    const engineWord = state === "connected" && status.engine && ENGINE_WORDS[status.engine.status];
    node.dataset.state = engineWord ? "connecting" : state;
    text(word, engineWord ? `engine ${engineWord}` : WORDS[state]);
    const live = state === "connected" && !gone(status.engine);
    const measured = typeof status.latency === "number";
    if (live && !measured && !document.hidden && Date.now() - asked > ASK_EVERY) ask();
    const ms = measured ? status.latency : trip;
    text(latency, live && ms !== null ? `${Math.max(1, Math.round(ms))} ms` : "");
    const about =
      live && ms !== null ? `${latency.textContent} from ${measured ? "a reading to this screen" : "asking the server to its answer"}` : "";
    button.title = [word.textContent, about, status.last_contact && `last contact ${format.age(status.last_contact)}`]
      .filter(Boolean)
      .join(" · ");
    page.style.setProperty("--pb-age", JSON.stringify(age(status)));
    if (!panel.hidden) fill(panel, status);
  });
});

function fill(panel, status) {
  const ms = (value) => (typeof value === "number" ? `${Math.round(value)} ms` : format.NONE);
  const engine = status.engine;
  const rows = [
    ["Browser to server", WORDS[status.state]],
    ["Last contact", status.last_contact ? format.age(status.last_contact) : "not yet"],
    ["Reading to screen", `${ms(status.latency)} median · ${ms(status.latency_p99)} p99`],
    ["Engine", engine ? ENGINE_WORDS[engine.status] || `running · pid ${engine.pid}` : "not heard of yet"],
    ["Bench", engine && engine.bench ? String(engine.bench).split("/").pop() : format.NONE],
    ["Rooms", Object.keys(status.rooms).join(", ") || "none"],
  ];
  panel.replaceChildren(
    el(
      "dl.pb-facts",
      {},
      rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
    ),
  );
}
