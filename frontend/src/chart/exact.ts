/* Every reading of a view, from the server, piece by piece: exports hold all of them, whatever the page draws. */
import { TIME } from "./choices.ts";
import type { Choices, LoadRun, Pair, View } from "./model.ts";
import { isJoined, rangesOf, rangesQuery } from "./ranges.ts";
import { Table } from "./table.ts";
import { addRun, columnsOf } from "./view_rows.ts";
import type { PackedRun } from "../core/rooms.ts";

const NUMBERS = 4000000; // that the server looks at for one answer

/** Runs of all rows of a view of lines or points, in order, from the first to the newest; `joined` adds the readings beside the
 *  window to which lines lead. Their column `@index` names the rows. */
async function* runs(view: View, choices: Choices, loadRun: LoadRun, joined = false): AsyncGenerator<PackedRun> {
  const asked = columnsOf(choices).filter((name) => name !== TIME);
  const where = rangesQuery(rangesOf(view, choices) || []);
  const [from, end] = rowsOf(view, choices);
  const rows = Math.floor(NUMBERS / (2 + asked.length));
  for (let first = from; first < end; first += rows) {
    const before = joined && first > from ? first - 1 : first; // for the line that leads to the piece
    yield loadRun(view.scanId, view.measurement, before, Math.min(end, first + rows) - 1, asked, { where, joined });
  }
}

/** All rows of a view in one table, null where there are more than `most`. */
async function table(view: View, choices: Choices, loadRun: LoadRun, most: number): Promise<Table | null> {
  const all = new Table(columnsOf(choices));
  for await (const run of runs(view, choices, loadRun, isJoined(choices))) {
    if (all.length + run.count > most) return null;
    addRun(all, run);
  }
  return all;
}

/** Rows [from, to) of a view, also those that the page does not hold. */
function rowsOf({ series }: Pick<View, "series">, { view, window }: Pick<Choices, "view" | "window">): Pair {
  return [view === "live" ? Math.max(0, series.end - window) : 0, series.end];
}

export { runs as exactRuns, table as exactTable, rowsOf as rowsOfView };
