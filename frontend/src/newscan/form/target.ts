/* The button that queues the scan, and why it cannot be pressed. The form around it is dashboard/new_scan/target.py. */
import { addScan } from "../../dom/add_scan.ts";
import { part, set, show, text } from "../../dom/elements.ts";
import { message } from "../../dom/messages.ts";
import { go } from "../../dom/navigate.ts";
import { live } from "../../dom/page_live.ts";
import { Refusal, rest } from "../../dom/rest.ts";
import { setProps } from "../../dom/stores.ts";
import { sent } from "../model.ts";
import { blocked } from "../problems.ts";
import type { Session } from "../session.ts";
import * as tree from "../tree.ts";

const LAST = "pybirch.newscan.queue";
const NEW = "new"; // stands for a queue that is made together with the scan
const BUSY = ["starting", "running", "moving", "measuring", "pausing", "paused", "suspended", "stopping"];
const STARTS: Record<string, "start" | "resume" | undefined> = { idle: "start", paused: "resume", pausing: "resume" };

export interface Instrument {
  instrument_name: string;
  status: string;
  held_by?: string | null;
}

/** Sentences about instruments of the plan that cannot measure or move right now. */
export function warnings(names: string[], instruments: Instrument[]): string[] {
  return names.flatMap((name) => {
    const found = instruments.find((each) => each.instrument_name === name);
    if (!found) return [];
    const { status, held_by: holder } = found;
    if (status === "disconnected" || status === "error")
      return [`${name} is ${status === "error" ? "in error" : "disconnected"} now: correct that before the scan starts.`];
    if (holder) return [`${name} is used by ${holder} now: the scan waits for it.`];
    return BUSY.includes(status) ? [`${name} is ${status} now.`] : [];
  });
}

/** Whom the page hears of: the server and the engine. */
interface Link {
  state: string;
  engine: { status: string; trouble: string; advice: string } | null;
}

export class Target {
  private readonly page: HTMLElement;
  private readonly session: Session;
  private readonly replaces: string;
  private readonly queued: () => void;
  private link: Link = { state: "connected", engine: null };
  private sending = false;
  private refused = "";

  /** `replaces` is the waiting scan whose place the new one takes; `queued` is told once a scan is queued. */
  constructor(page: HTMLElement, session: Session, replaces: string, queued: () => void) {
    this.page = page;
    this.session = session;
    this.replaces = replaces;
    this.queued = queued;
    const node = part(page, "target") as HTMLElement;
    const change = (): void => {
      this.refused = "";
      this.render();
    };
    for (const event of ["input", "change"]) node.addEventListener(event, change);
    this.part("submit", "do").addEventListener("click", () => this.press());
    session.on(["change"], change);
    session.on(["report", "bench"], () => this.render());
    live.on("global", { snapshot: () => this.render(), instrument_status: () => this.render() }, { element: page });
    live.onStatus((link: Link) => this.hear(link), { element: page });
  }

  /** Choose the queue that was used last, where it is still there. */
  chooseLast(): void {
    const last = globalThis.localStorage.getItem(LAST);
    if (last && [...this.select.options].some(({ value }) => value === last)) setProps("ns-queue", { value: last });
  }

  /** Queue the scan; where something is wrong that takes the focus instead. */
  async press(): Promise<void> {
    if (this.sending) return;
    if (this.blocked()) {
      const wrong = this.page.querySelector(".ns-wrong");
      const find = (selector: string): HTMLElement | null | undefined => wrong?.querySelector<HTMLElement>(selector);
      (find("input[type=text], textarea") ?? find("input, select, [tabindex], button"))?.focus();
      return;
    }
    this.sending = true;
    this.refused = "";
    this.render();
    try {
      const scan = await (this.replaces ? this.replace() : this.send());
      this.session.settle();
      this.queued();
      go(`/scans/${scan}`);
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      this.refused = refused.message;
      if (refused.errors.length) this.session.setProblems([...refused.errors]);
    } finally {
      this.sending = false;
      this.render();
    }
  }

  private get select(): HTMLSelectElement {
    return document.getElementById("ns-queue") as HTMLSelectElement;
  }

  private part(name: string, attribute = "part"): HTMLElement {
    return this.page.querySelector(`[data-${attribute}="${name}"]`) as HTMLElement;
  }

  private get newName(): string {
    return (document.getElementById("ns-queue-name") as HTMLInputElement).value.trim();
  }

  private hear(link: Link): void {
    const before = this.blocked();
    this.link = link;
    if (before !== this.blocked()) this.render();
  }

  private blocked(): string {
    const { report, failed, checking } = this.session.status;
    const { engine, state } = this.link;
    const unnamed = this.select.value === NEW && !this.newName;
    return blocked({
      lost: state === "disconnected",
      offline: engine && ["offline", "hung"].includes(engine.status) ? `${engine.trouble} ${engine.advice}` : "",
      unreadable: this.session.unreadable,
      steps: tree.list(this.session.plan, "steps").length,
      checking: checking || !report,
      failed,
      problems: report?.problems,
      problemCount: report?.problem_count,
      queue: !this.select.value ? "Choose a queue." : unnamed ? "Enter a name for the new queue." : "",
    });
  }

  private render(): void {
    const why = this.blocked();
    set(this.part("submit", "do"), "aria-disabled", why || this.sending ? "true" : null);
    const reason = this.part("reason");
    text(reason, this.sending ? "Queuing the scan…" : this.refused || why);
    reason.dataset.tone = this.refused ? "red" : "slate";
    const instruments = (live.state("global")?.instruments ?? []) as Instrument[];
    const told = warnings(this.session.status.report?.instruments ?? [], instruments).join("\n");
    text(this.part("warning"), told);
    show(this.part("warning"), Boolean(told));
  }

  private async send(): Promise<string> {
    let queue = this.select.value;
    if (queue === NEW) queue = (await rest.post("queues", { name: this.newName })).queue_id;
    globalThis.localStorage.setItem(LAST, queue);
    setProps("ns-queue", { value: queue }); // a second try goes into the same queue
    const { scan_id: scan } = await addScan(queue, sent(this.session.plan));
    if ((document.getElementById("ns-start") as HTMLInputElement).checked) await start(queue, scan);
    return scan;
  }

  /** Put the plan in the place of the waiting scan. */
  private async replace(): Promise<string> {
    const scans = `queues/${this.select.value}/scans` as const;
    const { scan_id: made } = await addScan(this.select.value, sent(this.session.plan));
    try {
      await rest.patch(scans, { scan_ids: [made, this.replaces] }); // they change places
      await rest.del(`${scans}/${this.replaces}`);
    } catch (refused) {
      await rest.del(`${scans}/${made}`).catch(() => null); // the old one has begun: it stays, the new one goes
      throw refused;
    }
    return made;
  }
}

/** Start or resume a queue. The scan is queued by now: that its queue does not start is shown on the scan's page. */
async function start(queue: string, scan: string): Promise<void> {
  const status = async (): Promise<string> => (await rest.get(`queues/${queue}`)).status;
  try {
    const command = STARTS[await status()];
    if (command) await rest.post(`queues/${queue}/commands`, { command });
  } catch (refused) {
    if (!(refused instanceof Refusal)) throw refused;
    const now = await status().catch(() => "");
    if (now !== "running") message(`${scan} is queued, but ${queue} was not started: ${refused.message}`); // else somebody else started it
  }
}
