// @ts-nocheck
/* The columns that a view needs, and runs of their rows put into a table. */
import { INDEX, TIME } from "./choices.ts";

/** Put the rows of an answer that the server has chosen into a table. */
export function addRun(table, run) {
  const rows = run.columns[INDEX];
  const columns = table.names.map((name) => (name === TIME ? run.timestamps : run.columns[name]));
  for (let at = 0; at < rows.length; at += 1) table.take(rows, columns, at);
}

/** The columns that a line or points are made of, each once. */
export function columnsOf({ x, y, colour }) {
  return [...new Set([x, ...y, colour])].filter((name) => name && name !== INDEX);
}
