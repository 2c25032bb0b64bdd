/* The keyboard: g h/q/s/i go, n new scan, / search, space pause or resume, ? shows the keys, Esc Esc is the emergency stop. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el, typing } = PyBirch.dom;
  const PLACES = { h: "/", q: "/queues", s: "/scans", i: "/instruments" };
  const CHORD = 1200; // ms after `g` in which the next key goes somewhere, as they were pressed: a busy page may hear of them later
  const KEYS = [
    [["g", "h"], "Home"],
    [["g", "q"], "Queues"],
    [["g", "s"], "Scans"],
    [["g", "i"], "Instruments"],
    [["n"], "New scan"],
    [["/"], "Search"],
    [["space"], "Pause or resume, on a scan or queue"],
    [["Esc", "Esc"], "Emergency stop"],
    [["?"], "These keys"],
  ];
  let chord = -Infinity;
  let dialog = null;

  function show() {
    if (dialog && !dialog.open) dialog.showModal();
  }

  function pauseOrResume(event) {
    // It is a key of what has the focus, or scrolls it.
    if (event.target.tabIndex >= 0 || event.target.closest("button, a, summary, [role=tab], [role=row]")) return;
    const toggle = document.querySelector('[data-page] [data-do="resume"]:not([hidden]), [data-page] [data-do="pause"]:not([hidden])');
    if (!toggle) return;
    event.preventDefault();
    toggle.click();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (event.repeat || document.querySelector("dialog[open]")) return; // in a dialog it only closes it
      if (typing(event.target)) event.target.blur(); // and whoever types leaves the field by it
      else PyBirch.stop.escape(event.timeStamp);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    const place = event.timeStamp - chord < CHORD ? PLACES[event.key] : undefined;
    chord = event.key === "g" ? event.timeStamp : -Infinity;
    if (place) PyBirch.go(place);
    else if (event.key === "n") PyBirch.go("/new");
    else if (event.key === "?") show();
    else if (event.key === "/") {
      event.preventDefault();
      PyBirch.search.open();
    } else if (event.key === " ") pauseOrResume(event);
  });

  PyBirch.shortcuts = { show };
  PyBirch.island("shortcuts", (node) => {
    const rows = KEYS.flatMap(([keys, does]) => [el("dt", {}, keys.map((key) => el("kbd", {}, key))), el("dd", {}, does)]);
    const close = PyBirch.dom.button("Close", { on: () => dialog.close() });
    dialog = el("dialog.pb-dialog", { "aria-label": "Keyboard shortcuts" }, el("h2", {}, "Keyboard shortcuts"), el("dl.pb-keys", {}, rows), close);
    node.append(dialog);
  });
})(window);
