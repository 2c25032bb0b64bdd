// @ts-nocheck
/* More filters of a list: a span of days, and chips that say what is filtered by and take it away. */
import * as period from "../core/period.ts";
import * as dom from "../dom/elements.ts";
import { el, icon, keyed, show } from "../dom/elements.ts";

const BETWEEN = "between";
const SPANS = [
  ["", "Any time"],
  ["today", "Today"],
  ["week", "Last 7 days"],
  ["month", "Last 30 days"],
  [BETWEEN, "Between…"],
];

/** Put a choice of days into `node`; the handle has `value` (text of PyBirch.period) and `set(value)`. */
export function days(node, value, changed) {
  const select = el(
    "select.pb-input.pb-input-small.pb-filter-when",
    { "aria-label": "When" },
    SPANS.map(([key, label]) => el("option", { value: key }, label)),
  );
  const day = (label) => el("input.pb-input.pb-input-small.pb-filter-day", { type: "date", "aria-label": label });
  const from = day("From this day");
  const to = day("To this day");
  const span = el("span.pb-filter-span", { hidden: true }, from, "to", to);
  const handle = { value: "", set };
  node.append(select, span);
  set(value);

  function set(wanted) {
    handle.value = period.known(wanted);
    const ends = period.parse(handle.value);
    select.value = ends ? BETWEEN : handle.value;
    show(span, ends);
    from.value = ends ? ends.from : "";
    to.value = ends ? ends.to : "";
  }
  function chosen(wanted) {
    if (wanted === handle.value) return;
    handle.value = wanted;
    changed();
  }
  select.addEventListener("change", () => {
    const asks = select.value === BETWEEN;
    show(span, asks);
    if (asks) from.focus();
    chosen(asks ? period.between(from.value, to.value) : select.value);
  });
  for (const each of [from, to]) each.addEventListener("change", () => chosen(period.known(period.between(from.value, to.value))));
  return handle;
}

/** Put chips into `node`; `update([{name, label, clear}])` shows what is filtered by, `clearAll()` takes all of it away. */
export function given(node, clearAll) {
  const holder = el("span.pb-given");
  const all = el("button.pb-chip.pb-given-all", { type: "button", on: { click: clearAll } }, "Clear all");
  node.append(holder, all);
  return (filters) => {
    show(all, filters.length > 1);
    keyed(holder, filters, {
      key: (filter) => filter.name,
      create: () => el("button.pb-chip.pb-given-chip", { type: "button" }, el("span"), icon("close")),
      update: (chip, filter) => {
        dom.text(chip.firstChild, filter.label);
        chip.setAttribute("aria-label", `Take away the filter ${filter.label}`);
        chip.onclick = filter.clear;
      },
      sort: true,
    });
  };
}
