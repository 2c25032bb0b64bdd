/* AG Grid as far as the tables of our pages use it, and where dash-ag-grid has it. */

export interface RowNode<Row> {
  id: string;
  data: Row;
  isSelected(): boolean;
  setSelected(selected: boolean, clear: boolean, source: string): void;
}
interface ColumnState {
  colId: string;
  sort?: "asc" | "desc" | null;
}
export interface ColumnDef {
  width?: number;
  minWidth?: number;
}
/** Of the events that are listened to, with those fields that are used. */
export interface GridEvents<Row> {
  bodyScroll: object;
  sortChanged: object;
  rowDataUpdated: object;
  rowSelected: { node: RowNode<Row>; source: string };
  rowClicked: { data: Row; event: MouseEvent };
  cellKeyDown: { data: Row; event: KeyboardEvent };
}
export interface GridApi<Row> {
  isDestroyed(): boolean;
  addEventListener<Name extends keyof GridEvents<Row>>(name: Name, listener: (event: GridEvents<Row>[Name]) => void): void;
  getRowNode(id: string): RowNode<Row> | undefined;
  getDisplayedRowAtIndex(index: number): RowNode<Row> | undefined;
  getDisplayedRowCount(): number;
  getFirstDisplayedRowIndex(): number;
  getLastDisplayedRowIndex(): number;
  getVerticalPixelRange(): { top: number; bottom: number };
  ensureIndexVisible(index: number, position: "top"): void;
  applyTransaction(change: { add?: Row[]; update?: Row[] }): { update: RowNode<Row>[] };
  refreshCells(which: { rowNodes?: RowNode<Row>[]; columns?: string[]; force: boolean }): void;
  getGridOption(name: "rowHeight"): number;
  setGridOption(name: string, value: unknown): void;
  getColumnDefs(): ColumnDef[];
  getColumnState(): ColumnState[];
  applyColumnState(wanted: { state: ColumnState[]; defaultState: { sort: null } }): void;
  setColumnsVisible(columns: string[], visible: boolean): void;
  sizeColumnsToFit(): void;
  deselectAll(): void;
}

/** What a cell is drawn from. */
export interface CellParams<Row> {
  value: unknown;
  data: Row | undefined;
}
interface React {
  createElement(tag: string, props: { className: string; ref: (node: HTMLElement | null) => void }): unknown;
}
declare global {
  var React: React;
  var dash_ag_grid: { getApiAsync(id: string): Promise<GridApi<never>> };
  var dashAgGridFunctions: Record<string, unknown> | undefined;
  var dashAgGridComponentFunctions: Record<string, unknown> | undefined;
}
