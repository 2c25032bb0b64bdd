/* The columns that a view needs, and runs of their rows put into a table. */
import { INDEX, TIME } from "./choices.ts";
import type { Choices } from "./model.ts";
import type { Table } from "./table.ts";
import type { PackedRun } from "../core/rooms.ts";

/** Put the rows of an answer that the server has chosen into a table. */
export function addRun(table: Table, run: PackedRun): void {
  const rows = run.columns[INDEX];
  const columns = table.names.map((name) => (name === TIME ? run.timestamps : run.columns[name]));
  for (let at = 0; at < rows.length; at += 1) table.take(rows, columns, at);
}

/** The columns that a line or points are made of, each once. */
export function columnsOf({ x, y, colour }: Pick<Choices, "x" | "y" | "colour">): string[] {
  return [...new Set([x, ...y, colour])].filter((name): name is string => Boolean(name) && name !== INDEX);
}
