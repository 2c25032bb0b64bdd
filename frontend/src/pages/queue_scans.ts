/* The scans of a queue in order, live. Waiting scans are moved by dragging or keys, removed, copied and edited. A new order is shown
 * at once and taken back when the engine refuses it; what others change is shown once nobody uses the list. */
import type { QueueOrder, ScanStatus } from "../core/events.gen.ts";
import * as order from "../core/order.ts";
import { ordering } from "../core/ordering.ts";
import type { ListedScan } from "../core/rooms.ts";
import { say as sayBeside, saying } from "../dom/action.ts";
import { dragging } from "../dom/dragging.ts";
import { button, el, flash, keyed, show } from "../dom/elements.ts";
import { message } from "../dom/messages.ts";
import { live } from "../dom/page_live.ts";
import { Refusal, rest } from "../dom/rest.ts";
import { eachSecond } from "../dom/ticking.ts";
import * as queueAsks from "./queue_asks.ts";
import { queueHands } from "./queue_hands.ts";
import { queueMenu } from "./queue_menu.ts";
import * as queueRow from "./queue_row.ts";
import { queueSight } from "./queue_sight.ts";

const MOVING = "moving…";
const PLACES = ["first", "second", "third"];
const KEYS = "Alt and the arrow keys move a waiting scan; Delete removes it.";

interface Options {
  list: HTMLElement;
  tools: HTMLElement;
  /** Of the queue. */
  id: string;
  /** The number of scans has changed. */
  counted: () => void;
}
export interface QueueScans {
  /** Show every scan, as a snapshot has it. */
  all(fresh: ListedScan[]): void;
  /** Take a scan's status; a new scan waits at the end. */
  status(data: ScanStatus): void;
  /** The engine has told a new order. */
  order(data: QueueOrder): void;
  /** Take which scans run. */
  current(ids: string[]): void;
  readonly count: number;
  end(): void;
}

/** Keep `list` showing the scans of a queue. */
export function queueScans({ list, tools, id, counted }: Options): QueueScans {
  const said = saying();
  const spoken = el("div.pb-sr", { role: "status", "aria-live": "polite" });
  const news = button("The order has changed", { kind: "small", icon: "up", data: { do: "catch-up" }, on: () => follow(true) });
  const find = button("Show the running scan", { kind: "small", icon: "play", data: { do: "find" }, on: () => sight.reveal() });
  let scans: ListedScan[] = [];
  let byId = new Map<string, ListedScan>();
  let nodes = new Map<string, HTMLElement>();
  const dirty = new Set<string>(); // scans whose rows are to be drawn
  const moving = new Set<string>(); // scans that have only made progress: drawn where somebody sees them
  const inView = new Set<string>();
  const asking = new Map<string, string>(); // what is being done about a scan
  let frame = 0;
  let whole = false; // rows were added, removed or moved
  let due = false; // the engine has told an order
  let behind = false; // others have changed the order while the list was in use
  list.setAttribute("role", "list");
  list.setAttribute("aria-label", "Scans of the queue, in the order they run");
  tools.append(said, news, find, spoken, el("span.pb-sr", { id: "queue-keys" }, KEYS));
  show(news, false);
  show(find, false);

  const queued = (all: ListedScan[]): string[] => all.filter((scan) => scan.status === "queued").map((scan) => scan.scan_id);
  const waiting = (): string[] => queued(scans);
  /** The waiting scans in the engine's order. */
  const told = (): string[] => queued(live.state(`queue_${id}`)?.scans ?? []);
  const row = (scanId: string | null): HTMLElement | undefined => nodes.get(scanId ?? "");
  const rows = (): HTMLElement[] => scans.map((scan) => row(scan.scan_id)).filter((each) => each !== undefined);
  const drag = dragging(list, {
    grip: ".pb-grip",
    rows: () => rows().filter((each) => each.classList.contains("pb-waits")),
    dropped: ({ dataset: { scan = "" } }: HTMLElement, gap: number) => moveTo(scan, order.moved(waiting(), waiting().indexOf(scan), gap)),
    ended: () => behind && follow(),
  });
  const sight = queueSight(list, row);
  const hands = queueHands(list, { rows, row, step, remove: (scanId) => void remove(scanId), left: () => behind && follow() });
  const moves = ordering({ waiting, ask: reorder, done: moved });
  const more = queueMenu(id, { waiting, moveTo, remove: (scanId) => void remove(scanId), duplicate: (scanId) => void duplicate(scanId) });

  // Drawing.

  const watched = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const { scan = "" } = (target as HTMLElement).dataset;
        if (isIntersecting) inView.add(scan);
        else inView.delete(scan);
      }
      touch(inView);
    },
    { root: list, rootMargin: "200px 0px" },
  );
  const later = (): void => void (frame ||= requestAnimationFrame(draw));
  function draw(): void {
    frame = 0;
    if (due) follow();
    if (whole && !drag.active) {
      whole = false;
      nodes = keyed(list, scans, { key: (scan: ListedScan) => scan.scan_id, create, update: () => {}, sort: true });
      if (!nodes.has(hands.reachable ?? "")) hands.reach(scans[0]?.scan_id ?? null);
    }
    const kept = behind ? new Set(told()) : null;
    for (const each of moving) if (inView.has(each)) dirty.add(each);
    moving.clear();
    for (const each of dirty) {
      const [made, scan] = [row(each), byId.get(each)];
      const gone = kept !== null && scan?.status === "queued" && !kept.has(each);
      if (made && scan) queueRow.update(made, scan, { current: sight.has(each), asking: asking.get(each) ?? "", gone });
    }
    dirty.clear();
    show(news, behind);
    show(find, sight.useful);
    if (drag.active && !drag.active.classList.contains("pb-waits")) {
      drag.cancel();
      sayBeside(said, "That scan has begun or was removed: it cannot be moved any more.");
    }
    sight.follow(inUse);
  }
  function create(scan: ListedScan): HTMLElement {
    const made = queueRow.create(scan, { more, remove });
    dirty.add(scan.scan_id);
    watched.observe(made);
    return made;
  }
  function touch(ids: Iterable<string>): void {
    for (const each of ids) dirty.add(each);
    later();
  }
  function take(all: ListedScan[]): void {
    const before = scans.length;
    scans = all;
    byId = new Map(scans.map((scan) => [scan.scan_id, scan]));
    whole = true;
    later();
    if (scans.length !== before) counted();
  }

  // Following the engine.

  const inUse = (): boolean => Boolean(drag.active) || hands.busy;
  /** Take the order from the engine; not while the list is in use, or while an order is being sent. */
  function follow(now = false): void {
    due = false;
    const next = order.arrange(scans, told());
    const waits = next !== scans && ((!now && inUse()) || Boolean(drag.active) || moves.pending);
    if (waits || behind) touch(byId.keys()); // which rows have gone meanwhile
    behind = waits;
    if (next !== scans && !waits) take(next);
    show(news, behind);
  }

  // Sending.

  function moveTo(scanId: string, ids: string[]): void {
    const next = order.arrange(scans, ids);
    if (next === scans) return;
    const at = ids.indexOf(scanId);
    asking.set(scanId, MOVING);
    sayBeside(said, "");
    void moves.move(() => take(next));
    touch([scanId]);
    spoken.textContent = `${scanId} is now ${PLACES[at] ?? `number ${at + 1}`} of ${ids.length} waiting scans.`;
  }
  /** Move a scan by one place, up (-1) or down (1). */
  function step(scanId: string, by: number): void {
    const ids = waiting();
    const from = ids.indexOf(scanId);
    if (from < 0) spoken.textContent = `${scanId} is not waiting: it cannot be moved.`;
    else if (from + by >= 0 && from + by < ids.length) moveTo(scanId, order.moved(ids, from, from + (by > 0 ? 2 : -1)));
  }
  async function reorder(part: string[]): Promise<string> {
    try {
      await rest.patch(`queues/${id}/scans`, { scan_ids: part });
      return "";
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      return refused.message;
    }
  }
  function moved(refusal: string, had: string[]): void {
    const ended = [...asking].filter(([, words]) => words === MOVING).map(([each]) => each);
    for (const each of ended) asking.delete(each);
    if (refusal) {
      take(order.arrange(scans, [...had, ...waiting().filter((each) => !had.includes(each))]));
      sayBeside(said, `The order was not changed: ${refusal}`);
      spoken.textContent = `The order was not changed: ${refusal}`;
    } else for (const made of ended.map(row)) if (made) flash(made);
    touch(ended);
    if (behind) follow();
  }
  /** Do `work` for a scan, whose row says `words` meanwhile; a refusal is said above the list. */
  async function ask(scanId: string, words: string, work: () => Promise<void>): Promise<void> {
    if (asking.has(scanId)) return;
    asking.set(scanId, words);
    sayBeside(said, "");
    touch([scanId]);
    try {
      await work();
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      sayBeside(said, refused.message);
      spoken.textContent = refused.message;
    } finally {
      asking.delete(scanId);
      touch([scanId]);
    }
  }
  const remove = (scanId: string): Promise<void> =>
    ask(scanId, "removing…", async () => {
      const ids = waiting();
      const back = await queueAsks.remove(id, scanId, ids[ids.indexOf(scanId) + 1] ?? "");
      const at = scans.findIndex((scan) => scan.scan_id === scanId);
      const nearest = scans[at + 1] ?? scans[at - 1];
      if (nearest && row(scanId)?.contains(document.activeElement)) hands.reach(nearest.scan_id, true);
      take(scans.filter((scan) => scan.scan_id !== scanId));
      spoken.textContent = `${scanId} was removed.`;
      const action = { label: "Undo", act: () => void undo(scanId, back) };
      message(`${scanId} was removed from the queue.`, { tone: "slate", action });
    });
  async function undo(scanId: string, back: queueAsks.Undo): Promise<void> {
    try {
      message(`${scanId} is back as ${(await back(told)).scan_id}.`, { tone: "green" });
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      message(refused.message);
    }
  }
  const duplicate = (scanId: string): Promise<void> =>
    ask(scanId, "copying…", async () => {
      const words = `${(await queueAsks.duplicate(id, scanId)).scan_id}, a copy, waits at the end.`;
      spoken.textContent = words;
      sayBeside(said, words, "green");
    });

  const off = eachSecond(() => {
    if (behind) follow();
    if (sight.due) later();
  });

  return {
    all(fresh) {
      asking.clear();
      moves.told(queued(fresh));
      behind = false;
      take(fresh.map((scan) => ({ ...scan })));
      touch(byId.keys());
    },
    status(data) {
      const scan = byId.get(data.scan_id);
      if (!scan) return take([...scans, { ...data }]);
      (scan.status === data.status ? moving : dirty).add(data.scan_id);
      Object.assign(scan, data);
      return later();
    },
    order() {
      due = true; // looked at when all of that frame is known
      later();
    },
    current: (ids) => touch(sight.current(ids)),
    get count() {
      return scans.length;
    },
    end() {
      cancelAnimationFrame(frame);
      drag.cancel();
      watched.disconnect();
      off();
    },
  };
}
