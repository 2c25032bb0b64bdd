/* A queue on any page: name, status, progress, scans (a list with the present ones marked), log. */
import type { QueueLog, QueueStatus } from "../core/events.gen.ts";
import * as format from "../core/format.ts";
import type { ListedScan } from "../core/rooms.ts";
import { connected, Leaves, line, type ManagerOptions } from "./leaves.ts";

const LINES = 200; // of the log

export class QueueRealtimeManager {
  readonly queueId: string;
  /** Stop following the queue; what is drawn stays. */
  readonly close: () => void;
  private readonly leaves: Leaves;
  private current = new Set<string>();

  constructor(queueId: string, { realtime, root }: ManagerOptions = {}) {
    this.queueId = queueId;
    this.leaves = new Leaves("queue", queueId, root);
    const room = `queue_${queueId}` as const;
    const source = connected(realtime);
    let stale = true; // whether the list shows other scans than the room has
    this.close = source.follow(room, {
      snapshot: ({ queue, scans, log }) => {
        this.show(queue);
        this.list(scans);
        this.leaves.clear("log");
        log.forEach((entry) => this.appendLog(entry));
      },
      queue_status: (status) => this.show(status),
      queue_order: () => (stale = true),
      scan_status: () => (stale = true),
      queue_log: (entry) => this.appendLog(entry),
      frame: () => {
        if (stale) this.list(source.room(room)?.scans ?? []);
        stale = false;
      },
    });
  }

  /** Show how far the queue is: `progress` from 0 to 1, and scans that have ended of all. */
  updateProgress(progress: number, ended?: number, total?: number): void {
    this.leaves.progress(progress);
    if (ended !== undefined && total !== undefined) this.leaves.text("scans-ended", `${format.count(ended)} / ${format.count(total)}`);
  }

  updateStatus(status: string, message = ""): void {
    this.leaves.state(status);
    this.leaves.text("message", message);
  }

  /** Mark the scans that run now, by `aria-current`. */
  highlightCurrentScan(scanIds: string | readonly string[]): void {
    this.current = new Set([scanIds].flat());
    for (const list of this.leaves.of("scans"))
      for (const item of list.querySelectorAll<HTMLElement>("[data-scan-id]")) {
        if (this.current.has(item.dataset.scanId ?? "")) item.setAttribute("aria-current", "true");
        else item.removeAttribute("aria-current");
      }
  }

  /** Add a line to the log. */
  appendLog({ timestamp, level = "INFO", message }: Pick<QueueLog, "timestamp" | "level" | "message">): void {
    this.leaves.append("log", `${format.moment(timestamp)} ${level} ${message}`, { level }, LINES);
  }

  private show({ name, status, message, progress = 0, completed_scans, total_scans, current_scans = [] }: QueueStatus): void {
    this.leaves.text("name", name);
    this.updateStatus(status, message);
    this.updateProgress(progress, completed_scans, total_scans);
    this.highlightCurrentScan(current_scans);
  }

  private list(scans: readonly ListedScan[]): void {
    for (const list of this.leaves.of("scans")) {
      const before = new Map([...list.querySelectorAll<HTMLElement>("[data-scan-id]")].map((item) => [item.dataset.scanId, item]));
      const items = scans.map(({ scan_id: scanId, name, status, progress }) => {
        const item = before.get(scanId) ?? line("", { scanId });
        item.textContent = `${name} ${status}${progress > 0 && progress < 1 ? ` ${format.percent(progress)}` : ""}`;
        item.dataset.state = status;
        return item;
      });
      list.replaceChildren(...items);
    }
    this.highlightCurrentScan([...this.current]);
  }
}
