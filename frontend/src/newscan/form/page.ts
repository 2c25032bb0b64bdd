/* The page "New scan": brings the parts together, and begins with a template, a draft, or the plan of another scan. */
import { button, el, part, show, typing } from "../../dom/elements.ts";
import { page } from "../../dom/islands.ts";
import { link } from "../../dom/navigate.ts";
import { rest } from "../../dom/rest.ts";
import { setProps, storeData } from "../../dom/stores.ts";
import { TOLD, type Told } from "../callbacks.ts";
import { Checker } from "../checker.ts";
import { drafts as draftsIn } from "../drafts.ts";
import { sent, type Offer, type Plan, type Report } from "../model.ts";
import * as problems from "../problems.ts";
import { Session } from "../session.ts";
import { aboutFields } from "./about.ts";
import { Editor } from "./editor.ts";
import { jsonView } from "./json_view.ts";
import { estimateOf, pictureOf, showProblems } from "./summary.ts";
import { Target } from "./target.ts";

const SAVE_AFTER = 300; // ms

/** What the page begins with: dashboard/new_scan/beginning.py. */
interface Beginning {
  draft: string;
  plan: Plan | null;
  said: string;
  scan: string;
  replaces: string;
  queue: string;
}

page("new", (root: HTMLElement) => {
  const beginning = storeData("ns-beginning") as Beginning;
  const drafts = draftsIn([globalThis.sessionStorage, globalThis.localStorage]);
  const session = new Session();
  const notice = part(root, "notice") as HTMLElement;
  const say = (sentence: string, ...more: HTMLElement[]): void =>
    notice.replaceChildren(...(sentence ? [el("p", {}, sentence), ...more] : []));
  const target = new Target(root, session, beginning.replaces, () => drafts.forget(beginning.draft));
  const checker = new Checker<Plan>(check, (status) => session.setStatus(status));
  const undo = button("Undo", {
    kind: "small",
    icon: "retry",
    data: { do: "undo" },
    title: "Undo the last change of steps (Ctrl+Z)",
    on: () => session.undo(),
  });
  part(root, "tools").replaceChildren(undo);
  new Editor(part(root, "steps"), session);
  aboutFields(part(root, "about"), session);
  const forgetPicture = pictureOf(part(root, "picture"), session);
  estimateOf(part(root, "estimate"), session);
  jsonView(part(root, "json"), session);
  showProblems(root, part(root, "general"), session);
  session.on(["change", "structure", "settled"], () => show(undo, session.undoable));
  session.on(["change"], () => {
    setProps("ns-plan", { data: { plan: session.plan, named: session.named } });
    checker.check(session.plan);
    globalThis.clearTimeout(saving);
    saving = globalThis.setTimeout(save, SAVE_AFTER);
  });

  async function check(plan: Plan): Promise<Report> {
    const report = await rest.post("plans/check", sent(plan));
    const unclear = problems.unclear(plan, session.bench);
    return { ...report, problems: [...unclear, ...report.problems], problem_count: report.problem_count + unclear.length };
  }

  let saving: number | undefined;
  function save(): void {
    globalThis.clearTimeout(saving);
    if (session.touched) drafts.keep(beginning.draft, { plan: session.plan, named: session.named });
  }

  let begun = false;
  function begin(): void {
    const empty = !session.bench.axes.length && !session.bench.sensors.length;
    if (begun || (empty && !beginning.plan)) return;
    begun = true;
    afresh();
    if (!beginning.queue) target.chooseLast();
    const kept = drafts.read(beginning.draft);
    if (!kept) return;
    session.load(kept.plan, kept.named);
    session.settle();
    session.touched = true; // it stays a draft until it is queued or dropped
    const drop = (): void => {
      drafts.forget(beginning.draft);
      afresh();
    };
    say("This is the plan you were working on.", button("Start afresh", { kind: "small", data: { do: "afresh" }, on: drop }));
  }
  /** The plan of the other scan, else the first template that the bench can run. */
  function afresh(): void {
    const { plan, said, scan } = beginning;
    const template = session.bench.templates.find((each) => !each.lacks);
    session.load(plan ?? { name: "", steps: template?.steps ?? [] }, Boolean(plan));
    session.settle();
    if (plan && said) say(said, link(`/scans/${scan}`, { spec: "a.pb-inline-link" }, "Look at it"));
    else say(said);
  }

  let taken = "";
  function hear(event: Event): void {
    const { offer, replacement } = (event as CustomEvent<Told>).detail;
    if (offer !== session.bench) {
      session.setBench(offer);
      begin();
      checker.again();
    }
    if (!replacement || replacement.id === taken) return;
    taken = replacement.id;
    session.touched = true;
    session.load(replacement.plan, Boolean(replacement.plan.name));
    say(replacement.said);
  }
  document.addEventListener(TOLD, hear);

  root.addEventListener("click", ({ target: pressed }) => {
    const name = (pressed as Element).closest<HTMLElement>(".ns-template")?.dataset.template;
    const template = session.bench.templates.find((each) => each.name === name);
    if (template) session.restructure({ ...session.plan, steps: template.steps });
  });
  root.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    const act = event.key === "Enter" ? () => target.press() : event.key === "z" && !typing(event.target) ? () => session.undo() : null;
    if (!act) return;
    event.preventDefault();
    act();
  });
  globalThis.addEventListener("pagehide", save);
  session.setBench(storeData("ns-offer") as Offer);
  begin();
  root.dataset.known = "yes";

  return () => {
    checker.stop();
    forgetPicture();
    globalThis.removeEventListener("pagehide", save);
    document.removeEventListener(TOLD, hear);
    save();
  };
});
