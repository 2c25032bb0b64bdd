/* What is worth telling somebody who does not look: a scan that has finished, failed, or waits. */
import type { ScanStatus } from "../core/events.gen.ts";
import * as format from "../core/format.ts";
import { vocabulary } from "../core/vocabulary.ts";

export const KINDS = ["finished", "failed", "waiting"] as const;
export type Kind = (typeof KINDS)[number];

/** What the states are that are worth telling, and how a notice says it. */
const STATES = new Map<string, { kind: Kind; said: string }>([
  ["completed", { kind: "finished", said: "is complete" }],
  ["stopped", { kind: "finished", said: "was stopped" }],
  ["failed", { kind: "failed", said: "failed" }],
  ["aborted", { kind: "failed", said: "was aborted" }],
  ["interrupted", { kind: "failed", said: "was interrupted" }],
  ["paused", { kind: "waiting", said: "is paused" }],
  ["suspended", { kind: "waiting", said: "is suspended by a rule" }],
]);
const MOST = 5000; // scans remembered

type Standing = Pick<ScanStatus, "status" | "message">;
const NEW: Standing = { status: "queued", message: "" };

function kindOf({ status, message = "" }: Standing): Kind | null {
  if (status === "starting") return /^waiting\b/.test(message) ? "waiting" : null;
  return STATES.get(status)?.kind ?? null;
}

/** What has just happened to a scan; null when it was so `before`, or when nothing was known of it. */
export function occasion(before: Standing | undefined, now: Standing): Kind | null {
  const kind = kindOf(now);
  if (!kind || !before) return null;
  return kind === kindOf(before) && (before.status === now.status || kind === "waiting") ? null : kind;
}

/** What to show of a scan; `tag` is the same in every tab. */
export interface Notice {
  title: string;
  body: string;
  tag: string;
  path: string;
}

export function notice(scan: ScanStatus): Notice {
  const facts = [scan.scan_id, scan.point && format.counted(scan.point, "point"), scan.elapsed && format.duration(scan.elapsed)];
  const why = kindOf(scan) === "finished" ? "" : scan.message;
  return {
    title: `${scan.name} ${STATES.get(scan.status)?.said ?? "is waiting"}`,
    body: [why, facts.filter(Boolean).join(" · ")].filter(Boolean).join("\n"),
    tag: `${scan.scan_id} ${scan.status}`,
    path: `/scans/${scan.scan_id}`,
  };
}

/** How to tell: "notification" to somebody elsewhere, "message" to somebody on another page of ours, "" to somebody who sees it. */
export function route({ looking, path }: { looking: boolean; path: string }, told: Pick<Notice, "path">): "notification" | "message" | "" {
  if (!looking) return "notification";
  return path === told.path ? "" : "message";
}

/** Remembers the scans' last status and finds the occasions. */
export class Watch {
  private readonly known = new Map<string, Standing>();
  private begun = false;

  /** Takes the unfinished scans anew; returns the ids of those that have ended since, unseen. */
  snapshot(scans: readonly ScanStatus[]): string[] {
    const present = new Set(scans.map((scan) => scan.scan_id));
    const gone = [...this.known].filter(([id, { status }]) => !present.has(id) && !vocabulary.ended(status));
    for (const scan of scans) if (!this.known.has(scan.scan_id)) this.keep(scan);
    this.begun = true;
    return gone.map(([id]) => id);
  }

  /** What has just happened to a scan, or null. */
  status(scan: ScanStatus): Kind | null {
    // Whatever was unfinished is known: another scan is new, however quickly it went.
    const kind = occasion(this.known.get(scan.scan_id) ?? (this.begun ? NEW : undefined), scan);
    this.keep(scan);
    return kind;
  }

  private keep({ scan_id: id, status, message }: ScanStatus): void {
    this.known.delete(id);
    this.known.set(id, { status, message });
    const [oldest] = this.known.keys();
    if (this.known.size > MOST && oldest !== undefined) this.known.delete(oldest);
  }
}
