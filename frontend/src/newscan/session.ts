// @ts-nocheck
/* What the form is working on: one plan, the bench it is for, what the server says of it, and the way back.
 * Events: "change" after any edit, "structure" when steps came, went or changed their fields, "bench", "report",
 * "focus" when another step has the attention, "settled" when there is no way back any more. */
import { Dispatcher } from "../core/dispatch.ts";
import { catalog } from "./bench.ts";
import { suggestedName } from "./naming.ts";
import * as tree from "./tree.ts";

const BACK = 100; // changes that can be undone

export class Session {
  constructor() {
    this.plan = { name: "New scan", steps: [] };
    this.bench = catalog([]);
    this.procedures = [];
    this.status = { report: null, failed: "", checking: false };
    this.named = false; // whether a person chose the name
    this.touched = false; // whether a person changed anything
    this.unreadable = false; // whether the JSON view holds something that is no plan
    this.focus = ""; // the step that has the attention
    this._back = [];
    this._events = new Dispatcher();
  }

  on(event, listener) {
    return this._events.on(event, listener);
  }

  /** Change a field by hand; the form stays as it is. */
  edit(path, value) {
    this.touched = true;
    if (path === "name") this.named = Boolean(value);
    this._take(tree.set(this.plan, path, value), path);
  }

  /** Let the name follow the plan again. */
  forgetName() {
    this.named = false;
    this._take(this.plan, "");
  }

  /** Change a field on which other fields depend: the form is made anew. */
  reshape(path, value, attention = "") {
    this.touched = true;
    this.restructure(tree.set(this.plan, path, value), attention);
  }

  /** Another plan; what was is kept for `undo`. `attention` is the control that takes the focus. */
  restructure(plan, attention = "") {
    this._back.push({ plan: this.plan, named: this.named });
    if (this._back.length > BACK) this._back.shift();
    this._take(plan, "steps");
    this._events.emit("structure", attention);
  }

  /** A plan from elsewhere; `named` says that its name is to stay. */
  load(plan, { named = true } = {}) {
    this._back.push({ plan: this.plan, named: this.named });
    this.named = named;
    this._take(plan, "");
    this._events.emit("structure", "");
  }

  get undoable() {
    return this._back.length > 0;
  }

  undo() {
    const before = this._back.pop();
    if (!before) return;
    this.named = before.named;
    this._take(before.plan, "");
    this._events.emit("structure", "");
  }

  /** Forget the way back: what is there now is the beginning. */
  settle() {
    this._back = [];
    this.touched = false;
    this._events.emit("settled");
  }

  setBench(bench) {
    this.bench = bench;
    this._events.emit("bench");
    this._events.emit("structure", "");
  }

  setStatus(status) {
    this.status = { ...this.status, ...status };
    this._events.emit("report");
  }

  setUnreadable(unreadable) {
    this.unreadable = unreadable;
    this._events.emit("report");
  }

  attend(path) {
    if (this.focus === path) return;
    this.focus = path;
    this._events.emit("focus");
  }

  _take(plan, path) {
    this.plan = this.named || path === "name" ? plan : { ...plan, name: suggestedName(plan) };
    this._events.emit("change", path);
  }
}
