/* The scans of a queue in order, live: what waits is moved by dragging or by keys, removed with a way back, copied and edited. A new
 * order is shown at once and put back when the engine refuses it; what others change waits while the list is in use. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el, show, keyed, flash, button } = PyBirch.dom;
  const KEYS_REST = 10000; // ms after the last key in which a list with the focus is in use
  const PLACES = ["first", "second", "third"];

  /** Keep `list` showing the scans of the queue `id`; see the handle at the end. */
  function queueScans({ list, tools, id, room }) {
    const said = PyBirch.saying();
    const told = el("div.pb-sr", { role: "status", "aria-live": "polite" });
    const news = button("The order has changed", { kind: "small", icon: "up", data: { do: "catch-up" }, on: () => follow(true) });
    const find = button("Show what runs", { kind: "small", icon: "play", data: { do: "find" }, on: () => reveal() });
    let scans = [];
    let byId = new Map();
    let nodes = new Map();
    let current = new Set();
    const dirty = new Set(); // scans whose rows are to be drawn
    const moving = new Set(); // scans that have only gone on: drawn where somebody sees them
    const inView = new Set();
    let frame = 0;
    let whole = false; // rows were added, taken away or moved
    let due = false; // the engine has told of an order
    let behind = false; // others have changed the order while the list was in use
    let asked = null; // the order as the engine has it, while another is asked for
    let reachable = null;
    let lastKey = -Infinity;
    let over = false; // a mouse or pen is over the list; what a finger has touched stays marked as hovered
    let stood = 0; // where the list was last scrolled to by itself
    let goneOn = false; // another scan runs than the list has shown
    let untouched = true; // nobody can have got hold of a row yet
    let snapshots = 0;
    const asking = new Map();
    list.setAttribute("role", "list");
    list.setAttribute("aria-label", "Scans of the queue, in the order they run");
    tools.prepend(said, news, find, told, el("span.pb-sr", { id: "queue-keys" }, "Alt and the arrow keys move a scan that waits; Delete removes it."));
    show(news, false);
    show(find, false);

    const waiting = () => scans.filter((scan) => scan.status === "queued").map((scan) => scan.scan_id);
    const shown = () => scans.map((scan) => nodes.get(scan.scan_id)).filter(Boolean);
    const drag = PyBirch.dragging(list, {
      grip: ".pb-grip",
      rows: () => shown().filter((row) => row.classList.contains("pb-waits")),
      dropped: (row, gap) => {
        const ids = waiting();
        moveTo(row.dataset.scan, PyBirch.order.moved(ids, ids.indexOf(row.dataset.scan), gap));
      },
      ended: () => behind && follow(),
    });

    // Drawing.

    const sight = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) inView.add(target.dataset.scan);
        else inView.delete(target.dataset.scan);
      }
      touch(inView);
    }, { root: list, rootMargin: "200px 0px" });

    const later = () => (frame = frame || root.requestAnimationFrame(draw));
    function draw() {
      frame = 0;
      if (due) follow();
      if (whole && !drag.active) {
        whole = false;
        nodes = keyed(list, scans, { key: (scan) => scan.scan_id, create, update: () => {}, sort: true });
        if (!nodes.has(reachable)) reach(scans.length ? scans[0].scan_id : null);
      }
      const kept = behind ? new Set(truth()) : null;
      for (const each of moving) if (inView.has(each)) dirty.add(each);
      moving.clear();
      for (const each of dirty) {
        const row = nodes.get(each);
        const scan = byId.get(each);
        if (row && scan) PyBirch.queueRow.update(row, scan, { current: current.has(each), asking: asking.get(each) || "", gone: Boolean(kept) && scan.status === "queued" && !kept.has(each) });
      }
      dirty.clear();
      show(news, behind);
      show(find, current.size > 0 && list.scrollHeight > list.clientHeight + 1);
      if (drag.active && !drag.active.classList.contains("pb-waits")) {
        drag.cancel();
        PyBirch.say(said, "That scan has begun or is gone: it cannot be moved any more.");
      }
      if (goneOn && nodes.has([...current][0])) keepInView();
      if (scans.length) untouched = false;
    }
    function create(scan) {
      const made = PyBirch.queueRow.create(scan, { more, remove });
      dirty.add(scan.scan_id);
      sight.observe(made);
      return made;
    }
    function touch(ids) {
      for (const each of ids) dirty.add(each);
      later();
    }
    function take(all) {
      scans = all;
      byId = new Map(scans.map((scan) => [scan.scan_id, scan]));
      whole = true;
      later();
    }
    function reveal() {
      const row = nodes.get([...current][0]);
      if (!row) return;
      row.scrollIntoView({ block: "nearest" });
      scrollTo(row);
      flash(row);
    }
    function scrollTo(row) {
      list.scrollTop += row.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
      stood = list.scrollTop;
    }
    /** Go with what runs while nobody has scrolled the list elsewhere; the page itself stays where it is. */
    function keepInView() {
      if (!untouched && inUse()) return;
      goneOn = false;
      if (Math.abs(list.scrollTop - stood) > 1) return;
      const [row, box] = [nodes.get([...current][0]), list.getBoundingClientRect()];
      const { top, bottom } = row.getBoundingClientRect();
      if (top < box.top || bottom > box.bottom) scrollTo(row);
    }

    // Following the engine.

    function truth() {
      const state = PyBirch.live.state(room);
      return (state ? state.scans : []).filter((scan) => scan.status === "queued").map((scan) => scan.scan_id);
    }
    function inUse() {
      if (drag.active || over) return true;
      return list.matches(":focus-within") && root.performance.now() - lastKey < KEYS_REST;
    }
    /** Take the order from the engine; while the list is in use, or an order is asked for, that waits. */
    function follow(now = false) {
      due = false;
      const next = PyBirch.order.arrange(scans, truth());
      const waits = next !== scans && ((!now && inUse()) || drag.active || asked);
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
      const next = PyBirch.order.arrange(scans, ids);
      if (next === scans) return;
      if (!asked) asked = waiting();
      const at = ids.indexOf(scanId);
      asking.set(scanId, "moving…");
      PyBirch.say(said, "");
      take(next);
      touch([scanId]);
      say(`${scanId} is now ${PLACES[at] || `number ${at + 1}`} of ${ids.length} that wait.`);
      settle();
    }
    let settling = false;
    /** Ask for the order that is shown until the engine has it; further moves meanwhile are asked for together. */
    async function settle() {
      if (settling) return;
      settling = true;
      let refusal = "";
      while (!refusal) {
        const mine = waiting();
        const [known, kept] = [new Set(asked), new Set(mine)];
        const part = PyBirch.order.changed(asked.filter((each) => kept.has(each)), mine.filter((each) => known.has(each)));
        if (!part.length) break;
        const at = snapshots;
        try {
          await PyBirch.rest.patch(`queues/${id}/scans`, { scan_ids: part });
          if (snapshots !== at) break; // the link was lost meanwhile: what is shown now is what the engine has
          asked = mine;
        } catch (refused) {
          if (!(refused instanceof PyBirch.Refusal)) throw refused;
          refusal = refused.message;
        }
      }
      settling = false;
      const moved = [...asking].filter(([, words]) => words === "moving…").map(([each]) => each);
      for (const each of moved) asking.delete(each);
      if (refusal) {
        const before = new Set(asked);
        take(PyBirch.order.arrange(scans, [...asked, ...waiting().filter((each) => !before.has(each))]));
        PyBirch.say(said, `Put back: ${refusal}`);
        say(`Put back: ${refusal}`);
      } else for (const each of moved) if (nodes.has(each)) flash(nodes.get(each));
      asked = null;
      touch(moved);
      if (behind) follow();
    }
    /** Do `work` for a scan, whose row says `words` meanwhile; a refusal is said above the list. */
    async function ask(scanId, words, work) {
      if (asking.has(scanId)) return;
      asking.set(scanId, words);
      PyBirch.say(said, "");
      touch([scanId]);
      try {
        await work();
      } catch (refused) {
        if (!(refused instanceof PyBirch.Refusal)) throw refused;
        PyBirch.say(said, refused.message);
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
        const back = await PyBirch.queueAsks.remove(id, scanId, next);
        const held = nodes.get(scanId) && nodes.get(scanId).contains(document.activeElement);
        const at = scans.findIndex((scan) => scan.scan_id === scanId);
        const nearest = scans[at + 1] || scans[at - 1];
        if (held && nearest) reach(nearest.scan_id, true);
        take(scans.filter((scan) => scan.scan_id !== scanId));
        say(`${scanId} was removed.`);
        PyBirch.message(`${scanId} was removed from the queue.`, { tone: "slate", action: { label: "Undo", act: () => undo(scanId, back) } });
      });
    }
    async function undo(scanId, back) {
      try {
        const made = await back(truth);
        PyBirch.message(`${scanId} is back as ${made.scan_id}.`, { tone: "green" });
      } catch (refused) {
        if (!(refused instanceof PyBirch.Refusal)) throw refused;
        PyBirch.message(refused.message);
      }
    }
    function duplicate(scanId) {
      return ask(scanId, "copying…", async () => {
        const made = await PyBirch.queueAsks.duplicate(id, scanId);
        say(`${made.scan_id}, a copy, waits at the end.`);
        PyBirch.say(said, `${made.scan_id}, a copy, waits at the end.`, "green");
      });
    }
    function more(scanId, opener) {
      if (opener.pbMenu) return;
      opener.pbMenu = PyBirch.menu(opener, () => entries(scanId));
      opener.pbMenu.open();
    }
    function entries(scanId) {
      const ids = waiting();
      const at = ids.indexOf(scanId);
      const places = [["Move up", at - 1, "up"], ["Move down", at + 2, "down"], ["Move to the front", 0, "up"], ["Move to the end", ids.length, "down"]];
      const moves = places.map(([label, gap, icon]) => ({ label, icon, disabled: gap < 0 || gap > ids.length || gap === at || gap === at + 1, act: () => moveTo(scanId, PyBirch.order.moved(ids, at, gap)) }));
      return [
        at >= 0 && { label: "Edit the plan", icon: "edit", act: () => PyBirch.go(`/new?edit=${scanId}`) },
        { label: "Duplicate", icon: "copy", act: () => duplicate(scanId) },
        { label: "Duplicate and edit", icon: "copy", act: () => PyBirch.go(`/new?from=${scanId}&queue=${id}`) },
        ...(at >= 0 ? [{ separator: true }, ...moves, { separator: true }, { label: "Remove", icon: "trash", hint: "Del", act: () => remove(scanId) }] : []),
      ].filter(Boolean);
    }

    // Hands.

    /** The row that Tab leads to, with its buttons. */
    function reach(scanId, focus = false) {
      if (nodes.has(reachable)) PyBirch.queueRow.reach(nodes.get(reachable), false);
      reachable = scanId;
      const row = nodes.get(scanId);
      if (!row) return;
      PyBirch.queueRow.reach(row, true);
      if (focus) row.focus();
    }
    list.addEventListener("focusin", (event) => {
      const row = event.target.closest(".pb-scan-row");
      if (row && row.dataset.scan !== reachable) reach(row.dataset.scan);
    });
    list.addEventListener("keydown", (event) => {
      lastKey = root.performance.now();
      const row = event.target.closest(".pb-scan-row");
      if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const scanId = row.dataset.scan;
      const all = shown();
      const at = all.indexOf(row);
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (event.altKey && step) {
        const ids = waiting();
        const from = ids.indexOf(scanId);
        if (from < 0) say(`${scanId} does not wait: it cannot be moved.`);
        else if (from + step >= 0 && from + step < ids.length) moveTo(scanId, PyBirch.order.moved(ids, from, from + (step > 0 ? 2 : -1)));
        root.requestAnimationFrame(() => nodes.has(scanId) && reach(scanId, true)); // what is put elsewhere loses the focus
      } else if (event.altKey) return;
      else if (step || event.key === "Home" || event.key === "End") {
        const to = { Home: 0, End: all.length - 1 }[event.key] ?? Math.max(0, Math.min(all.length - 1, at + step));
        reach(all[to].dataset.scan, true);
      } else if (event.key === "Enter" && event.target === row) PyBirch.go(`/scans/${scanId}`);
      else if (event.key === "Delete" && row.classList.contains("pb-waits")) remove(scanId);
      else return;
      event.preventDefault();
    });
    list.addEventListener("click", (event) => {
      const row = event.target.closest(".pb-scan-row");
      if (!row || event.target.closest("a, button") || String(root.getSelection())) return;
      if (event.ctrlKey || event.metaKey) root.open(PyBirch.href(`/scans/${row.dataset.scan}`), "_blank");
      else PyBirch.go(`/scans/${row.dataset.scan}`);
    });
    list.addEventListener("pointerenter", ({ pointerType }) => (over = pointerType !== "touch"));
    list.addEventListener("pointerleave", () => (over = false));
    for (const leaves of ["pointerleave", "focusout"]) list.addEventListener(leaves, () => behind && root.setTimeout(follow, 0));
    const off = PyBirch.eachSecond(() => {
      if (behind) follow();
      if (goneOn) later();
    });

    return {
      /** Every scan, as a snapshot has it. */
      all(fresh) {
        snapshots += 1;
        asking.clear();
        asked = settling ? fresh.filter((scan) => scan.status === "queued").map((scan) => scan.scan_id) : null;
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
        const before = current;
        current = new Set(ids);
      goneOn = goneOn || ids[0] !== [...before][0];
        touch([...before].filter((each) => !current.has(each)));
        touch(ids.filter((each) => !before.has(each)));
      },
      get count() {
        return scans.length;
      },
      end() {
        root.cancelAnimationFrame(frame);
        drag.cancel();
        sight.disconnect();
        off();
      },
    };
  }

  PyBirch.queueScans = queueScans;
})(window);
