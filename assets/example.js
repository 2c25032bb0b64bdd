/* The example page: queues and scans that run or change, and instruments, followed without Dash and without a build step. */
(function () {
  "use strict";
  const { QueueRealtimeManager, ScanRealtimeManager, InstrumentRealtimeManager } = PyBirchRealtime;
  const known = new Set();

  /** A section for one thing, named at once, filled by its manager once its room answers; `newest` puts it first. */
  function add(kind, id, name, manage, newest = false) {
    if (known.has(`${kind} ${id}`)) return;
    known.add(`${kind} ${id}`);
    const section = document.getElementById(kind).content.firstElementChild.cloneNode(true);
    section.setAttribute(`data-pybirch-${kind}`, id);
    section.querySelector("[data-pybirch=name]").textContent = name;
    document.getElementById(`${kind}s`)[newest ? "prepend" : "append"](section);
    manage();
  }

  const addScan = ({ scan_id: id, name }) => add("scan", id, name, () => new ScanRealtimeManager(id), true);
  const addQueue = ({ queue_id: id, name }) => add("queue", id, name, () => new QueueRealtimeManager(id));
  const addInstrument = ({ instrument_id: id, instrument_name: name }) =>
    add("instrument", id, name, () => new InstrumentRealtimeManager(id));

  PyBirchRealtime.onConnection((state) => (document.getElementById("state").textContent = state));
  PyBirchRealtime.onSnapshot((state, room) => {
    if (room !== "global") return;
    state.instruments.forEach(addInstrument);
    state.queues.filter((queue) => queue.status !== "idle").forEach(addQueue);
    state.scans.filter((scan) => scan.status !== "queued").forEach(addScan);
  });
  // A queue that starts and ends between two frames tells only that it is idle again.
  PyBirchRealtime.onQueueStatus((queue) => queue.total_scans > 0 && addQueue(queue));
  PyBirchRealtime.onScanStatus((scan) => scan.status !== "queued" && addScan(scan));
  PyBirchRealtime.connect();
})();
