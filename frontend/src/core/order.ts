/* The order of a queue's scans: what an order from the engine makes of a list, where a dragged row would land, and which part of a new
 * order to send. */

interface Waiting {
  scan_id: string;
  status: string;
}

/** The list with the waiting scans in the order `ids`, on the places that waiting scans have. A waiting scan that is not in `ids` was
 *  removed; the others stay where they are. */
export function arrange<Scan extends Waiting>(scans: Scan[], ids: readonly string[]): Scan[] {
  const waits = (scan: Scan) => scan.status === "queued";
  const known = new Map(scans.filter(waits).map((scan) => [scan.scan_id, scan]));
  const ordered = ids.flatMap((id) => known.get(id) ?? [])[Symbol.iterator]();
  const made = scans.flatMap((scan) => (waits(scan) ? (ordered.next().value ?? []) : scan));
  return made.length < scans.length || made.some((scan, i) => scan !== scans[i]) ? made : scans;
}

/** `ids` with the one at `from` taken out and put before what was at `gap` (0 to the length). */
export function moved<Id>(ids: readonly Id[], from: number, gap: number): Id[] {
  return ids.toSpliced(from, 1).toSpliced(gap > from ? gap - 1 : gap, 0, ids[from]);
}

/** The shortest run of `after` that holds everything whose place differs from `before`, empty when nothing has moved: the engine gives
 *  the scans named in a request the places they have. */
export function changed<Id>(before: readonly Id[], after: readonly Id[]): Id[] {
  const differs = (id: Id, at: number) => id !== before[at];
  const first = after.findIndex(differs);
  return first < 0 ? [] : after.slice(first, after.findLastIndex(differs) + 1);
}

/** Before which of `count` rows something let go at height `y` lands; `middle(i)` is the height of row i's middle, growing. */
export function gap(count: number, middle: (row: number) => number, y: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const at = (low + high) >> 1;
    if (middle(at) < y) low = at + 1;
    else high = at;
  }
  return low;
}

/** How far to scroll in a frame, in px, while the pointer is at `y` in a window from `top` to `bottom`: the faster the nearer to (or
 *  beyond) an edge, nothing in between. */
export function pull(y: number, top: number, bottom: number, { edge = 48, most = 18 } = {}): number {
  const near = Math.min(edge, (bottom - top) / 3);
  const above = top + near - y;
  const below = y - (bottom - near);
  if (above > 0) return -Math.ceil(most * Math.min(1, above / near));
  if (below > 0) return Math.ceil(most * Math.min(1, below / near));
  return 0;
}
