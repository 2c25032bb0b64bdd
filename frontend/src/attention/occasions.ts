// @ts-nocheck
/* What is worth telling somebody who does not look: a scan that has finished, failed, or waits. */
import * as format from "../core/format.ts";
import { vocabulary } from "../core/vocabulary.ts";

export const KINDS = ["finished", "failed", "waiting"];
const OF_STATE = {
  completed: "finished",
  stopped: "finished",
  failed: "failed",
  aborted: "failed",
  interrupted: "failed",
  paused: "waiting",
};
const SAID = {
  completed: "is complete",
  stopped: "was stopped",
  failed: "failed",
  aborted: "was aborted",
  interrupted: "was interrupted",
  paused: "is paused",
};

const NEW = { status: "queued", message: "" };
const MOST = 5000; // scans remembered

/** "finished", "failed", "waiting" or null of a scan's status by itself. */
export function kindOf({ status, message }) {
  if (status === "starting") return /^waiting\b/.test(message || "") ? "waiting" : null;
  return Object.prototype.hasOwnProperty.call(OF_STATE, status) ? OF_STATE[status] : null;
}

/** The same when the scan has just come to it; null when it was there `before`, or when nothing was known of it. */
export function occasion(before, now) {
  const kind = kindOf(now);
  if (!kind || !before) return null;
  return kind === kindOf(before) && (before.status === now.status || kind === "waiting") ? null : kind;
}

/** {title, body, tag, path} to show of a scan; `tag` is the same in every tab. */
export function notice(scan) {
  const said = SAID[scan.status] || "is waiting";
  const { counted, duration } = format;
  const facts = [scan.scan_id, scan.point ? counted(scan.point, "point") : "", scan.elapsed ? duration(scan.elapsed) : ""];
  const why = kindOf(scan) === "finished" ? "" : scan.message;
  return {
    title: `${scan.name} ${said}`,
    body: [why, facts.filter(Boolean).join(" · ")].filter(Boolean).join("\n"),
    tag: `${scan.scan_id} ${scan.status}`,
    path: `/scans/${scan.scan_id}`,
  };
}

/** How to tell: "notification" to somebody elsewhere, "message" to somebody on another page of ours, "" to
 *  somebody who sees it anyway. */
export function route({ looking, path }, told) {
  if (!looking) return "notification";
  return path === told.path ? "" : "message";
}

/** Remembers the scans' last status and finds the occasions. */
export class Watch {
  constructor() {
    this._known = new Map();
    this._begun = false;
  }

  /** The unfinished scans, anew; ids of those that have ended since, unseen. */
  snapshot(scans) {
    const present = new Set(scans.map((scan) => scan.scan_id));
    const gone = [...this._known].filter(([id, scan]) => !present.has(id) && !vocabulary.ended(scan.status));
    for (const scan of scans) if (!this._known.has(scan.scan_id)) this._keep(scan);
    this._begun = true;
    return gone.map(([id]) => id);
  }

  /** The kind of occasion that a status is, or null. */
  status(scan) {
    // Whatever was unfinished is known: another scan is new, however quickly it went.
    const kind = occasion(this._known.get(scan.scan_id) || (this._begun ? NEW : undefined), scan);
    this._keep(scan);
    return kind;
  }

  _keep({ scan_id: id, status, message }) {
    this._known.delete(id);
    this._known.set(id, { status, message });
    if (this._known.size > MOST) this._known.delete(this._known.keys().next().value);
  }
}
