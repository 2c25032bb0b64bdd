// @ts-nocheck
/* Search over everything: queues and instruments that are known already, scans through REST. Arrow keys choose, Enter opens. */
import * as dom from "../dom/elements.ts";
import { el, text } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { link } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { rest } from "../dom/rest.ts";
import * as status from "../dom/status.ts";

const QUIET = 120; // ms without a key before the server is asked
const MOST = 8;
let open = () => {};

const PAGES = [
  ["Home", "/"],
  ["Queues", "/queues"],
  ["Scans", "/scans"],
  ["Instruments", "/instruments"],
  ["New scan", "/new"],
];

function known(words) {
  const state = live.state("global") || {};
  const fits = (...texts) => words.every((word) => texts.some((each) => String(each).toLowerCase().includes(word)));
  return [
    ...PAGES.filter(([label]) => fits(label)).map(([label, path]) => ({ path, label, kind: "page" })),
    ...(state.queues || [])
      .filter((q) => fits(q.name, q.queue_id))
      .map((q) => ({ path: `/queues/${q.queue_id}`, label: q.name, id: q.queue_id, state: q.status, kind: "queue" })),
    ...(state.instruments || [])
      .filter((i) => fits(i.instrument_name, "instrument"))
      .map((i) => ({ path: `/instruments/${i.instrument_id}`, label: i.instrument_name, state: i.status, kind: "instrument" })),
  ].slice(0, MOST);
}

island("search", (node) => {
  const input = el("input.pb-search-input", {
    type: "search",
    placeholder: "Find a scan, queue or instrument",
    "aria-label": "Search",
    autocomplete: "off",
    spellcheck: "false",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": "pb-search-results",
  });
  const results = el("div.pb-search-results", { id: "pb-search-results", role: "listbox", "aria-label": "Found" });
  const hint = el("p.pb-quiet.pb-search-hint");
  const dialog = el("dialog.pb-dialog.pb-search", { "aria-label": "Search" }, input, results, hint);
  let asked = null;
  let chosen = 0;
  node.append(dialog);

  /** Show what was found; what is chosen stays so where only more has come behind it. */
  function render(items, note, { more = false } = {}) {
    if (!more) chosen = 0;
    results.replaceChildren(...items.map((item, at) => row(item, at)));
    mark();
    text(hint, items.length ? "" : note);
  }
  function row(item, at) {
    const made = link(
      item.path,
      { spec: "a.pb-search-row", role: "option", id: `pb-found-${at}` },
      el("span.pb-search-kind", {}, item.kind),
      el("span.pb-search-label", {}, item.label),
      item.id && el("span.pb-mono.pb-quiet", {}, item.id),
      item.state && status.badge(item.state),
    );
    made.addEventListener("click", () => dialog.close());
    return made;
  }
  function mark() {
    [...results.children].forEach((each, at) => each.setAttribute("aria-selected", String(at === chosen)));
    dom.set(input, "aria-activedescendant", results.children[chosen] ? results.children[chosen].id : null);
    if (results.children[chosen]) results.children[chosen].scrollIntoView({ block: "nearest" });
  }
  async function find() {
    const words = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    if (asked) asked.abort();
    asked = new AbortController();
    const first = known(words);
    render(first, "Searching…");
    if (!words.length) return;
    const { signal } = asked;
    await new Promise((done) => globalThis.setTimeout(done, QUIET));
    if (signal.aborted) return;
    try {
      const page = await rest.get("scans", { q: input.value.trim(), limit: MOST }, { signal });
      const scans = page.items.map((s) => ({ path: `/scans/${s.scan_id}`, label: s.name, id: s.scan_id, state: s.status, kind: "scan" }));
      render([...first, ...scans], "Nothing is called that.", { more: true });
    } catch (error) {
      if (!signal.aborted) render(first, error.message, { more: true });
    }
  }
  input.addEventListener("input", find);
  input.addEventListener("keydown", (event) => {
    const count = results.children.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && count) {
      event.preventDefault();
      chosen = (chosen + step + count) % count;
      mark();
    } else if (event.key === "Enter" && results.children[chosen]) {
      results.children[chosen].click();
    } else if (event.key === "Escape") {
      event.preventDefault(); // a search field would only empty itself
      dialog.close();
    }
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  open = () => {
    input.value = "";
    dialog.showModal();
    find();
  };
  const opener = document.querySelector('.pb-header [data-do="search"]');
  if (opener) opener.addEventListener("click", () => open());
});
export const search = { open: () => open() };
