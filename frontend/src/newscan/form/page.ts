// @ts-nocheck
/* The page "New scan": brings the parts together, and begins with a template, a draft, or another scan's plan. */
import * as dom from "../../dom/elements.ts";
import { button, el, part, show, text } from "../../dom/elements.ts";
import { page as pageModule } from "../../dom/islands.ts";
import { link, query } from "../../dom/navigate.ts";
import { live } from "../../dom/page_live.ts";
import { Refusal, rest } from "../../dom/rest.ts";
import { catalog } from "../bench.ts";
import { Checker } from "../checker.ts";
import { drafts as newscanDrafts } from "../drafts.ts";
import { aboutFields, templateRow } from "./about.ts";
import { Editor } from "./editor.ts";
import { fileActions } from "./files.ts";
import { jsonView } from "./json_view.ts";
import { estimateOf, pictureOf, tellProblems } from "./summary.ts";
import { Target } from "./target.ts";
import * as problems from "../problems.ts";
import { Session } from "../session.ts";
import { stepsOf, templates } from "../templates.ts";

const SAVE_AFTER = 300;

pageModule("new", (page) => {
  const { from = "", edit = "", queue = "" } = query();
  const drafts = newscanDrafts([globalThis.sessionStorage, globalThis.localStorage]);
  const beginning = edit ? `edit ${edit}` : from ? `from ${from}` : "";
  const session = new Session();
  const notice = part(page, "notice");
  const say = (sentence, ...more) => notice.replaceChildren(...(sentence ? [el("p", {}, sentence), ...more] : []));
  const target = new Target(part(page, "target"), page, session, { asked: queue, queued: () => drafts.forget(beginning) });
  const editor = new Editor(part(page, "steps"), session);
  const checker = new Checker(check, (status) => session.setStatus(status));
  const undo = button("Undo", {
    kind: "small",
    icon: "retry",
    data: { do: "undo" },
    title: "Undo the last change of steps (Ctrl+Z)",
    on: () => session.undo(),
  });
  part(page, "tools").replaceChildren(undo);
  text(
    part(page, "context"),
    edit ? `Changing ${edit}, which waits in its queue` : "Say what to sweep and what to measure; the rest is filled in",
  );
  fileActions(part(page, "files"), part(page, "dialog"), session, say);

  const offs = [
    templateRow(part(page, "templates"), session),
    aboutFields(part(page, "about"), session),
    pictureOf(part(page, "picture"), session),
    estimateOf(part(page, "estimate"), session),
    jsonView(part(page, "json"), session),
    tellProblems(page, target.general, session),
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
    const report = await rest.post("plans/check", plan);
    return { ...report, problems: [...problems.unclear(plan, session.bench), ...report.problems] };
  }

  let saving = null;
  function saveLater() {
    globalThis.clearTimeout(saving);
    saving = globalThis.setTimeout(save, SAVE_AFTER);
  }
  function save() {
    globalThis.clearTimeout(saving);
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
    const first = templates(session.bench).find((each) => !each.lacks);
    session.load({ name: "", steps: stepsOf(first.name, session.bench) }, { named: false });
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
      scan = await rest.get(`scans/${encodeURIComponent(id)}`);
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
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
    return say(`Started from the plan of ${id}.`, link(`/scans/${id}`, { spec: "a.pb-inline-link" }, "Look at it"));
  }

  let known = null;
  let begun = false;
  async function loadBench() {
    const [{ items }, procedures] = await Promise.all([rest.get("instruments"), rest.get("procedures")]);
    const outline = JSON.stringify(items.map((each) => [each.instrument_name, each.spec]));
    if (outline === known) return;
    known = outline;
    session.procedures = procedures.items;
    session.setBench(catalog(items));
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
      if (!(refused instanceof Refusal)) throw refused;
      say(refused.message, button("Try again", { kind: "small", on: () => attempt(work) }));
    }
  }

  const keys = (event) => {
    if (event.ctrlKey || event.metaKey) {
      if (event.key === "Enter") {
        event.preventDefault();
        target.press();
      }
      if (event.key === "z" && !dom.typing(event.target)) {
        event.preventDefault();
        session.undo();
      }
    }
  };
  page.addEventListener("keydown", keys);
  globalThis.addEventListener("pagehide", save);
  let engine = null;
  offs.push(
    live.onStatus(
      (status) => {
        const now = status.state === "connected" && status.engine ? status.engine.status : null;
        if (now === engine) return;
        if (engine !== null && now === "online") attempt(loadBench);
        engine = now || engine;
      },
      { element: page },
    ),
  );
  offs.push(live.on("global", { snapshot: () => attempt(loadBench) }, { element: page }));
  attempt(loadBench).finally(() => (page.dataset.known = "yes"));
  attempt(async () => target.setQueues((await rest.get("queues")).items));

  return () => {
    checker.stop();
    globalThis.removeEventListener("pagehide", save);
    save();
    offs.forEach((off) => off());
  };
});
