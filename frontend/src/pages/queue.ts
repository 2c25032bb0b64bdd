/* One queue, from its room: its state and progress. Callbacks show its settings, queue_scans.ts keeps its scans; its commands and
 * log are islands of their own. */
import type { QueueStatus } from "../core/events.gen.ts";
import * as format from "../core/format.ts";
import type { QueueRecord } from "../core/rest_types.ts";
import { el, part, show, text } from "../dom/elements.ts";
import { page as registerPage } from "../dom/islands.ts";
import { live } from "../dom/page_live.ts";
import { badge, bar, setBadge, setBar, timeLeft } from "../dom/status.ts";
import { watchMissing } from "./missing.ts";
import { queueScans } from "./queue_scans.ts";

registerPage("queue", (page: HTMLElement) => {
  const { thing: id = "" } = page.dataset;
  const [title, progress, list, tools, empty] = ["title", "progress", "scans", "tools", "empty"].map(
    (name) => part(page, name) as HTMLElement,
  );
  const name = el("span", {});
  const state = badge("idle", { large: true });
  const done = bar("Progress of the queue");
  const words = el("span.pb-progress-text", {});
  const note = el("span.pb-progress-note", {});
  let frame = 0;
  let queue: QueueRecord | null = null;
  title.append(name, state);
  progress.append(done, el("div.pb-progress-words", {}, words, note));
  const later = (): void => void (frame ||= requestAnimationFrame(render));
  const scans = queueScans({ list, tools, id, counted: later });

  function know(data: QueueRecord | QueueStatus): void {
    queue = { ...queue, ...data } as QueueRecord;
    scans.current(queue.current_scans);
    later();
  }
  function render(): void {
    frame = 0;
    if (!queue) return;
    page.dataset.known = "yes";
    text(name, queue.name);
    setBadge(state, queue.status);
    setBar(done, queue.progress, queue.status);
    const figures = [
      `${format.count(queue.completed_scans)} / ${format.counted(queue.total_scans, "scan")}`,
      format.percent(queue.progress),
      queue.status !== "idle" && timeLeft(queue),
    ];
    text(words, queue.total_scans ? figures.filter(Boolean).join(" · ") : "no scans");
    note.classList.toggle("pb-unreadable", Boolean(queue.unreadable));
    text(note, queue.unreadable || (queue.status !== "running" && queue.message) || "");
    show(empty, scans.count === 0);
  }
  const offs = [
    watchMissing(page, id, "/queues", "All queues"),
    live.on(
      `queue_${id}`,
      {
        snapshot(snapshot) {
          scans.all(snapshot.scans);
          know(snapshot.queue);
        },
        queue_status: know,
        queue_order: scans.order,
        scan_status: scans.status,
      },
      { element: page },
    ),
  ];
  return () => {
    cancelAnimationFrame(frame);
    scans.end();
    offs.forEach((off) => off());
  };
});
