// @ts-nocheck
/* Many readings at once, as the server's bare numbers (GET scans/{id}/columns), without a text to take apart. */
import * as place from "./place.ts";

const MOST = 250000; // rows that the server gives at a time

/** A packed run (see series_run.js) from an answer's bytes; its columns are views of them. */
function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const { first_index, count, total } = head;
  let at = 4 + length;
  const take = (size) => {
    const values = new Float64Array(buffer, at, size * count);
    at += values.byteLength;
    return values;
  };
  const columns = {};
  for (const { name, size } of head.columns) columns[name] = take(size);
  return { first_index, count, total, columns, timestamps: take(1) };
}

/** Rows `first` to `last` (included) of a measurement's `columns`, as a packed run. With `where` (["COLUMN:LOW:HIGH"]) only the
 *  rows within, which a column `@index` names; `joined` adds both ends of each line that crosses the window. */
export async function fetchColumns(scanId, measurement, first, last, columns, { where = [], joined = false } = {}) {
  const query = new URLSearchParams([
    ["measurement", measurement],
    ["first", first],
    ["last", last],
  ]);
  if (columns.length) query.set("columns", columns.join(","));
  for (const range of where) query.append("where", range);
  if (joined) query.set("joined", "true");
  const url = `${place.api(`scans/${scanId}/columns`)}?${query}`;
  const answer = await globalThis.fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(await reasonOf(answer));
  return unpack(await answer.arrayBuffer());
}

/** Why the server gave nothing, in its own words. */
async function reasonOf(answer) {
  const problem = await answer.json().catch(() => null);
  const [first] = (problem && problem.errors) || [];
  return (first && first.message) || (problem && (problem.detail || problem.title)) || `the server answered ${answer.status}`;
}

export { unpack as unpackColumns, MOST as MOST_ROWS };
