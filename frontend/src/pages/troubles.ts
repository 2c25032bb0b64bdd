/* What goes wrong in the engine is told on every page, as messages that stay until they are dismissed or the trouble is over: a
 * scan that failed, an instrument that does not answer; each with what to do. The page of the thing itself says it there. */
import type { InstrumentStatus, ScanStatus } from "../core/events.gen.ts";
import { href } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { message, whileShown } from "../dom/messages.ts";

interface Trouble {
  sentence: string;
  link: { path: string; label: string };
}

const ENDS: Partial<Record<ScanStatus["status"], string>> = { failed: "failed", interrupted: "was interrupted" };

/** {sentence, link} of a scan that went wrong, null of any other. */
export function ofScan({
  scan_id: id,
  name,
  status,
  message: reason,
}: Pick<ScanStatus, "scan_id" | "name" | "status" | "message">): Trouble | null {
  if (!ENDS[status]) return null;
  const why = reason && reason !== status ? `: ${reason}` : "";
  return {
    sentence: `“${name}” ${ENDS[status]}${stop(why)}`,
    link: { path: `/scans/${id}`, label: status === "failed" ? "Look at it and retry" : "Resume it from there" },
  };
}

type Instrument = Pick<InstrumentStatus, "instrument_id" | "instrument_name" | "status" | "error">;

/** The same of an instrument. */
export function ofInstrument({ instrument_id: id, instrument_name: name, status, error }: Instrument): Trouble | null {
  const bad = status === "error" || (status === "disconnected" && error);
  if (!bad) return null;
  const why = error?.startsWith(`${name}: `) ? error.slice(name.length + 2) : error;
  const next = status === "disconnected" ? " Look at its cable and power; PyBirch tries it again by itself." : "";
  return {
    sentence: `${name} is ${status === "error" ? "in error" : "disconnected"}${stop(why ? `: ${why}` : "")}${next}`,
    link: { path: `/instruments/${id}`, label: "Go to it" },
  };
}

function stop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Follow everything for as long as `node` is in the page. */
export function follow(node: HTMLElement): () => void {
  const open = new Map<string, { status: string; remove: () => void }>(); // key -> {status, remove}

  function tell(key: string, status: string, trouble: Trouble | null): void {
    const before = open.get(key);
    if (before?.status === status) return;
    before?.remove();
    open.set(key, {
      status,
      remove: trouble && !here(trouble.link.path) ? message(trouble.sentence, { stays: true, link: trouble.link }) : () => {},
    });
  }
  /** The state of things when the page opens is no news: the home page tells of it. What has changed while the link was lost is. */
  function begin({ instruments }: { instruments: readonly Instrument[] }): void {
    for (const each of instruments) {
      const key = `instrument ${each.instrument_id}`;
      if (open.has(key)) tell(key, each.status, ofInstrument(each));
      else open.set(key, { status: each.status, remove: () => {} });
    }
  }
  return live.on(
    "global",
    {
      snapshot: begin,
      scan_status: (scan) => {
        if (ENDS[scan.status] || open.has(scan.scan_id)) tell(scan.scan_id, scan.status, ofScan(scan));
      },
      instrument_status: (instrument) => tell(`instrument ${instrument.instrument_id}`, instrument.status, ofInstrument(instrument)),
    },
    { element: node },
  );
}

function here(path: string): boolean {
  return globalThis.location.pathname === href(path);
}

/** Begin to listen to the page. */
export function start(): void {
  whileShown(follow);
}
