/* What is selected in the list of scans, kept while the list is searched and filtered; and the callbacks of
 * dashboard/components/scan_selection.py. */
import type { ScanRecord } from "../core/rest_types.ts";
import * as place from "../core/place.ts";
import { go } from "../dom/navigate.ts";
import type { GridApi } from "./ag_grid.ts";

const STORE = "scans-selected";
const NOTHING = "pybirch:select-nothing";
const SETTLE = 50; // ms
const BY_HAND = new Set(["checkboxSelected", "spaceKey"]);
const MOST_COMPARED = 8;
const MOST_EXPORTED = 500; // as the server takes them

/** Keep the selection of `table` and write it into the store; returns what ends it. */
export function followSelection(page: HTMLElement, api: GridApi<ScanRecord>): () => void {
  const selected = new Set<string>();
  let timer = 0;
  const tell = (): void => globalThis.dash_clientside.set_props(STORE, { data: [...selected] });

  function clear(): void {
    selected.clear();
    api.deselectAll();
    tell();
  }
  /** Rows that come back are not marked, and dash-ag-grid then marks what it saw marked last: this comes after that. */
  function restore(): void {
    timer = 0;
    if (api.isDestroyed()) return;
    for (const id of selected) {
      const row = api.getRowNode(id);
      if (row && !row.isSelected()) row.setSelected(true, false, "api");
    }
  }
  const later = (): void => void (timer ||= window.setTimeout(restore, SETTLE));
  api.addEventListener("rowSelected", ({ node, source }) => {
    if (!BY_HAND.has(source)) return later();
    if (node.isSelected()) selected.add(node.id);
    else selected.delete(node.id);
    return tell();
  });
  api.addEventListener("rowDataUpdated", later);
  page.addEventListener(NOTHING, clear);
  return () => clearTimeout(timer);
}

/** What the bar shows: hidden, count, whether Compare is disabled and its title, whether Export is disabled, the address of each zip. */
export function tellSelection(ids: string[] | null, entries: { format: string }[]): unknown[] {
  const count = ids?.length ?? 0;
  const cannot = count < 2 || count > MOST_COMPARED;
  const title = cannot ? `Select 2 to ${MOST_COMPARED} scans to compare` : "Draw them in one chart";
  const zips = entries.map(({ format }) => place.api("scans/export", { scan_id: ids?.join(","), format }));
  return [!count, `${count} selected`, cannot, title, count > MOST_EXPORTED, zips];
}

/** Draw the selected scans in one chart. */
export function compareSelected(_clicks: unknown, ids: string[]): void {
  go(`/compare?scans=${ids.join(",")}`);
}

/** Clear the selection. */
export function selectNothing(): void {
  document.querySelector("[data-page=scans]")?.dispatchEvent(new CustomEvent(NOTHING));
}
