// @ts-nocheck
/* The order of a queue's scans: what an order from the engine makes of a list, where a row that is dragged would land, and what
 * of a new order has to be asked for. Pure. */
const waits = (scan) => scan.status === "queued";

/** The list with the waiting scans in the order `ids`, on the places that waiting scans have; one that `ids` leaves out was
 *  removed. Scans that do not wait stay where they are. */
export function arrange(scans, ids) {
  const known = new Map(scans.filter(waits).map((scan) => [scan.scan_id, scan]));
  const ordered = ids.filter((id) => known.has(id)).map((id) => known.get(id));
  let next = 0;
  const made = [];
  for (const scan of scans) {
    if (!waits(scan)) made.push(scan);
    else if (next < ordered.length) made.push(ordered[next++]);
  }
  return made.length < scans.length || made.some((scan, i) => scan !== scans[i]) ? made : scans;
}

/** `ids` with the one at `from` taken out and put before what was at `gap` (0 to the length). */
export function moved(ids, from, gap) {
  const made = ids.slice();
  const [id] = made.splice(from, 1);
  made.splice(gap > from ? gap - 1 : gap, 0, id);
  return made;
}

/** The shortest run of `after` that holds everything whose place differs from `before`: what the engine is asked for, as it
 *  gives the named scans the places they have. Empty when nothing has moved. */
export function changed(before, after) {
  let first = 0;
  let last = after.length - 1;
  while (first < after.length && before[first] === after[first]) first += 1;
  while (last > first && before[last] === after[last]) last -= 1;
  return after.slice(first, last + 1);
}

/** Before which of `count` rows something let go at height `y` lands; `middle(i)` is the height of row i's middle, growing. */
export function gap(count, middle, y) {
  let low = 0;
  let high = count;
  while (low < high) {
    const at = (low + high) >> 1;
    if (middle(at) < y) low = at + 1;
    else high = at;
  }
  return low;
}

/** How far to scroll in a frame, in px, while the pointer is at `y` in a window from `top` to `bottom`: the faster the nearer
 *  to (or beyond) an edge, nothing in between. */
export function pull(y, top, bottom, { edge = 48, most = 18 } = {}) {
  const near = Math.min(edge, (bottom - top) / 3);
  const above = top + near - y;
  const below = y - (bottom - near);
  if (above > 0) return -Math.ceil(most * Math.min(1, above / near));
  if (below > 0) return Math.ceil(most * Math.min(1, below / near));
  return 0;
}
