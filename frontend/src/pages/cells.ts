/* The cells of tables. React keeps an empty element for each cell; its content is ours. */
import * as format from "../core/format.ts";
import type { QueueRecord, ScanRecord } from "../core/rest_types.ts";
import { el, show, text } from "../dom/elements.ts";
import { link, point } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { badge, bar, setBadge, setBar, timeLeft } from "../dom/status.ts";
import { moment } from "../dom/ticking.ts";
import type { CellParams } from "./ag_grid.ts";

type Fill<Row> = (node: HTMLElement, data: Row, value: never) => void;
const QUIET = "pb-cell-text pb-quiet";

function cell<Row>(fill: Fill<Row>, className = "pb-cell") {
  return ({ data, value }: CellParams<Row>) =>
    globalThis.React.createElement("div", { className, ref: (node) => node && data && fill(node, data, value as never) });
}

/** The first child of a cell, made when the cell is filled first. */
const once = (node: HTMLElement, make: () => HTMLElement): HTMLElement =>
  (node.firstElementChild as HTMLElement | null) ?? node.appendChild(make());

function linked(node: HTMLElement, path: string, label: string, spec: string): void {
  const made = once(node, () => link(path, { spec }));
  point(made, path);
  text(made, label);
}

interface Named {
  name: string;
  status: string;
  unreadable?: string;
}

/** A name that leads to its page. Below it: what the columns left out on a phone would say, which parts of the row cannot be read. */
function named(node: HTMLElement, path: string, { name, status, unreadable }: Named, notes: (string | false | null)[]): void {
  const made = once(node, () =>
    el(
      "span.pb-cell-stack",
      {},
      link(path, { spec: "a.pb-cell-name" }),
      el("span.pb-cell-note", {}, badge(status), el("span.pb-truncate", {})),
    ),
  );
  const [title, note] = [...made.children] as HTMLElement[];
  point(title, path);
  text(title, name);
  setBadge(note.firstElementChild as HTMLElement, status);
  note.classList.toggle("pb-unreadable", Boolean(unreadable));
  text(note.lastElementChild as HTMLElement, unreadable || notes.filter(Boolean).join(" · "));
}

const scansDone = (queue: QueueRecord): string => `${queue.completed_scans} / ${queue.total_scans}`;
const pointsDone = (scan: ScanRecord): string => (scan.total_points ? format.percent(scan.progress) : format.count(scan.point));

function progress(node: HTMLElement, { progress, status }: QueueRecord | ScanRecord, words: string): void {
  const made = once(node, () => el("span.pb-cell-progress", {}, bar(), el("span.pb-cell-figures", {})));
  show(made, status !== "queued");
  setBar(made.firstElementChild as HTMLElement, progress, status);
  text(made.lastElementChild as HTMLElement, words);
}

export function queueName(id: string): string {
  return live.state("global")?.queues.find((queue) => queue.queue_id === id)?.name ?? id;
}

/** Cells of any table, of the list of scans, and of the list of queues. */
const CELLS = {
  PyBirchText: cell((node, _, value: string) => text(node, value), "pb-cell-text"),
  PyBirchBadge: cell((node, _, value: string) =>
    setBadge(
      once(node, () => badge(value)),
      value,
    ),
  ),
  PyBirchMoment: cell((node, _, value: string) => moment(node, value), "pb-cell pb-quiet"),
  PyBirchScanId: cell((node, _, id: string) => linked(node, `/scans/${id}`, id, "a.pb-mono.pb-quiet")),
  PyBirchScanName: cell<ScanRecord>((node, scan) =>
    named(node, `/scans/${scan.scan_id}`, scan, [
      scan.status !== "queued" && scan.status !== "completed" && pointsDone(scan),
      timeLeft(scan),
      scan.scan_id,
    ]),
  ),
  PyBirchScanProgress: cell<ScanRecord>((node, scan) => progress(node, scan, pointsDone(scan))),
  PyBirchElapsed: cell<ScanRecord>((node, { started_at: started, elapsed }) =>
    text(node, started || elapsed ? format.duration(elapsed) : ""),
  ),
  PyBirchTags: cell((node, _, tags: string[] | null) => node.replaceChildren(...(tags ?? []).map((tag) => el("span.pb-tag", {}, tag)))),
  PyBirchQueueLink: cell((node, _, id: string) => linked(node, `/queues/${id}`, queueName(id), "a.pb-quiet"), "pb-cell-text"),
  PyBirchQueueName: cell<QueueRecord>((node, queue) =>
    named(node, `/queues/${queue.queue_id}`, queue, [scansDone(queue), queue.status !== "idle" && timeLeft(queue), queue.current_scan]),
  ),
  PyBirchQueueProgress: cell<QueueRecord>((node, queue) => progress(node, queue, scansDone(queue))),
  PyBirchCurrentScans: cell((node, _, scans: string[] | null) =>
    node.replaceChildren(
      ...(scans ?? []).slice(0, 2).map((id) => link(`/scans/${id}`, { spec: "a.pb-mono.pb-quiet" }, id)),
      scans && scans.length > 2 ? el("span.pb-quiet", {}, `+${scans.length - 2}`) : "",
    ),
  ),
  PyBirchTimeLeft: cell<QueueRecord>((node, queue) => text(node, timeLeft(queue).replace(/ left$/, ""))),
  PyBirchQueueMode: cell<QueueRecord>((node, { mode, on_failure: failure }) => {
    const run = mode === "parallel" ? "together" : "one after the other";
    text(node, `${run} · ${failure === "stop" ? "stops" : "goes on"} at failures`);
  }, QUIET),
};

/** Give dash-ag-grid the cells and the order. */
export function start(): void {
  globalThis.dashAgGridFunctions = Object.assign(globalThis.dashAgGridFunctions ?? {}, {
    pybirchAsGiven: () => 0, // the server has put the rows in order
  });
  globalThis.dashAgGridComponentFunctions = Object.assign(globalThis.dashAgGridComponentFunctions ?? {}, CELLS);
}
