// @ts-nocheck
/* The scans of a queue in order, live: what waits is moved by dragging or by keys, removed with a way back, copied and edited. A new
 * order is shown at once and put back when the engine refuses it; what others change waits while the list is in use. */
import * as order from "../core/order.ts";
import { ordering } from "../core/ordering.ts";
import { button, el, flash, keyed, show } from "../dom/elements.ts";
import { say as sayModule, saying } from "../dom/action.ts";
import { dragging } from "../dom/dragging.ts";
import { go } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { menu } from "../dom/popover.ts";
import { Refusal, rest } from "../dom/rest.ts";
import { eachSecond } from "../dom/ticking.ts";
import { message } from "../dom/messages.ts";
import * as queueAsks from "./queue_asks.ts";
import { queueHands } from "./queue_hands.ts";
import * as queueRow from "./queue_row.ts";
import { queueSight } from "./queue_sight.ts";

const MOVING = "moving…";
const PLACES = ["first", "second", "third"];

/** Keep `list` showing the scans of the queue `id`; `counted()` is told when there are more or fewer. See the handle at the end. */
export function queueScans({ list, tools, id, room, counted }) {
  const said = saying();
  const told = el("div.pb-sr", { role: "status", "aria-live": "polite" });
  const news = button("The order has changed", { kind: "small", icon: "up", data: { do: "catch-up" }, on: () => follow(true) });
  const find = button("Show what runs", { kind: "small", icon: "play", data: { do: "find" }, on: () => sight.reveal() });
  let scans = [];
  let byId = new Map();
  let nodes = new Map();
  const dirty = new Set(); // scans whose rows are to be drawn
  const moving = new Set(); // scans that have only gone on: drawn where somebody sees them
  const inView = new Set();
  let frame = 0;
  let whole = false; // rows were added, taken away or moved
  let due = false; // the engine has told of an order
  let behind = false; // others have changed the order while the list was in use
  const asking = new Map();
  list.setAttribute("role", "list");
  list.setAttribute("aria-label", "Scans of the queue, in the order they run");
  tools.prepend(
    said,
    news,
    find,
    told,
    el("span.pb-sr", { id: "queue-keys" }, "Alt and the arrow keys move a scan that waits; Delete removes it."),
  );
  show(news, false);
  show(find, false);

  const waiting = () => scans.filter((scan) => scan.status === "queued").map((scan) => scan.scan_id);
  const shown = () => scans.map((scan) => nodes.get(scan.scan_id)).filter(Boolean);
  const drag = dragging(list, {
    grip: ".pb-grip",
    rows: () => shown().filter((each) => each.classList.contains("pb-waits")),
    dropped: ({ dataset }, gap) => {
      const ids = waiting();
      moveTo(dataset.scan, order.moved(ids, ids.indexOf(dataset.scan), gap));
    },
    ended: () => behind && follow(),
  });
  const row = (scanId) => nodes.get(scanId);
  const sight = queueSight(list, row);
  const hands = queueHands(list, { rows: shown, row, step, remove, left: () => behind && follow() });
  const moves = ordering({ waiting, ask: reorder, done: moved });

  // Drawing.

  const watched = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) inView.add(target.dataset.scan);
        else inView.delete(target.dataset.scan);
      }
      touch(inView);
    },
    { root: list, rootMargin: "200px 0px" },
  );

  const later = () => (frame = frame || globalThis.requestAnimationFrame(draw));
  function draw() {
    frame = 0;
    if (due) follow();
    if (whole && !drag.active) {
      whole = false;
      nodes = keyed(list, scans, { key: (scan) => scan.scan_id, create, update: () => {}, sort: true });
      if (!nodes.has(hands.reachable)) hands.reach(scans.length ? scans[0].scan_id : null);
    }
    const kept = behind ? new Set(truth()) : null;
    for (const each of moving) if (inView.has(each)) dirty.add(each);
    moving.clear();
    for (const each of dirty) {
      const scan = byId.get(each);
      if (row(each) && scan)
        queueRow.update(row(each), scan, {
          current: sight.has(each),
          asking: asking.get(each) || "",
          gone: Boolean(kept) && scan.status === "queued" && !kept.has(each),
        });
    }
    dirty.clear();
    show(news, behind);
    show(find, sight.useful);
    if (drag.active && !drag.active.classList.contains("pb-waits")) {
      drag.cancel();
      sayModule(said, "That scan has begun or is gone: it cannot be moved any more.");
    }
    sight.follow(inUse);
  }
  function create(scan) {
    const made = queueRow.create(scan, { more, remove });
    dirty.add(scan.scan_id);
    watched.observe(made);
    return made;
  }
  function touch(ids) {
    for (const each of ids) dirty.add(each);
    later();
  }
  function take(all) {
    const before = scans.length;
    scans = all;
    byId = new Map(scans.map((scan) => [scan.scan_id, scan]));
    whole = true;
    later();
    if (scans.length !== before) counted();
  }

  // Following the engine.

  function truth() {
    const state = live.state(room);
    return (state ? state.scans : []).filter((scan) => scan.status === "queued").map((scan) => scan.scan_id);
  }
  const inUse = () => Boolean(drag.active) || hands.busy;
  /** Take the order from the engine; while the list is in use, or an order is asked for, that waits. */
  function follow(now = false) {
    due = false;
    const next = order.arrange(scans, truth());
    const waits = next !== scans && ((!now && inUse()) || drag.active || moves.pending);
    if (waits || behind) touch(byId.keys()); // which rows have gone meanwhile
    behind = Boolean(waits);
    if (next !== scans && !waits) take(next);
    show(news, behind);
  }

  // Asking.

  function say(sentence) {
    told.textContent = sentence;
  }
  function moveTo(scanId, ids) {
    const next = order.arrange(scans, ids);
    if (next === scans) return;
    const at = ids.indexOf(scanId);
    asking.set(scanId, MOVING);
    sayModule(said, "");
    moves.move(() => take(next));
    touch([scanId]);
    say(`${scanId} is now ${PLACES[at] || `number ${at + 1}`} of ${ids.length} that wait.`);
  }
  /** Move a scan by one place, up (-1) or down (1). */
  function step(scanId, by) {
    const ids = waiting();
    const from = ids.indexOf(scanId);
    if (from < 0) say(`${scanId} does not wait: it cannot be moved.`);
    else if (from + by >= 0 && from + by < ids.length) moveTo(scanId, order.moved(ids, from, from + (by > 0 ? 2 : -1)));
  }
  async function reorder(part) {
    try {
      await rest.patch(`queues/${id}/scans`, { scan_ids: part });
      return "";
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      return refused.message;
    }
  }
  function moved(refusal, had) {
    const ended = [...asking].filter(([, words]) => words === MOVING).map(([each]) => each);
    for (const each of ended) asking.delete(each);
    if (refusal) {
      const before = new Set(had);
      take(order.arrange(scans, [...had, ...waiting().filter((each) => !before.has(each))]));
      sayModule(said, `Put back: ${refusal}`);
      say(`Put back: ${refusal}`);
    } else for (const each of ended) if (row(each)) flash(row(each));
    touch(ended);
    if (behind) follow();
  }
  /** Do `work` for a scan, whose row says `words` meanwhile; a refusal is said above the list. */
  async function ask(scanId, words, work) {
    if (asking.has(scanId)) return;
    asking.set(scanId, words);
    sayModule(said, "");
    touch([scanId]);
    try {
      await work();
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      sayModule(said, refused.message);
      say(refused.message);
    } finally {
      asking.delete(scanId);
      touch([scanId]);
    }
  }
  function remove(scanId) {
    const ids = waiting();
    const next = ids[ids.indexOf(scanId) + 1] || "";
    return ask(scanId, "removing…", async () => {
      const back = await queueAsks.remove(id, scanId, next);
      const held = row(scanId) && row(scanId).contains(document.activeElement);
      const at = scans.findIndex((scan) => scan.scan_id === scanId);
      const nearest = scans[at + 1] || scans[at - 1];
      if (held && nearest) hands.reach(nearest.scan_id, true);
      take(scans.filter((scan) => scan.scan_id !== scanId));
      say(`${scanId} was removed.`);
      message(`${scanId} was removed from the queue.`, { tone: "slate", action: { label: "Undo", act: () => undo(scanId, back) } });
    });
  }
  async function undo(scanId, back) {
    try {
      const made = await back(truth);
      message(`${scanId} is back as ${made.scan_id}.`, { tone: "green" });
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      message(refused.message);
    }
  }
  function duplicate(scanId) {
    return ask(scanId, "copying…", async () => {
      const made = await queueAsks.duplicate(id, scanId);
      say(`${made.scan_id}, a copy, waits at the end.`);
      sayModule(said, `${made.scan_id}, a copy, waits at the end.`, "green");
    });
  }
  function more(scanId, opener) {
    if (opener.pbMenu) return;
    opener.pbMenu = menu(opener, () => entries(scanId));
    opener.pbMenu.open();
  }
  function entries(scanId) {
    const ids = waiting();
    const at = ids.indexOf(scanId);
    const ways = [
      ["Move up", at - 1, "up"],
      ["Move down", at + 2, "down"],
      ["Move to the front", 0, "up"],
      ["Move to the end", ids.length, "down"],
    ];
    const places = ways.map(([label, gap, icon]) => ({
      label,
      icon,
      disabled: gap < 0 || gap > ids.length || gap === at || gap === at + 1,
      act: () => moveTo(scanId, order.moved(ids, at, gap)),
    }));
    return [
      at >= 0 && { label: "Edit the plan", icon: "edit", act: () => go(`/new?edit=${scanId}`) },
      { label: "Duplicate", icon: "copy", act: () => duplicate(scanId) },
      { label: "Duplicate and edit", icon: "copy", act: () => go(`/new?from=${scanId}&queue=${id}`) },
      ...(at >= 0
        ? [{ separator: true }, ...places, { separator: true }, { label: "Remove", icon: "trash", hint: "Del", act: () => remove(scanId) }]
        : []),
    ].filter(Boolean);
  }

  const off = eachSecond(() => {
    if (behind) follow();
    if (sight.due) later();
  });

  return {
    /** Every scan, as a snapshot has it. */
    all(fresh) {
      asking.clear();
      moves.told(fresh.filter((scan) => scan.status === "queued").map((scan) => scan.scan_id));
      behind = false;
      take(fresh.map((scan) => ({ ...scan })));
      touch(byId.keys());
    },
    /** A scan's status; a new scan waits at the end. */
    status(data) {
      const scan = byId.get(data.scan_id);
      if (!scan) return take([...scans, { ...data }]);
      (scan.status === data.status ? moving : dirty).add(data.scan_id);
      Object.assign(scan, data);
      return later();
    },
    /** The engine has told of an order; it is looked at when all of that frame is known. */
    order() {
      due = true;
      later();
    },
    /** Which scans run. */
    current(ids) {
      touch(sight.current(ids));
    },
    get count() {
      return scans.length;
    },
    end() {
      globalThis.cancelAnimationFrame(frame);
      drag.cancel();
      watched.disconnect();
      off();
    },
  };
}
