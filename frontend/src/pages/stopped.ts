// @ts-nocheck
/* The banner of an emergency stop: on every page, for everybody, until somebody has looked at what it left and takes it away. */
import * as format from "../core/format.ts";
import * as story from "../core/stop_story.ts";
import { button, el, set, show, text } from "../dom/elements.ts";
import { action, saying } from "../dom/action.ts";
import { island } from "../dom/islands.ts";
import { link } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { rest as restModule } from "../dom/rest.ts";

island("stopped", (node) => {
  let stop = null;
  const head = el("strong");
  const rest = el("span");
  const more = button("What happened", {
    kind: "small",
    "aria-expanded": "false",
    data: { do: "what-happened" },
    on: () => open(details.hidden ? "details" : ""),
  });
  const on = button("It is safe: go on …", {
    kind: "small",
    "aria-expanded": "false",
    data: { do: "go-on" },
    on: () => open(going.hidden ? "going" : ""),
  });
  const details = el("div.pb-stopped-details", { hidden: true });
  const going = el("div.pb-stopped-going", { hidden: true });
  const said = saying();
  node.append(
    el(
      "div.pb-stopped-line",
      { role: "alert" },
      el("span.pb-banner-mark", { "aria-hidden": "true" }),
      el("span.pb-banner-text", {}, head, " ", rest),
      el("span.pb-stopped-actions", {}, more, on),
    ),
    details,
    going,
  );
  show(node, false);

  function open(what) {
    for (const [panel, opener, name] of [
      [details, more, "details"],
      [going, on, "going"],
    ]) {
      show(panel, what === name);
      set(opener, "aria-expanded", String(what === name));
    }
    if (what === "going") fillGoing();
  }
  function render() {
    const there = Boolean(stop) && !stop.dismissed_at;
    if (!there) open("");
    show(node, there);
    if (!there) return;
    text(head, story.headline(stop));
    text(rest, story.sentences(stop).join(" "));
    details.replaceChildren(...happened(stop));
  }
  function fillGoing() {
    const queues = story.queuesToGoOn(stop, live.state("global") || {});
    const boxes = queues.map((queue) => ({ queue, box: el("input", { type: "checkbox" }) }));
    const advice = story.needsLooking(stop) ? "Some instruments were not reached, or are on their way: look at them first. " : "";
    const act = button(queues.length ? "Go on" : "Take this banner away", { kind: "primary", data: { do: "take-away" } });
    action(
      act,
      () =>
        goOn(
          stop.stop_id,
          boxes.filter(({ box }) => box.checked).map(({ queue }) => queue),
        ),
      { asking: "going on…", said },
    );
    going.replaceChildren(
      el(
        "p",
        {},
        `${advice}Taking the banner away moves nothing. ${queues.length ? "Choose the queues that go on; with none chosen, only the banner goes away:" : "No queue that the stop ended has a scan that waits."}`,
      ),
      el(
        "ul.pb-stopped-queues",
        {},
        boxes.map(({ queue, box }) =>
          el(
            "li",
            {},
            el("label.pb-stopped-queue", {}, box, el("span", {}, `${queue.name} · ${format.counted(queue.waiting, "scan")} waiting`)),
            link(`/queues/${queue.queue_id}`, { spec: "a.pb-inline-link" }, "Look at it"),
          ),
        ),
      ),
      el("div.pb-stopped-actions", {}, act, button("Not yet", { kind: "small", on: () => open("") }), said),
    );
  }
  function take(found) {
    if (!found) return;
    const known = stop && stop.stop_id === found.stop_id ? stop : { dismissed_at: null, dismissed_by: null };
    stop = { ...known, ...found };
    render();
  }
  const off = live.on(
    "global",
    {
      snapshot: (state) => take(state.stop),
      emergency_stop: take,
      stop_dismissed: ({ timestamp, ...data }) => stop && data.stop_id === stop.stop_id && take(data),
    },
    { element: node },
  );
  return off;
});

/** Start the chosen queues, then take the banner away for everybody; a refusal of one leaves the banner. */
async function goOn(stop, queues) {
  for (const queue of queues) await restModule.post(`queues/${queue.queue_id}/commands`, { command: "start" });
  await restModule.post(`stops/${stop}/commands`, { command: "dismiss" });
}

/** Each instrument and what became of it, then the scans that were aborted. */
function happened({ instruments, scans }) {
  const rows = instruments.map((each) => {
    const { tone, words } = story.outcome(each);
    return el(
      "tr",
      {},
      el("th", { scope: "row" }, link(`/instruments/${each.instrument_id}`, { spec: "a.pb-inline-link" }, each.instrument_name)),
      el("td.pb-stopped-outcome", { data: { tone } }, words),
      el("td.pb-mono", {}, story.where(each)),
    );
  });
  const links = scans.flatMap((id) => [link(`/scans/${id}`, { spec: "a.pb-inline-link" }, id), " "]);
  return [el("table.pb-stopped-table", {}, el("tbody", {}, rows)), scans.length > 0 && el("p", {}, "Aborted: ", links)].filter(Boolean);
}
