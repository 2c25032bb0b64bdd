/* Tables: a handle that keeps rows current in small batches without moving what somebody looks at. */
import { flash } from "../dom/elements.ts";
import { go, href } from "../dom/navigate.ts";
import type { ColumnDef, GridApi, RowNode } from "./ag_grid.ts";

const BATCH = 250; // ms
const NOT_THE_ROW = 'a, button, input, [col-id="ag-Grid-SelectionColumn"]';

interface Options<Row> {
  key: keyof Row;
  /** The page a row leads to. */
  open: (row: Row) => string;
  /** Columns left out on a phone. */
  narrow: string[];
  /** Fields whose change makes a row flash. */
  flashing?: (keyof Row)[];
}
export interface Table<Row> {
  api: GridApi<Row>;
  /** Change rows that are there by what has come for them. */
  put(rows: Partial<Row>[]): void;
  has(row: Partial<Row>): boolean;
  end(): void;
}

/** The size of text that a person has chosen, by the browser's own. */
const textSize = (): number => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

/** Let columns grow with the text: their widths are for the browser's own size. */
function widen<Row>(api: GridApi<Row>): void {
  const by = textSize();
  if (by === 1) return;
  const grown = (size: number | undefined): number | undefined => size && Math.round(size * by);
  const wider = (column: ColumnDef): ColumnDef => ({ ...column, width: grown(column.width), minWidth: grown(column.minWidth) });
  api.setGridOption("columnDefs", api.getColumnDefs().map(wider));
  api.sizeColumnsToFit();
}

/** The table of that component id, once it is there. */
export async function grid<Row extends object>(id: string, { key, open, narrow, flashing = [] }: Options<Row>): Promise<Table<Row>> {
  const api = (await globalThis.dash_ag_grid.getApiAsync(id)) as GridApi<Row>;
  const box = document.getElementById(id) as HTMLElement;
  const waiting = new Map<string, Partial<Row>>();
  const keyOf = (row: Partial<Row>): string => String(row[key]);
  let timer = 0;

  function flush(): void {
    timer = 0;
    if (api.isDestroyed()) return;
    const changed: RowNode<Row>[] = [];
    const update: Row[] = [];
    for (const [name, row] of waiting) {
      const node = api.getRowNode(name);
      if (!node) continue;
      if (flashing.some((field) => field in row && node.data[field] !== row[field])) changed.push(node);
      update.push({ ...node.data, ...row });
    }
    waiting.clear();
    if (!update.length) return;
    api.refreshCells({ rowNodes: api.applyTransaction({ update }).update, force: true });
    for (const node of changed) box.querySelectorAll(`[row-id="${CSS.escape(node.id)}"]`).forEach((row) => flash(row as HTMLElement));
  }
  const wide = matchMedia("(width >= 48em)"); // as the styles have it
  function fit(): void {
    if (api.isDestroyed()) return;
    api.setColumnsVisible(narrow, wide.matches);
    api.setGridOption("rowHeight", 16 * textSize() * parseFloat(getComputedStyle(box).getPropertyValue("--pb-grid-row"))); // given in rem
  }
  wide.addEventListener("change", fit);
  widen(api);
  fit();
  // By keyboard: Tab comes to the rows and leaves them, arrows go from row to row, Enter opens, space chooses.
  api.setGridOption("tabToNextCell", () => false);
  api.addEventListener("cellKeyDown", ({ data, event }) => event.key === "Enter" && go(open(data)));
  api.addEventListener("rowClicked", ({ data, event }) => {
    if ((event.target as Element).closest(NOT_THE_ROW) || String(getSelection())) return;
    if (event.ctrlKey || event.metaKey) window.open(href(open(data)), "_blank");
    else go(open(data));
  });
  return {
    api,
    put(rows) {
      for (const row of rows) waiting.set(keyOf(row), { ...waiting.get(keyOf(row)), ...row });
      timer ||= window.setTimeout(flush, BATCH);
    },
    has: (row) => Boolean(api.getRowNode(keyOf(row))),
    end() {
      clearTimeout(timer);
      wide.removeEventListener("change", fit);
    },
  };
}
