// @ts-nocheck
/* The command bar of a scan or queue: only what its state allows is there; each button says what is being asked, then the bar
 * shows what the engine made of it. Which state allows what comes from the server's own table (`data-allowed`). */
import { button, set, show } from "../dom/elements.ts";
import { action, saying } from "../dom/action.ts";
import { island } from "../dom/islands.ts";
import { live } from "../dom/page_live.ts";
import { rest } from "../dom/rest.ts";
import { message } from "../dom/messages.ts";

const SETTLE = 350; // ms in which a button that has just appeared under the pointer takes no press

const COMMANDS = {
  start: { label: "Start", icon: "play", asking: "starting…", kind: "primary" },
  pause: { label: "Pause", icon: "pause", asking: "pausing…" },
  resume: { label: "Resume", icon: "play", asking: "resuming…", kind: "primary" },
  stop: { label: "Stop", icon: "square", asking: "stopping…", question: "Stop for good?" },
  abort: { label: "Abort", icon: "abort", asking: "aborting…", question: "Abort now?", kind: "danger" },
  retry: { label: "Retry", icon: "retry", asking: "queueing a copy…" },
  clear: { label: "Clear", icon: "trash", asking: "clearing…", question: "Remove all that wait?", kind: "quiet" },
};
const TITLES = {
  pause: "Finish the present step, then hold (space)",
  resume: "Go on at the next step (space)",
  stop: "End gracefully and keep the data",
  abort: "End now; instruments go to their safe values",
  retry: "Put a copy at the end of the queue",
  clear: "Remove the scans that have not started",
};

island("commands", (node, page) => {
  const { kind, thing, room } = node.dataset;
  const allowed = JSON.parse(node.dataset.allowed);
  const said = saying();
  const bar = Object.keys(allowed).map((name) => {
    const { label, icon, asking, question = "", kind: look = "" } = COMMANDS[name];
    const made = button(label, { kind: look, icon, data: { do: name }, title: TITLES[name] || "" });
    const settle = action(made, () => rest.post(`${kind}/${thing}/commands`, { command: name }), {
      asking,
      question,
      said,
      done: (answer) => finished(name, answer),
    });
    show(made, false);
    return { name, made, settle };
  });
  set(set(node, "role", "group"), "aria-label", "Commands");
  node.tabIndex = -1;
  node.append(said, ...bar.map(({ made }) => made));
  let before = null;

  function follow({ status }) {
    if (status === before) return;
    before = status;
    const held = node.contains(document.activeElement);
    for (const { name, made, settle } of bar) {
      const wanted = allowed[name].includes(status);
      settle();
      if (wanted && made.hidden) {
        made.style.pointerEvents = "none";
        globalThis.setTimeout(() => (made.style.pointerEvents = ""), SETTLE);
      }
      show(made, wanted);
    }
    if (held && document.activeElement.hidden) node.focus(); // the keyboard's place stays in the bar, on no other button
  }
  const one = kind === "scans" ? "scan" : "queue";
  if (page) page.addEventListener("pybirch:known", (event) => follow(event.detail)); // ahead of the room's snapshot
  return live.on(
    room,
    { snapshot: (state) => follow(state[one]), [`${one}_status`]: (data) => follows(data) && follow(data) },
    { element: node },
  );

  function follows(data) {
    return data[`${one}_id`] === thing;
  }
});

function finished(name, answer) {
  const made = answer && answer.result && answer.result.scan_id;
  if (name === "retry" && made) message(`${made} was queued as a copy.`, { tone: "green" });
}
