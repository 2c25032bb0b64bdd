/* What the managers of queues, scans and instruments draw into the elements of any page. */
import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import { InstrumentRealtimeManager, QueueRealtimeManager, ScanRealtimeManager, type Line } from "../src/realtime/index.ts";
import { client } from "./fake_socket.ts";
import { page } from "./page.ts";
import { events, run, snapshot } from "./support.ts";

function begin(t: TestContext, html: string) {
  const { document, drawn, close } = page(html);
  const { realtime, of } = client();
  const managers: { close(): void }[] = [];
  t.after(() => {
    managers.forEach((manager) => manager.close());
    realtime.disconnect();
    close();
  });
  /** End a manager with the test. */
  const keep = <Manager extends { close(): void }>(manager: Manager) => (managers.push(manager), manager);
  const texts = (name: string) => [...document.querySelectorAll(`[data-pybirch="${name}"]`)].map((element) => element.textContent);
  const lines = (name: string) => [...document.querySelectorAll(`[data-pybirch="${name}"] > *`)].map((element) => element.textContent);
  return { document, drawn, realtime, of, keep, texts, lines };
}

const QUEUE = `<section data-pybirch-queue="QUEUE_001"><b data-pybirch="name"></b><i data-pybirch="status"></i>
  <progress data-pybirch="progress"></progress><i data-pybirch="progress"></i><i data-pybirch="scans-ended"></i>
  <div data-pybirch="scans"></div><div data-pybirch="log"></div></section>`;
const NIGHT = { queue_id: "QUEUE_001", name: "night", status: "running", progress: 0.264, completed_scans: 1, total_scans: 3 };
const scan = (number: number, status: string, progress = 0) => ({ scan_id: `SCAN_00${number}`, name: `map ${number}`, status, progress });

test("a queue shows its state, progress, scans and log; the present scan is marked", (t) => {
  const { document, realtime, of, texts, lines } = begin(t, QUEUE);
  const manager = new QueueRealtimeManager("QUEUE_001", { realtime });
  const [socket] = of("queue_QUEUE_001");
  const scans = [scan(1, "completed", 1), scan(2, "running", 0.5), scan(3, "queued")];
  const queue = { ...NIGHT, current_scans: ["SCAN_002"] };
  const entry = { timestamp: "2026-05-04T10:00:00Z", level: "INFO", message: "<b>begun</b>" };
  socket.message(snapshot("queue_QUEUE_001", "a", { queue, scans, log: [entry] }));
  assert.deepEqual([texts("name"), texts("status"), texts("scans-ended")], [["night"], ["running"], ["1 / 3"]]);
  assert.equal(document.querySelector("progress")?.value, 0.264);
  assert.equal(texts("progress")[1], "26\u202f%");
  assert.deepEqual(lines("scans"), ["map 1 completed", "map 2 running 50\u202f%", "map 3 queued"]);
  assert.equal(document.querySelector("[aria-current]")?.textContent, "map 2 running 50\u202f%");
  assert.match(lines("log")[0] ?? "", / INFO <b>begun<\/b>$/);
  assert.equal(document.querySelector<HTMLElement>('[data-pybirch="status"]')?.dataset.tone, "blue");

  socket.message(
    events(
      "queue_QUEUE_001",
      "b",
      ["scan_status", scan(2, "completed", 1)],
      ["scan_status", scan(3, "running", 0.1)],
      ["queue_status", { ...queue, current_scans: ["SCAN_003"], completed_scans: 2 }],
      ["queue_log", { ...entry, level: "WARNING", message: "late" }],
    ),
  );
  assert.equal(document.querySelector("[aria-current]")?.textContent, "map 3 running 10\u202f%");
  assert.equal(document.querySelectorAll("[aria-current]").length, 1);
  assert.deepEqual(texts("scans-ended"), ["2 / 3"]);
  assert.equal(lines("log").length, 2);

  manager.close();
  assert.equal(socket.readyState, 3);
});

test("a waiting scan that was moved or removed is so in the list", (t) => {
  const { realtime, of, lines } = begin(t, QUEUE);
  new QueueRealtimeManager("QUEUE_001", { realtime });
  const [socket] = of("queue_QUEUE_001");
  const scans = [scan(1, "running"), scan(2, "queued"), scan(3, "queued"), scan(4, "queued")];
  socket.message(snapshot("queue_QUEUE_001", "a", { queue: NIGHT, scans, log: [] }));
  socket.message(events("queue_QUEUE_001", "b", ["queue_order", { queue_id: "QUEUE_001", scan_ids: ["SCAN_004", "SCAN_002"] }]));
  assert.deepEqual(lines("scans"), ["map 1 running", "map 4 queued", "map 2 queued"]);
});

const SCAN = `<section data-pybirch-scan="SCAN_001"><i data-pybirch="status"></i><i data-pybirch="points"></i>
  <i data-pybirch="elapsed"></i><i data-pybirch="eta"></i><canvas data-pybirch="chart"></canvas></section>`;
const RUNNING = { ...scan(1, "running", 0.5), point: 3, total_points: 6, elapsed: 12, eta: 13, measurements: [] };

test("a scan shows its state and its readings, those before the page was opened too", async (t) => {
  const { drawn, realtime, of, keep, texts } = begin(t, SCAN);
  const shown: Line[] = [];
  const manager = keep(new ScanRealtimeManager("SCAN_001", { realtime, most: 5, draw: (line) => shown.push(structuredClone(line)) }));
  const [socket] = of("scan_SCAN_001");
  socket.message(snapshot("scan_SCAN_001", "a", { scan: RUNNING, points: { m: { ...run(0, 3), total: 3, units: {} } }, log: [] }));
  assert.deepEqual([texts("status"), texts("points")], [["running"], ["3 / 6"]]);
  assert.deepEqual([texts("elapsed"), texts("eta")], [["12 s"], ["13 s left"]]);
  await drawn();
  assert.deepEqual(shown.at(-1)?.y, [0, 1, 2]);
  assert.equal(shown.at(-1)?.yTitle, "v");

  socket.message(events("scan_SCAN_001", "b", ["data_points", run(3, 3)], ["data_points", run(0, 9, "another")]));
  manager.addDataPoint({ measurement: "m", data: { v: 42 }, sequence_index: 6 });
  await drawn();
  assert.deepEqual(shown.at(-1), { x: [2, 3, 4, 5, 6], y: [2, 3, 4, 5, 42], xTitle: "reading", yTitle: "v" });
});

test("the elapsed time goes on while the scan runs, and not while it is paused", (t) => {
  t.mock.timers.enable({ apis: ["setInterval", "Date"], now: 1_000_000 });
  const { realtime, of, keep, texts } = begin(t, SCAN);
  keep(new ScanRealtimeManager("SCAN_001", { realtime }));
  const [socket] = of("scan_SCAN_001");
  socket.message(snapshot("scan_SCAN_001", "a", { scan: RUNNING, points: {}, log: [] }));
  t.mock.timers.tick(5000);
  assert.deepEqual(texts("elapsed"), ["17 s"]);
  socket.message(events("scan_SCAN_001", "b", ["scan_status", { ...RUNNING, status: "paused", elapsed: 17 }]));
  t.mock.timers.tick(5000);
  assert.deepEqual(texts("elapsed"), ["17 s"]);
});

test("an instrument shows where its axes are with their units, listed or one alone", (t) => {
  const html = `<div id="here"><i data-pybirch="status"></i><i data-pybirch="error"></i><div data-pybirch="position"></div>
    <i data-pybirch="position.x"></i><i data-pybirch="value.level"></i><div data-pybirch="settings"></div></div>`;
  const { document, realtime, of, texts, lines } = begin(t, html);
  const root = document.getElementById("here") ?? undefined;
  new InstrumentRealtimeManager(1, { realtime, root });
  const stage = {
    instrument_id: 1,
    instrument_name: "stage",
    status: "idle",
    position: { x: 1.25, y: null },
    value: { level: 0.1 + 0.2 },
    settings: { mode: "fast", exposure: 0.05 },
    units: { x: "mm", exposure: "s" },
  };
  const [socket] = of("instrument_1");
  socket.message(snapshot("instrument_1", "a", { instrument: stage }));
  assert.deepEqual(lines("position"), ["x 1.25 mm", "y –"]);
  assert.deepEqual([texts("position.x"), texts("value.level")], [["1.25 mm"], ["0.3"]]);
  assert.deepEqual(lines("settings"), ["mode fast", "exposure 0.05 s"]);
  socket.message(events("instrument_1", "b", ["instrument_position", { instrument_id: 1, position: { x: -2, y: 0 }, target: { x: 5 } }]));
  assert.deepEqual(texts("position.x"), ["−2 mm"]);
  socket.message(events("instrument_1", "c", ["instrument_status", { ...stage, status: "error", error: "does not answer" }]));
  assert.deepEqual([texts("status"), texts("error")], [["error"], ["does not answer"]]);
});

test("a manager without an element says what is missing", (t) => {
  const { realtime } = begin(t, "<p>nothing</p>");
  assert.throws(() => new QueueRealtimeManager("QUEUE_001", { realtime }), /data-pybirch-queue="QUEUE_001"/);
});
