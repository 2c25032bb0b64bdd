/* Tells of scans that finish, fail or wait, in the ways that were chosen in the frame's settings; those are kept in this
 * browser. Each thing is told once, however many tabs are open. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const KEY = "pybirch.attention";
  const LEADER = "pybirch-sounds";
  const MOST_MISSED = 5;
  const TONES = { finished: "green", failed: "red", waiting: "amber" };
  let audio = null;
  let leads = !root.navigator.locks; // where tabs cannot agree, each of them sounds
  let unseen = 0;

  function choices() {
    return PyBirch.attention.readChoices(root.localStorage.getItem(KEY));
  }

  function looking() {
    return !document.hidden && document.hasFocus();
  }

  /** What notifications are to this browser: "granted", "denied", "default", or "none" where there are none. */
  function permission() {
    return root.Notification && root.isSecureContext ? root.Notification.permission : "none";
  }

  /** Switch one thing on or off; resolves to whether it is on, which the browser or the person may refuse. */
  async function choose(kind, way, on) {
    if (on && way === "notify" && !(await allowed())) return false;
    root.localStorage.setItem(KEY, JSON.stringify(PyBirch.attention.choose(choices(), kind, way, on)));
    if (on && way === "sound") sound(kind, true);
    return on;
  }

  async function allowed() {
    if (permission() === "default") await root.Notification.requestPermission();
    return permission() === "granted";
  }

  /** Browsers let a page sound only after somebody has used it. */
  function tuneIn() {
    if (!PyBirch.attention.anyOn(choices(), "sound")) return;
    audio = audio || new root.AudioContext();
    if (audio.state === "suspended") audio.resume();
    if (leads || !root.navigator.locks) return;
    root.navigator.locks.request(LEADER, () => {
      leads = true;
      return new Promise(() => {}); // until this tab is closed
    });
  }

  function sound(kind, sample = false) {
    tuneIn();
    if (audio && (leads || sample)) PyBirch.attention.play(audio, kind);
  }

  function tell(kind, scan) {
    if (kind === "failed" && document.hidden) unseen += 1;
    const chosen = choices()[kind];
    if (chosen.sound) sound(kind);
    if (!chosen.notify) return;
    const told = PyBirch.attention.notice(scan);
    const way = PyBirch.attention.route({ looking: looking(), path: here() }, told);
    if (way === "message" && !PyBirch.troubles.ofScan(scan)) PyBirch.message(`${told.title}.`, { tone: TONES[kind] });
    if (way === "notification" && permission() === "granted") show(told);
  }

  function show({ title, body, tag, path }) {
    try {
      const made = new root.Notification(title, { body, tag });
      made.onclick = () => {
        root.focus();
        PyBirch.go(path);
        made.close();
      };
    } catch {
      PyBirch.message(`${title}.`); // phones let only service workers notify
    }
  }

  /** The page's path as `PyBirch.go` takes it. */
  function here() {
    return `/${root.location.pathname.slice(PyBirch.place.prefix().length)}`;
  }

  /** Follow all scans for as long as `node` is in the page. */
  function follow(node) {
    const watch = new PyBirch.attention.Watch();
    const hear = (scan) => {
      const kind = watch.status(scan);
      if (kind) tell(kind, scan);
    };
    async function missed(ids) {
      for (const id of ids.slice(0, MOST_MISSED)) {
        try {
          hear(await PyBirch.rest.get(`scans/${id}`));
        } catch (refused) {
          if (!(refused instanceof PyBirch.Refusal)) throw refused; // it is gone, or the link is
        }
      }
    }
    return PyBirch.live.on("global", {
      snapshot: (state) => {
        missed(watch.snapshot(state.scans));
        state.scans.forEach(hear);
      },
      scan_status: hear,
    }, { element: node });
  }

  document.addEventListener("visibilitychange", () => (unseen = document.hidden ? unseen : 0));
  for (const use of ["pointerdown", "keydown"]) document.addEventListener(use, tuneIn, { capture: true, passive: true });
  PyBirch.alerts = { KEY, choices, choose, permission, follow, unseen: () => unseen };
})(window);
