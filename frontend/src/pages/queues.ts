// @ts-nocheck
/* The list of queues, from the room `global`, and the dialog that makes a new one. What is shown, and in what order, is in the URL;
 * rows come and go by themselves only while nobody's hand is on the list. */
import * as format from "../core/format.ts";
import { SHOWN, SORTED, choose } from "../core/queue_list.ts";
import { button, el, part, show, text } from "../dom/elements.ts";
import { page as pageModule } from "../dom/islands.ts";
import { go, query, setQuery } from "../dom/navigate.ts";
import { live as liveModule } from "../dom/page_live.ts";
import { rest } from "../dom/rest.ts";
import { chips as chipsModule } from "./chips.ts";
import { grid } from "./grids.ts";
import { queueForm } from "./queue_form.ts";

const BATCH = 250; // ms
const FLASHING = ["status", "completed_scans", "total_scans", "name", "mode", "on_failure"];
const NARROW = ["status", "progress", "current_scans", "eta", "mode", "timestamp"];

pageModule("queues", (page) => {
  const dialog = queueForm({ title: "New queue", label: "Create queue", asking: "creating…", send: create });
  const empty = part(page, "empty");
  const holder = page.querySelector(".pb-grid-holder");
  const context = el("span");
  const news = button("The list has changed", { kind: "small", icon: "up", data: { do: "catch-up" }, on: () => refill() });
  const asked = query();
  const search = el("input.pb-input.pb-input-small.pb-filter-q", {
    type: "search",
    placeholder: "Search name, id",
    "aria-label": "Search queues",
    value: asked.q || "",
    autocomplete: "off",
    spellcheck: "false",
  });
  const sort = el(
    "select.pb-input.pb-input-small.pb-filter-order",
    { "aria-label": "Order" },
    Object.entries(SORTED).map(([value, { label }]) => el("option", { value, selected: value === asked.sort }, label)),
  );
  part(page, "filters").append(search);
  const chips = chipsModule(
    part(page, "filters"),
    Object.entries(SHOWN).map(([value, about]) => ({ value, ...about })),
    asked.show || "",
    changed,
  );
  part(page, "filters").append(sort);
  search.addEventListener("input", changed);
  sort.addEventListener("change", changed);
  part(page, "context").append(context, news);
  show(news, false);
  part(page, "dialog").append(dialog.node);
  page.querySelector('[data-do="create"]').addEventListener("click", () => dialog.open());
  let table = null;
  let left = false;
  let over = false; // a mouse or pen is over the list
  let shown = new Set();
  const fresh = new Map();
  let timer = 0;

  async function create(values) {
    const made = await rest.post("queues", values);
    go(`/queues/${made.queue_id}`);
  }
  const known = () => (liveModule.state("global") || { queues: [] }).queues;
  const wanted = () => choose(known(), { show: chips.value, q: search.value, sort: sort.value });
  function changed() {
    setQuery({ q: search.value.trim(), show: chips.value, sort: sort.value });
    refill();
  }
  /** Put the rows there, in their order. */
  function refill() {
    if (!table || table.api.isDestroyed() || !liveModule.state("global")) return;
    const rows = wanted();
    shown = new Set(rows.map((queue) => queue.queue_id));
    fresh.clear();
    show(news, false);
    tell();
    show(empty, rows.length === 0);
    empty.replaceChildren(...nothing());
    table.api.setGridOption(
      "rowData",
      rows.map((queue) => ({ ...queue })),
    );
  }
  function tell() {
    const all = known();
    const live = all.filter(SHOWN.live.fits).length;
    text(context, `${format.count(all.length)} ${all.length === 1 ? "queue" : "queues"} · ${format.count(live)} live`);
  }
  /** What has come since: rows that are there change, others come and go unless the list is in use. */
  function flush() {
    timer = 0;
    if (!table || table.api.isDestroyed()) return;
    const rows = wanted();
    const same = rows.length === shown.size && rows.every((queue) => shown.has(queue.queue_id));
    if (!same && !over && !holder.matches(":focus-within")) return refill();
    table.put([...fresh.values()].filter(table.has));
    fresh.clear();
    show(news, !same);
    tell();
  }
  const later = () => (timer = timer || globalThis.setTimeout(flush, BATCH));
  function nothing() {
    if (known().length) return [el("h2", {}, "No queue fits"), el("p", {}, "Show all, or search for something else.")];
    return [
      el("h2", {}, "No queue yet"),
      el("p", {}, "A queue runs scans one after the other, or side by side where their instruments allow."),
      button("New queue", { kind: "primary", icon: "plus", on: () => dialog.open() }),
    ];
  }
  holder.addEventListener("pointerenter", ({ pointerType }) => (over = pointerType !== "touch"));
  holder.addEventListener("pointerleave", () => ((over = false), later()));
  holder.addEventListener("focusout", later);
  grid("queues-grid", { key: "queue_id", open: (queue) => `/queues/${queue.queue_id}`, narrow: NARROW, flashing: FLASHING }).then(
    (made) => {
      if (left) return made.end();
      table = made;
      return refill();
    },
  );
  const off = liveModule.on(
    "global",
    {
      snapshot: refill,
      queue_status(data) {
        fresh.set(data.queue_id, data);
        later();
      },
    },
    { element: page },
  );
  return () => {
    left = true;
    globalThis.clearTimeout(timer);
    off();
    if (table) table.end();
  };
});
