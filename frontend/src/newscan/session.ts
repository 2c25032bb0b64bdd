/* What the form is working on: one plan, what the bench offers, what the server says of the plan, and the way back.
 * Events: "change" after any edit, "structure" when steps came, went or changed their fields, "bench", "report", "focus" when
 * another step has the focus, "settled" when nothing can be undone any more. */
import { Dispatcher } from "../core/dispatch.ts";
import { NOTHING, suggestedName } from "./bench.ts";
import type { Status } from "./checker.ts";
import type { Offer, Plan, Problem } from "./model.ts";
import * as tree from "./tree.ts";

const BACK = 100; // changes that can be undone

export type Event = "change" | "structure" | "bench" | "report" | "focus" | "settled";

export class Session {
  plan: Plan = { name: "New scan", steps: [] };
  bench: Offer = NOTHING;
  status: Status = { report: null, failed: "", checking: false };
  /** Whether a person chose the name. */
  named = false;
  /** Whether a person changed anything. */
  touched = false;
  /** Whether the JSON view holds something that is no plan. */
  unreadable = false;
  /** The step that has the focus. */
  focus = "";
  private back: { plan: Plan; named: boolean }[] = [];
  private readonly events = new Dispatcher();

  /** Call `listener` at each of these events; returns what ends it. `told` is the control that is to take the focus. */
  on(events: Event[], listener: (told: string) => void): () => void {
    const offs = events.map((event) => this.events.on(event, (told) => listener(String(told ?? ""))));
    return () => offs.forEach((off) => off());
  }

  /** Change a field by hand; the form stays as it is. */
  edit(path: string, value: unknown): void {
    this.touched = true;
    if (path === "name") this.named = Boolean(value);
    this.take(tree.set(this.plan, path, value), path === "name");
  }

  /** Let the name follow the plan again. */
  forgetName(): void {
    this.named = false;
    this.take(this.plan);
  }

  /** Change a field on which other fields depend: the form is made anew. */
  reshape(path: string, value: unknown, focus = ""): void {
    this.restructure(tree.set(this.plan, path, value), focus);
  }

  /** Other steps by hand; what was is kept for `undo`. */
  restructure(plan: Plan, focus = ""): void {
    this.touched = true;
    this.keep();
    this.renew(plan, focus);
  }

  /** A plan from elsewhere; `named` says that its name is to stay. */
  load(plan: Plan, named: boolean): void {
    this.keep();
    this.named = named;
    this.renew(plan);
  }

  get undoable(): boolean {
    return this.back.length > 0;
  }

  undo(): void {
    const before = this.back.pop();
    if (!before) return;
    this.named = before.named;
    this.renew(before.plan);
  }

  /** What is there now is the beginning: nothing can be undone. */
  settle(): void {
    this.back = [];
    this.touched = false;
    this.events.emit("settled");
  }

  setBench(bench: Offer): void {
    this.bench = bench;
    this.events.emit("bench");
    this.events.emit("structure", "");
  }

  setStatus(status: Partial<Status>): void {
    this.status = { ...this.status, ...status };
    this.events.emit("report");
  }

  /** Problems that were found when the scan was to be queued. */
  setProblems(problems: Problem[]): void {
    const nothing = { points: null, duration: null, size: null, instruments: [] };
    this.setStatus({ report: { ...nothing, problems, problem_count: problems.length }, checking: false });
  }

  setUnreadable(unreadable: boolean): void {
    if (this.unreadable === unreadable) return;
    this.unreadable = unreadable;
    this.events.emit("report");
  }

  attend(path: string): void {
    if (this.focus === path) return;
    this.focus = path;
    this.events.emit("focus");
  }

  private keep(): void {
    this.back.push({ plan: this.plan, named: this.named });
    if (this.back.length > BACK) this.back.shift();
  }

  private renew(plan: Plan, focus = ""): void {
    this.take(plan);
    this.events.emit("structure", focus);
  }

  private take(plan: Plan, asTyped = false): void {
    this.plan = this.named || asTyped ? plan : { ...plan, name: suggestedName(plan) };
    this.events.emit("change");
  }
}
