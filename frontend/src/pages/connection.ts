/* The connection dot, and what every page must know: whether what it shows is still live (`data-link` and `data-engine` of the
 * document; CSS greys what is stale). The button and its details are dashboard/components/connection.py. */
import * as format from "../core/format.ts";
import type { LiveStatus } from "../core/live.ts";
import type { EngineState } from "../core/rooms.ts";
import { el, text } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { live } from "../dom/page_live.ts";
import { Refusal, rest } from "../dom/rest.ts";

const PATIENCE = 800; // ms a page may be connecting before anybody is told
const ASK_EVERY = 10000; // ms between two questions to a server that has nothing to tell
const WORDS = { connected: "live", connecting: "connecting", disconnected: "offline" };
/** Words of an engine that does nothing now. */
const ENGINE_WORDS: Record<string, string> = { starting: "starting", hung: "hangs", offline: "offline" };
let since = 0;
let lost = false;
let trip: number | null = null; // ms from a question to its answer, while no reading tells how quick the link is
let asked = -Infinity;

/** The state to show: new rooms of a page that has just opened do not make the dot flicker, and while a lost link is being
 *  retried it stays lost. */
function shown({ state }: LiveStatus, before: string | undefined): LiveStatus["state"] {
  if (state !== "connecting") since = 0;
  else since ||= Date.now();
  lost = state === "disconnected" || (lost && state !== "connected");
  if (lost) return "disconnected";
  return state === "connecting" && before === "connected" && Date.now() - since < PATIENCE ? "connected" : state;
}

/** Ask the server something small, and note how long the answer takes. */
async function ask(): Promise<void> {
  asked = Date.now();
  const at = performance.now();
  try {
    await rest.get("health");
    trip = performance.now() - at;
  } catch (refused) {
    trip = null;
    if (!(refused instanceof Refusal)) throw refused; // the banner tells of a link that is down
  }
}

/** Whether an engine does nothing, so that what is shown grows old. */
function gone(engine: EngineState | null): boolean {
  return Boolean(engine && engine.status in ENGINE_WORDS);
}

/** How old what is shown is, for those who see it greyed (`--pb-age` in CSS). */
function age({ engine, last_contact: contact }: LiveStatus): string {
  if (lost) return contact ? format.age(contact) : "";
  const quiet = gone(engine) ? engine?.heartbeat_age : null;
  return typeof quiet === "number" ? `${format.duration(quiet)} ago` : "";
}

island("connection", (node) => {
  const dot = el("span.pb-link-dot", { "aria-hidden": "true" });
  const word = el("span.pb-link-word");
  const latency = el("span.pb-link-latency");
  node.append(dot, el("span.pb-sr", {}, "Connection: "), word, " ", latency);

  return live.onStatus((status) => {
    const { engine } = status;
    const page = document.documentElement;
    const state = shown(status, page.dataset.link);
    page.dataset.link = state;
    page.dataset.engine = engine?.status ?? "unknown";
    page.style.setProperty("--pb-age", JSON.stringify(age(status)));
    const troubled = state === "connected" && engine ? ENGINE_WORDS[engine.status] : undefined;
    node.dataset.state = troubled ? "connecting" : state;
    text(word, troubled ? `engine ${troubled}` : WORDS[state]);
    const alive = state === "connected" && !gone(engine);
    const measured = status.latency !== null;
    if (alive && !measured && !document.hidden && Date.now() - asked > ASK_EVERY) void ask();
    const ms = alive ? (status.latency ?? trip) : null;
    text(latency, ms === null ? "" : `${Math.max(1, Math.round(ms))} ms`);
    const from = measured ? "a reading to this screen" : "asking the server to its answer";
    const contact = status.last_contact && `last contact ${format.age(status.last_contact)}`;
    const about = [word.textContent, ms !== null && `${latency.textContent} from ${from}`, contact];
    node.closest("button")?.setAttribute("title", about.filter(Boolean).join(" · "));
  });
});

island("connection-facts", (node) =>
  live.onStatus(({ state, engine, rooms, ...status }) => {
    const ms = (value: number | null) => (value === null ? format.NONE : `${Math.round(value)} ms`);
    const rows = [
      ["Browser to server", WORDS[state]],
      ["Last contact", status.last_contact ? format.age(status.last_contact) : "not yet"],
      ["Reading to screen", `${ms(status.latency)} median · ${ms(status.latency_p99)} p99`],
      ["Engine", engine ? (ENGINE_WORDS[engine.status] ?? `running · pid ${engine.pid}`) : "not known yet"],
      ["Bench", engine?.bench.split("/").pop() ?? format.NONE],
      ["Rooms", Object.keys(rooms).join(", ") || "none"],
    ];
    const terms = rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]);
    node.replaceChildren(el("dl.pb-facts", {}, ...terms));
  }),
);
