// @ts-nocheck
/* Where the scan goes: an existing queue or a new one, started at once or not; the one button, and why it cannot be pressed. */
import { vocabulary } from "../../core/vocabulary.ts";
import * as dom from "../../dom/elements.ts";
import { button, el, show, text } from "../../dom/elements.ts";
import { go } from "../../dom/navigate.ts";
import { live as liveModule } from "../../dom/page_live.ts";
import { Refusal, rest } from "../../dom/rest.ts";
import * as problems from "../problems.ts";
import * as tree from "../tree.ts";
import { message } from "../../dom/messages.ts";

const NEW = "new";
const BUSY = ["starting", "running", "moving", "measuring", "pausing", "paused", "stopping"];

/** The queue to begin with: the one asked for, the one used last, an idle one; else a new one. */
export function firstChoice(queues, asked, last) {
  const known = (id) => queues.some((queue) => queue.queue_id === id);
  if (known(asked)) return asked;
  if (known(last)) return last;
  const idle = queues.find((queue) => queue.status === "idle");
  return idle ? idle.queue_id : NEW;
}

/** What happens to a scan that is added to this queue, as a sentence. */
export function outlook(queue, start) {
  if (!queue) return start ? "It starts right away." : "It waits until you start the queue.";
  const waiting = queue.total_scans - queue.completed_scans;
  const ahead = waiting > 0 ? ` after the ${waiting === 1 ? "scan" : `${waiting} scans`} before it` : "";
  if (queue.status === "running")
    return ahead && queue.mode !== "parallel" ? `The queue is running: it starts${ahead}.` : "The queue is running: it starts right away.";
  if (!start) return "It waits until you start the queue.";
  const verb = queue.status === "idle" ? "started" : "resumed";
  return ahead && queue.mode !== "parallel"
    ? `The queue is ${verb}; the scan runs${ahead}.`
    : `The queue is ${verb} and the scan runs right away.`;
}

/** The command that makes a queue in this state run, "" when it runs already. */
export function starting(status) {
  return { idle: "start", paused: "resume", pausing: "resume" }[status] || "";
}

/** Sentences about instruments of the plan that cannot measure or move right now. */
export function warnings(names, instruments) {
  return names.flatMap((name) => {
    const found = instruments.find((each) => each.instrument_name === name);
    if (!found) return [];
    if (found.status === "disconnected" || found.status === "error")
      return [`${name} is ${found.status === "error" ? "in error" : "disconnected"} now: see to it before the scan starts.`];
    if (found.held_by) return [`${name} is used by ${found.held_by} now: the scan waits for it.`];
    return BUSY.includes(found.status) ? [`${name} is ${found.status} now.`] : [];
  });
}

const LAST = "pybirch.newscan.queue";

export class Target {
  constructor(node, page, session, { asked = "", queued = () => {} } = {}) {
    this.session = session;
    this.page = page;
    this.queues = [];
    this.replaces = ""; // the queued scan whose place the new one takes
    this._asked = asked;
    this._queued = queued;
    this._chosen = "";
    this._link = { state: "connected", engine: null };
    this._busy = false;
    this.select = el("select.pb-input", { id: "ns-queue" });
    this.name = el("input.pb-input", { id: "ns-queue-name", value: "Measurements", maxlength: 200, autocomplete: "off" });
    this.nameField = el("div.ns-field", {}, el("label.ns-label", { for: "ns-queue-name" }, "Name of the queue"), this.name);
    this.start = el("input", { type: "checkbox", id: "ns-start", checked: true });
    this.startField = el("label.ns-check", { for: "ns-start" }, this.start, el("span", {}, "Start now"));
    this.outlook = el("p.ns-hint");
    this.submit = button("Start scan", {
      kind: "primary",
      icon: "play",
      data: { do: "submit" },
      "aria-describedby": "ns-reason",
      title: "Ctrl+Enter",
    });
    this.reason = el("p.ns-reason", { id: "ns-reason", role: "status" });
    this.warning = el("p.ns-warning", { hidden: true });
    this.general = el("p.ns-error", { hidden: true });
    node.replaceChildren(
      el("div.ns-field", {}, el("label.ns-label", { for: "ns-queue" }, "Queue"), this.select),
      this.nameField,
      this.startField,
      this.outlook,
      this.general,
      this.warning,
      el("div.ns-submit", {}, this.submit),
      this.reason,
    );
    this.select.addEventListener("change", () => ((this._chosen = this.select.value), this.render()));
    for (const control of [this.name, this.start]) control.addEventListener("input", () => this.render());
    this.submit.addEventListener("click", () => this.press());
    this.offs = ["report", "change", "bench"].map((event) => session.on(event, () => this.render()));
    this.offs.push(
      liveModule.on(
        "global",
        { snapshot: () => this._queuesChanged(), queue_status: () => this._queuesChanged(), instrument_status: () => this.render() },
        { element: node },
      ),
    );
    this.offs.push(liveModule.onStatus((link) => this._linkChanged(link), { element: node }));
  }

  setQueues(queues) {
    this.queues = queues;
    if (!this._chosen) this._chosen = firstChoice(queues, this._asked, globalThis.localStorage.getItem(LAST));
    const entries = [
      ...queues.map((queue) => [queue.queue_id, `${queue.name} · ${queue.queue_id} · ${vocabulary.describe(queue.status).word}`]),
      [NEW, "A new queue"],
    ];
    const text = JSON.stringify(entries);
    if (text !== this._entries) {
      this._entries = text;
      this.select.replaceChildren(...entries.map(([value, label]) => el("option", { value }, label)));
    }
    this.select.value = this._chosen;
    this.render();
  }

  /** The plan is that of a scan of `queue`; `replaces` is that scan, when it is to be changed. */
  from(queue, replaces) {
    this.replaces = replaces;
    this.select.disabled = Boolean(replaces);
    if (replaces || !this._asked) this._asked = this._chosen = queue;
    if (this._entries) this.setQueues(this.queues);
    else this.render(); // which queue it is to be is decided when they are known
  }

  _queuesChanged() {
    const state = liveModule.state("global");
    if (!state || !state.queues) return;
    const live = new Map(state.queues.map((queue) => [queue.queue_id, queue]));
    const known = this.queues.map((queue) => ({ ...queue, ...live.get(queue.queue_id) }));
    const added = state.queues.filter((queue) => !this.queues.some((each) => each.queue_id === queue.queue_id));
    this.setQueues([...known, ...added]);
  }

  _linkChanged(link) {
    const before = this.blocked();
    this._link = link;
    if (before !== this.blocked()) this.render();
  }

  get queue() {
    return this.queues.find((each) => each.queue_id === this._chosen) || null;
  }

  /** Why the button cannot be pressed, "" when it can. */
  blocked() {
    const { report, failed, checking } = this.session.status;
    const { engine, state } = this._link;
    return problems.blocked({
      lost: state === "disconnected",
      offline: engine && (engine.status === "offline" || engine.status === "hung") ? `${engine.trouble} ${engine.advice}` : "",
      unreadable: this.session.unreadable,
      steps: tree.list(this.session.plan, "steps").length,
      checking: checking || !report,
      failed,
      problems: (report && report.problems) || [],
      queue: !this._chosen
        ? "Looking for the queues…"
        : this._chosen === NEW && !this.name.value.trim()
          ? "Give the new queue a name."
          : "",
    });
  }

  render() {
    const { queue } = this;
    const running = Boolean(queue) && queue.status === "running";
    show(this.nameField, this._chosen === NEW);
    show(this.startField, !running && !this.replaces);
    text(this.outlook, this.replaces ? `It takes the place of ${this.replaces} in the queue.` : outlook(queue, this.start.checked));
    const label = this.replaces ? "Save changes" : running || !this.start.checked ? "Add to queue" : "Start scan";
    if (!this._busy) text(this.submit.querySelector("span:last-child"), label);
    const why = this.blocked();
    dom.set(this.submit, "aria-disabled", why || this._busy ? "true" : null);
    if (!this._busy) {
      text(this.reason, why);
      this.reason.dataset.tone = "slate";
    }
    const { report } = this.session.status;
    const state = liveModule.state("global");
    text(this.warning, warnings((report && report.instruments) || [], (state && state.instruments) || []).join("\n"));
    show(this.warning, Boolean(this.warning.textContent));
  }

  /** Queue the scan; what stands in the way takes the focus instead. */
  async press() {
    if (this._busy) return;
    if (this.blocked()) {
      const wrong = this.page.querySelector(".ns-wrong");
      const control =
        wrong && (wrong.querySelector("input[type=text], textarea") || wrong.querySelector("input, select, [tabindex], button"));
      if (control) control.focus();
      return;
    }
    this._busy = true;
    this.render();
    text(this.submit.querySelector("span:last-child"), "asking…");
    try {
      const scan = await this._send();
      this._busy = false;
      this.session.settle();
      this._queued();
      go(`/scans/${scan}`);
    } catch (refused) {
      this._busy = false;
      if (!(refused instanceof Refusal)) throw refused;
      if (refused.errors.length) this.session.setStatus({ report: { problems: refused.errors, instruments: [] }, checking: false });
      this.render();
      text(this.reason, refused.message);
      this.reason.dataset.tone = "red";
    }
  }

  async _send() {
    const { plan } = this.session;
    if (this.replaces) return replaceScan(this.replaces, this._asked, plan);
    const made = this.queue || (await rest.post("queues", { name: this.name.value.trim() }));
    this._chosen = made.queue_id; // a second try goes into the same queue
    if (!this.queue) this.setQueues([...this.queues, made]);
    globalThis.localStorage.setItem(LAST, made.queue_id);
    const scan = await rest.post(`queues/${made.queue_id}/scans`, plan);
    const command = this.start.checked && starting(this.queue ? this.queue.status : made.status);
    if (command) await this._startQueue(made.queue_id, command, scan.scan_id);
    return scan.scan_id;
  }

  /** The scan is queued by now: that its queue does not start is told on the scan's page, not here. */
  async _startQueue(queue, command, scan) {
    try {
      await rest.post(`queues/${queue}/commands`, { command });
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      if (!(await running(queue))) message(`${scan} is queued, but ${queue} was not started: ${refused.message}`);
    }
  }
}

/** Somebody else may have started it in the meantime. */
async function running(queue) {
  const found = await rest.get(`queues/${queue}`).catch(() => null);
  return Boolean(found) && found.status === "running";
}

/** Put `plan` in the place of the queued scan `old`; returns the new scan's identifier. */
async function replaceScan(old, queue, plan) {
  const { scan_id: made } = await rest.post(`queues/${queue}/scans`, plan);
  try {
    await rest.patch(`queues/${queue}/scans`, { scan_ids: [made, old] }); // they change places
    await rest.del(`queues/${queue}/scans/${old}`);
  } catch (refused) {
    await rest.del(`queues/${queue}/scans/${made}`).catch(() => null); // the old one has begun: it stays, the new one goes
    throw refused;
  }
  return made;
}

export { NEW as NEW_QUEUE };
