/* Many readings at once, as the server's bare numbers (GET scans/{id}/columns), without a text to parse. */
import * as place from "./place.ts";
import type { PackedRun } from "./rooms.ts";

/** Rows that the server gives at a time. */
export const MOST_ROWS = 250000;

interface Head {
  first_index: number;
  count: number;
  total: number;
  columns: { name: string; size: number }[];
}

/** A run from an answer's bytes; its columns are views of them. */
export function unpackColumns(buffer: ArrayBuffer): PackedRun {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length))) as Head;
  const { first_index, count, total } = head;
  let at = 4 + length;
  const take = (size: number) => {
    const values = new Float64Array(buffer, at, size * count);
    at += values.byteLength;
    return values;
  };
  const columns: PackedRun["columns"] = {};
  for (const { name, size } of head.columns) columns[name] = take(size);
  return { first_index, count, total, columns, timestamps: take(1) };
}

/** Rows `first` to `last` (included) of a measurement's `columns`; an empty list means all. With `where` (["COLUMN:LOW:HIGH"]) only the
 *  rows within, which a column `@index` names; `joined` adds both ends of each line that crosses the window. */
export async function fetchColumns(
  scanId: string,
  measurement: string,
  first: number,
  last: number,
  columns: readonly string[],
  { where = [], joined = false }: { where?: readonly string[]; joined?: boolean } = {},
): Promise<PackedRun> {
  const query = new URLSearchParams({ measurement, first: String(first), last: String(last) });
  if (columns.length) query.set("columns", columns.join(","));
  for (const range of where) query.append("where", range);
  if (joined) query.set("joined", "true");
  const answer = await fetch(`${place.api(`scans/${scanId}/columns`)}?${query}`, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(await reasonOf(answer));
  return unpackColumns(await answer.arrayBuffer());
}

interface Problem {
  title?: string;
  detail?: string;
  errors?: { path: string; message: string }[];
}

/** Why the server gave nothing, in its own words. */
async function reasonOf(answer: Response): Promise<string> {
  const problem = (await answer.json().catch(() => null)) as Problem | null;
  return problem?.errors?.[0]?.message || problem?.detail || problem?.title || `The server answered ${answer.status}.`;
}
