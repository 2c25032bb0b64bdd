/* What the browser's tab shows of a page: title and icon by the state of what the page is about. */
import * as format from "../core/format.ts";
import { vocabulary, type Mark, type Tone } from "../core/vocabulary.ts";

const QUIET = new Set(["idle", "connected"]);
const LIVE = new Set(["running", "pausing", "stopping", "aborting"]);
const STEPS = 20; // of progress in the icon; a finer one could not be seen
// A tab has its own ground, light or dark, whatever the page's theme is.
const FILL: Record<Tone, string> = { blue: "#2563eb", green: "#15803d", amber: "#b45309", red: "#dc2626", slate: "#475569" };
const MARKS: Record<Mark, string> = {
  tick: "<path d='m4.2 8.4 2.6 2.6 5-5.6' fill='none' stroke='#fff' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'/>",
  cross: "<path d='m5 5 6 6m0-6-6 6' fill='none' stroke='#fff' stroke-width='2.2' stroke-linecap='round'/>",
  bars: "<path d='M6 4.6v6.8M10 4.6v6.8' fill='none' stroke='#fff' stroke-width='2.2' stroke-linecap='round'/>",
  square: "<rect x='4.8' y='4.8' width='6.4' height='6.4' rx='1' fill='#fff'/>",
  triangle: "<path d='M5.8 4.2v7.6L12 8z' fill='#fff'/>",
  dot: "<circle cx='8' cy='8' r='3.4' fill='#fff'/>",
  circle: "<circle cx='8' cy='8' r='3.4' fill='none' stroke='#fff' stroke-width='1.8'/>",
  ring: "<path d='M8 3.6a4.4 4.4 0 0 1 3.1 7.5M8 12.4a4.4 4.4 0 0 1-3.1-7.5' fill='none' stroke='#fff' stroke-width='1.9' stroke-linecap='round'/>",
};

export interface Face {
  words: string;
  tone: Tone;
  mark: Mark;
  glyph: string;
  /** 0 to 1, null where the icon shows none. */
  progress: number | null;
}

interface Subject {
  status: string;
  progress?: number | null;
}
interface Known {
  /** How the link and the engine are, as the document's `data-link` and `data-engine` say. */
  link?: string;
  engine?: string;
  /** The scan, queue or instrument that the page is about. */
  subject?: Subject | null;
  /** How many scans run and have failed unseen, and how many instruments are in error; for other pages. */
  all?: { running: number; failed: number; errors: number } | null;
}

/** What to show; null when there is nothing to say. */
export function face({ link, engine, subject = null, all = null }: Known): Face | null {
  if (link === "disconnected") return made("disconnected", "disconnected");
  if (engine === "offline" || engine === "hung") return made("offline", engine === "hung" ? "engine hangs" : "engine offline");
  if (subject) return ofSubject(subject);
  if (all?.failed) return made("failed", `${all.failed} failed`);
  if (all?.errors) return made("error", `${all.errors} in error`);
  return all?.running ? made("running", `${all.running} running`) : null;
}

function ofSubject({ status, progress }: Subject): Face | null {
  if (QUIET.has(status)) return null;
  const share = LIVE.has(status) && typeof progress === "number" ? progress : null;
  const percent = share === null ? "" : format.percent(share);
  if (status === "running") return made(status, percent || "running", share);
  return made(status, percent ? `${status} at ${percent}` : status);
}

function made(state: string, words: string, progress: number | null = null): Face {
  const { tone, mark, glyph } = vocabulary.describe(state);
  return { words, tone, mark, glyph, progress };
}

/** "▶ 26 % · Raman map · PyBirch". */
export function titled(shown: Face | null, base: string): string {
  return shown ? `${shown.glyph} ${shown.words} · ${base}` : base;
}

/** Address of an icon that shows it. */
export function icon({ tone, mark, progress }: Pick<Face, "tone" | "mark" | "progress">): string {
  const drawn =
    progress === null
      ? `<rect width='16' height='16' rx='4' fill='${FILL[tone]}'/>${MARKS[mark]}`
      : pie(Math.round(progress * STEPS) / STEPS);
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>${drawn}</svg>`)}`;
}

/** A ring that fills with the progress. */
function pie(share: number): string {
  const length = 2 * Math.PI * 4.6;
  const done = `stroke-dasharray='${(share * length).toFixed(2)} ${length.toFixed(2)}'`;
  const ring = "<circle cx='8' cy='8' r='4.6' fill='none' stroke-width='3.2'";
  return `<rect width='16' height='16' rx='4' fill='#1e293b'/>${ring} stroke='#475569'/>${ring} stroke='#60a5fa' ${done} transform='rotate(-90 8 8)'/>`;
}
