// @ts-nocheck
/* What the browser's tab shows of a page: title and icon by the state of what the page is about. */
import * as format from "../core/format.ts";
import { vocabulary } from "../core/vocabulary.ts";

const QUIET = new Set(["idle", "connected"]);
const LIVE = new Set(["running", "pausing", "stopping", "aborting"]);
const STEPS = 20; // of progress in the icon; a finer one could not be seen
// A tab has its own ground, light or dark, whatever the page's theme is.
const FILL = { blue: "#2563eb", green: "#15803d", amber: "#b45309", red: "#dc2626", slate: "#475569" };
const MARKS = {
  tick: "<path d='m4.2 8.4 2.6 2.6 5-5.6' fill='none' stroke='#fff' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'/>",
  cross: "<path d='m5 5 6 6m0-6-6 6' fill='none' stroke='#fff' stroke-width='2.2' stroke-linecap='round'/>",
  bars: "<path d='M6 4.6v6.8M10 4.6v6.8' fill='none' stroke='#fff' stroke-width='2.2' stroke-linecap='round'/>",
  square: "<rect x='4.8' y='4.8' width='6.4' height='6.4' rx='1' fill='#fff'/>",
  triangle: "<path d='M5.8 4.2v7.6L12 8z' fill='#fff'/>",
  dot: "<circle cx='8' cy='8' r='3.4' fill='#fff'/>",
  circle: "<circle cx='8' cy='8' r='3.4' fill='none' stroke='#fff' stroke-width='1.8'/>",
  ring: "<path d='M8 3.6a4.4 4.4 0 0 1 3.1 7.5M8 12.4a4.4 4.4 0 0 1-3.1-7.5' fill='none' stroke='#fff' stroke-width='1.9' stroke-linecap='round'/>",
};

/** {words, tone, mark, progress} of a page: `link` and `engine` as the document has them, `subject` the scan, queue or
 *  instrument that it is about, otherwise `all` with {running, failed, errors}; null when there is nothing to say. */
export function face({ link, engine, subject = null, all = null }) {
  if (link === "disconnected") return made("disconnected", "disconnected");
  if (engine === "offline" || engine === "hung") return made("offline", engine === "hung" ? "engine hangs" : "engine offline");
  if (subject) return ofSubject(subject);
  if (!all) return null;
  if (all.failed) return made("failed", `${all.failed} failed`);
  if (all.errors) return made("error", `${all.errors} in error`);
  return all.running ? made("running", `${all.running} running`) : null;
}

function ofSubject({ status, progress }) {
  if (QUIET.has(status)) return null;
  const counts = LIVE.has(status) && typeof progress === "number";
  const percent = counts ? format.percent(progress) : "";
  if (status === "running") return { ...made(status, percent || "running"), progress: counts ? progress : null };
  return made(status, counts ? `${status} at ${percent}` : status);
}

function made(state, words) {
  const { tone, mark } = vocabulary.describe(state);
  return { words, tone, mark, progress: null };
}

/** "▶ 26 % · Raman map · PyBirch". */
export function titled(shown, base) {
  return shown ? `${glyph(shown.mark)} ${shown.words} · ${base}` : base;
}

function glyph(mark) {
  return { tick: "✔", cross: "✖", bars: "❚❚", square: "■", triangle: "▶", dot: "●", ring: "◌" }[mark] || "○";
}

/** Address of an icon that shows it. */
export function icon({ tone, mark, progress }) {
  const drawn =
    typeof progress === "number"
      ? pie(Math.round(progress * STEPS) / STEPS)
      : `<rect width='16' height='16' rx='4' fill='${FILL[tone]}'/>${MARKS[mark] || MARKS.circle}`;
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>${drawn}</svg>`)}`;
}

/** A ring that fills with the progress. */
function pie(share) {
  const length = 2 * Math.PI * 4.6;
  const done = `stroke-dasharray='${(share * length).toFixed(2)} ${length.toFixed(2)}'`;
  const ring = "<circle cx='8' cy='8' r='4.6' fill='none' stroke-width='3.2'";
  return `<rect width='16' height='16' rx='4' fill='#1e293b'/>${ring} stroke='#475569'/>${ring} stroke='#60a5fa' ${done} transform='rotate(-90 8 8)'/>`;
}
