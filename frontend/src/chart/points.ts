// @ts-nocheck
/* Which readings are drawn as points or along a line, and their numbers: all where they are few, else those that draw as all of
 * them would, and every one of a window where that is known exactly. */
import { TIME } from "./choices.ts";
import { choosePasses, drawnPass, passesOfSeries } from "./passes.ts";
import { isJoined, startOf } from "./ranges.ts";

const MOST = 4000;
const LEAST = 500;
export const AROUND = 500; // readings drawn on either side of a zoomed window, so that moving it shows something at once

/** Rows [from, to) that the view is about. */
export function extent({ series }, { view, window }) {
  return view === "live" ? [Math.max(series.first, series.end - window), series.end] : [series.start, series.end];
}

/** Values of a column in `rows`; the time counts from the scan's start. */
export function values(view, name, rows) {
  return shifted(view, name, view.series.gather(name, rows));
}

export function shifted(view, name, found) {
  if (name !== TIME) return found;
  const start = startOf(view);
  for (let i = 0; i < found.length; i += 1) found[i] -= start;
  return found;
}

export function ofSeries(view, choices) {
  const { series } = view;
  const [from, to] = extent(view, choices);
  const most = Math.min(MOST, Math.max(LEAST, 2 * (view.width || MOST))); // more than two a pixel show nothing
  const drawn = (rows, more) => ({ count: rows.length, values: (name) => numbersOf(view, name, rows), exact: false, ...more });
  if (to - from <= most) {
    const rows = series.rows(from, to);
    return drawn(rows, { exact: rows.length === to - from });
  }
  const passes = isJoined(choices) ? passesOfSeries(series, choices.x, from) : null;
  if (passes && passes.count > 1) return ofPasses(passes, series.first, choices, series, drawn);
  return drawn(steadyRows(view, choices, from, to, most));
}

/** What is drawn of several passes: part of each, or of some of them where they are many. */
export function ofPasses(passes, from, { y: names, logY }, source, drawn) {
  const { of, chosen } = choosePasses(passes, from);
  const places = chosen.flatMap(({ range: [a, b], share, apart }) => {
    const found = drawnPass(passes, { a, b, share, key: `${names} ${logY}` }, () =>
      union(names, (name) => source.sketch(name, a, b, Math.ceil(share / names.length), logY)),
    );
    return apart ? [-1, ...found] : found;
  });
  return { ...drawn(places, { passes: { shown: chosen.length, of } }), count: places.filter((place) => place >= 0).length };
}

/** The numbers of rows, NaN for -1. */
export function numbersOf(view, name, rows) {
  const found = values(view, name, rows);
  for (let at = 0; at < rows.length; at += 1) if (rows[at] < 0) found[at] = NaN;
  return found;
}

/** The rows to draw along an axis that only rises or only falls: more of them where a person zoomed in. */
function steadyRows(view, choices, from, to, most) {
  const [a, b] = zoomedRows(view, choices.x, from, to);
  const parts =
    a === from && b === to
      ? [[from, to, most]]
      : [
          [from, a, AROUND],
          [a, b, most],
          [b, to, AROUND],
        ];
  return parts.flatMap(([first, end, share]) => (end > first ? outline(view, choices, first, end, share) : []));
}

export function outline({ series }, { y: names, logY }, from, to, most) {
  if (to - from <= most) return series.rows(from, to);
  return union(names, (name) => series.outline(name, from, to, Math.floor(most / names.length), logY));
}

/** What `pick` gives for each name, together and in order. */
export function union(names, pick) {
  return names.length === 1 ? pick(names[0]) : [...new Set(names.flatMap(pick))].sort((a, b) => a - b);
}

/** The rows within the zoomed x window, where x grows or falls steadily; else all of them. */
export function zoomedRows(view, x, from, to) {
  const zoom = view.zoom.x;
  if (!zoom || passesOfSeries(view.series, x, from).count > 1) return [from, to];
  const at = (row) => values(view, x, [row])[0];
  const rising = at(to - 1) >= at(from);
  const before = (bound) => search(from, to, (row) => (rising ? at(row) >= bound : at(row) <= bound));
  const [low, high] = rising ? zoom : [zoom[1], zoom[0]];
  return [Math.max(from, before(low) - 1), Math.min(to, before(high) + 2)];
}

/** The first row of [from, to) for which `reached` holds, it holding from there on. */
function search(from, to, reached) {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
