/* The page "New scan": brings the parts together, and begins with a template, a draft, or another scan's plan. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const NewScan = (PyBirch.newscan = PyBirch.newscan || {});
  const { el, part, button, text, show } = PyBirch.dom;
  const SAVE_AFTER = 300;

  PyBirch.page("new", (page) => {
    const { from = "", edit = "", queue = "" } = PyBirch.query();
    const drafts = NewScan.drafts([root.sessionStorage, root.localStorage]);
    const beginning = edit ? `edit ${edit}` : from ? `from ${from}` : "";
    const session = new NewScan.Session();
    const notice = part(page, "notice");
    const say = (sentence, ...more) => notice.replaceChildren(...(sentence ? [el("p", {}, sentence), ...more] : []));
    const target = new NewScan.Target(part(page, "target"), page, session, { asked: queue, queued: () => drafts.forget(beginning) });
    const editor = new NewScan.Editor(part(page, "steps"), session);
    const checker = new NewScan.Checker(check, (status) => session.setStatus(status));
    const undo = button("Undo", { kind: "small", icon: "retry", data: { do: "undo" }, title: "Undo the last change of steps (Ctrl+Z)", on: () => session.undo() });
    part(page, "tools").replaceChildren(undo);
    text(part(page, "context"), edit ? `Changing ${edit}, which waits in its queue` : "Say what to sweep and what to measure; the rest is filled in");
    NewScan.fileActions(part(page, "files"), part(page, "dialog"), session, say);

    const offs = [
      NewScan.templateRow(part(page, "templates"), session),
      NewScan.aboutFields(part(page, "about"), session),
      NewScan.pictureOf(part(page, "picture"), session),
      NewScan.estimateOf(part(page, "estimate"), session),
      NewScan.jsonView(part(page, "json"), session),
      NewScan.tellProblems(page, target.general, session),
      session.on("change", () => {
        show(undo, session.undoable);
        checker.check(session.plan);
        saveLater();
      }),
      session.on("structure", () => show(undo, session.undoable)),
      session.on("settled", () => show(undo, false)),
      ...editor.offs,
      ...target.offs,
    ];

    async function check(plan) {
      const report = await PyBirch.rest.post("plans/check", plan);
      return { ...report, problems: [...NewScan.problems.unclear(plan, session.bench), ...report.problems] };
    }

    let saving = null;
    function saveLater() {
      root.clearTimeout(saving);
      saving = root.setTimeout(save, SAVE_AFTER);
    }
    function save() {
      root.clearTimeout(saving);
      if (session.touched) drafts.keep(beginning, { plan: session.plan, named: session.named });
    }

    /** The plan to begin with, once the bench is known. */
    function begin() {
      if (from || edit) return fromScan(edit || from);
      return resume() || template();
    }
    /** Go on with what was left half done; whether there was any. */
    function resume() {
      const kept = drafts.read(beginning);
      if (!kept) return false;
      session.load(kept.plan, { named: kept.named });
      session.settle();
      session.touched = true; // it stays a draft until it is queued or dropped
      say("This is the plan you were working on.", button("Start afresh", { kind: "small", data: { do: "afresh" }, on: afresh }));
      return true;
    }
    function template() {
      const first = NewScan.templates(session.bench).find((each) => !each.lacks);
      session.load({ name: "", steps: NewScan.stepsOf(first.name, session.bench) }, { named: false });
      session.settle();
    }
    function afresh() {
      drafts.forget(beginning);
      say("");
      if (from || edit) attempt(() => fromScan(edit || from));
      else template();
    }
    async function fromScan(id) {
      let scan;
      try {
        scan = await PyBirch.rest.get(`scans/${encodeURIComponent(id)}`);
      } catch (refused) {
        if (!(refused instanceof PyBirch.Refusal)) throw refused;
        template();
        return say(`The plan of ${id} cannot be had: ${refused.message} Here is a fresh one.`);
      }
      const { sample, tags } = scan;
      session.load({ ...scan.plan, name: scan.name, ...(sample ? { sample } : {}), ...(tags.length ? { tags } : {}) });
      session.settle();
      const waits = Boolean(edit) && scan.status === "queued";
      target.from(scan.queue_id, waits ? edit : "");
      if (resume()) return undefined;
      if (waits) return say("");
      if (edit) return say(`${id} is ${scan.status} and cannot be changed any more; this adds a changed copy.`);
      return say(`Started from the plan of ${id}.`, PyBirch.link(`/scans/${id}`, { spec: "a.pb-inline-link" }, "Look at it"));
    }

    let known = null;
    let begun = false;
    async function loadBench() {
      const [{ items }, procedures] = await Promise.all([PyBirch.rest.get("instruments"), PyBirch.rest.get("procedures")]);
      const outline = JSON.stringify(items.map((each) => [each.instrument_name, each.spec]));
      if (outline === known) return;
      known = outline;
      session.procedures = procedures.items;
      session.setBench(NewScan.catalog(items));
      const empty = !items.some(({ spec }) => Object.keys(spec.axes).length || Object.keys(spec.reads).length);
      if (empty) say("No instruments are known yet. They appear here as soon as an engine has started on a bench that lists some.");
      else if (!begun && !session.touched) say("");
      if (begun || session.touched) return checker.again();
      if (empty && !from && !edit) return undefined;
      begun = true;
      return begin();
    }

    async function attempt(work) {
      try {
        await work();
      } catch (refused) {
        if (!(refused instanceof PyBirch.Refusal)) throw refused;
        say(refused.message, button("Try again", { kind: "small", on: () => attempt(work) }));
      }
    }

    const keys = (event) => {
      if (event.ctrlKey || event.metaKey) {
        if (event.key === "Enter") (event.preventDefault(), target.press());
        if (event.key === "z" && !PyBirch.dom.typing(event.target)) (event.preventDefault(), session.undo());
      }
    };
    page.addEventListener("keydown", keys);
    root.addEventListener("pagehide", save);
    let engine = null;
    offs.push(PyBirch.live.onStatus((status) => {
      const now = status.state === "connected" && status.engine ? status.engine.status : null;
      if (now === engine) return;
      if (engine !== null && now === "online") attempt(loadBench);
      engine = now || engine;
    }, { element: page }));
    offs.push(PyBirch.live.on("global", { snapshot: () => attempt(loadBench) }, { element: page }));
    attempt(loadBench).finally(() => (page.dataset.known = "yes"));
    attempt(async () => target.setQueues((await PyBirch.rest.get("queues")).items));

    return () => {
      checker.stop();
      root.removeEventListener("pagehide", save);
      save();
      offs.forEach((off) => off());
    };
  });
})(window);
