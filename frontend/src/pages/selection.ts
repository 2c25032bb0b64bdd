// @ts-nocheck
/* What is chosen in the list of scans, kept while the list is searched and filtered, and what can be done with it: a bar that
 * floats over the list, so that choosing moves nothing. A tool is made by `(ids) => node` with the ids of what is chosen then. */
import { button, el, show, text } from "../dom/elements.ts";

const SETTLE = 50; // ms
const BY_HAND = new Set(["checkboxSelected", "spaceKey"]);

/** Put the bar into `node` for `table` (see grids.js); `tools` are functions from `ids()` to an element. */
export function selection(node, table, tools) {
  const chosen = new Set();
  let timer = 0;
  const ids = () => [...chosen];
  const count = el("span.pb-selection-count", { role: "status" });
  const clear = button("", { kind: "quiet", icon: "close", title: "Choose nothing", "aria-label": "Choose nothing", on: forget });
  const made = tools.map((tool) => tool(ids));
  node.append(count, ...made, clear);
  tell();

  function forget() {
    chosen.clear();
    table.api.deselectAll();
    tell();
  }
  function tell() {
    show(node, chosen.size > 0);
    text(count, `${chosen.size} chosen`);
    for (const each of made) each.dispatchEvent(new CustomEvent("pybirch:chosen", { detail: { count: chosen.size } }));
  }
  table.api.addEventListener("rowSelected", ({ node: row, source }) => {
    if (!BY_HAND.has(source)) return later();
    if (row.isSelected()) chosen.add(row.id);
    else chosen.delete(row.id);
    return tell();
  });
  table.api.addEventListener("rowDataUpdated", later);

  /** Rows that come back do so unmarked, and Dash's table then marks what it saw marked last: only after that is it our turn. */
  function later() {
    timer = timer || globalThis.setTimeout(restore, SETTLE);
  }
  function restore() {
    timer = 0;
    if (table.api.isDestroyed()) return;
    for (const id of chosen) {
      const row = table.api.getRowNode(id);
      if (row && !row.isSelected()) row.setSelected(true, false, "api");
    }
  }
}
