// @ts-nocheck
/* The tree of steps: cards within cards, each with its fields and the tools to move, copy, wrap and remove it.
 * On a step's head: arrows go from step to step, Alt with arrows moves it, D duplicates, Delete removes, A adds after it. */
import { button, el } from "../../dom/elements.ts";
import { menu } from "../../dom/popover.ts";
import { dragging } from "./dragging.ts";
import { bodies } from "./bodies.ts";
import { fresh } from "../templates.ts";
import * as tree from "../tree.ts";

const KINDS = [
  { kind: "measure", label: "Measure", title: "Take a reading of one or more instruments" },
  { kind: "sweep", label: "Sweep an axis", title: "Go through positions and do the steps inside at each" },
  { kind: "repeat", label: "Repeat", title: "Do the steps inside again and again" },
  { kind: "set", label: "Change settings", title: "Exposure, range, an axis's value …" },
  { kind: "wait", label: "Wait", title: "Do nothing for a while" },
  { kind: "procedure", label: "Procedure", title: "Let a program choose the points" },
];
const INSIDE = { sweep: "At each position", repeat: "Each time" };
const label = (kind) => (KINDS.find((each) => each.kind === kind) || { label: `Unknown step “${kind}”` }).label;

export class Editor {
  constructor(node, session) {
    this.node = node;
    this.session = session;
    this._updates = [];
    this.offs = [
      session.on("structure", (attention) => this.render(attention)),
      session.on("change", () => this._updates.forEach((update) => update())),
    ];
    node.addEventListener("focusin", (event) => session.attend(this._stepOf(event.target)));
    node.addEventListener("keydown", (event) => this._key(event));
    dragging(node, (path, list, at) => {
      const moved = tree.relocate(session.plan, path, list, at);
      this._put(moved, moved && `head:${moved.path}`);
    });
  }

  /** Make the tree anew; the focus stays on the control it was on, or goes to `attention`. */
  render(attention = "") {
    const active = this.node.contains(document.activeElement) ? document.activeElement : null;
    const key = attention || (active && active.dataset.key) || "";
    this._updates = [];
    this.node.replaceChildren(this._list("steps"));
    if (key) this.focus(key);
  }

  /** Put the focus on the control or step that `key` names. */
  focus(key) {
    const find = (attribute) => this.node.querySelector(`[${attribute}="${CSS.escape(key)}"]`);
    const found = find("data-key") || find("data-path");
    if (!found) return;
    const inner = "input, select, textarea, button";
    const target = found.matches(`${inner}, [tabindex]`) ? found : found.querySelector(inner);
    if (target) target.focus();
  }

  _list(path) {
    const steps = tree.list(this.session.plan, path);
    const items = steps.map((step, at) => this._card(step, `${path}[${at}]`));
    const parent = tree.get(this.session.plan, tree.place(`${path}[0]`).parent);
    const empty =
      !steps.length &&
      el(
        "p.ns-hint",
        {},
        parent && path !== "steps" ? "Nothing yet: add what is to be done here." : "No steps yet: add one, or choose a template above.",
      );
    return el(
      "div.ns-list",
      { data: { path } },
      empty,
      el("ol.ns-cards", {}, items),
      el("p.ns-error", { hidden: true }),
      this._adder(path, steps.length),
    );
  }

  _adder(path, at) {
    const open = button("Add step", { kind: "small", icon: "plus", data: { key: `add:${path}`, do: "add" } });
    const items = () => KINDS.map(({ kind, label: name, title }) => ({ label: name, title, act: () => this._add(path, at, kind) }));
    menu(open, items);
    return el("div.ns-adder", {}, open);
  }

  _add(path, at, kind) {
    const { plan, bench, procedures } = this.session;
    const made = tree.insert(plan, path, at, fresh(kind, bench, { used: this._sweptAround(path), procedures }));
    this._put(made, made.path);
    globalThis.queueMicrotask(() => this.focus(`head:${made.path}`)); // the menu gives the focus back to its button first
  }

  /** Axes swept around the list at `path`. */
  _sweptAround(path) {
    const found = [];
    for (let step = tree.place(`${path}[0]`).parent; step; step = tree.place(step).parent)
      found.push((tree.get(this.session.plan, step) || {}).axis);
    return found;
  }

  _put(changed, key) {
    if (!changed) return;
    this.session.touched = true;
    this.session.restructure(changed.plan, key);
  }

  _card(step, path) {
    const kind = step && step.kind;
    const body = kind && bodies[kind] ? bodies[kind](this.session, path, step) : null;
    if (body) this._updates.push(body.update);
    const number = tree
      .tokens(path)
      .filter((part) => typeof part === "number")
      .map((part) => part + 1)
      .join(".");
    const head = el(
      "div.ns-head",
      {
        tabindex: 0,
        role: "group",
        "aria-label": `Step ${number}: ${label(kind)}. Alt and arrows move it, D duplicates, Delete removes`,
        data: { key: `head:${path}` },
      },
      el("span.ns-grip", { title: "Drag to another place", "aria-hidden": "true" }),
      el("span.ns-kind", { data: { kind } }, label(kind)),
      el("span.ns-place.pb-quiet", {}, number),
      this._tools(path),
    );
    const inside = tree.holds(step) && [el("p.ns-inside", {}, INSIDE[kind]), this._list(`${path}.steps`)];
    return el("li.ns-step", { data: { path, kind: kind || "" } }, head, el("p.ns-error", { hidden: true }), body && body.node, inside);
  }

  _tools(path) {
    const stuck = (direction) => !tree.move(this.session.plan, path, direction);
    const tool = (name, icon, title, act, disabled = false) =>
      button("", { kind: "quiet", icon, title, "aria-label": title, disabled, data: { key: `${name}:${path}`, do: name }, on: act });
    const more = tool("more", "more", "More for this step", null);
    menu(more, () => this._more(path));
    return el(
      "div.ns-step-tools",
      {},
      tool("up", "up", "Move up", () => this._move(path, -1, "up"), stuck(-1)),
      tool("down", "up", "Move down", () => this._move(path, 1, "down"), stuck(1)),
      tool("duplicate", "copy", "Duplicate", () => this._duplicate(path)),
      tool("remove", "trash", "Remove", () => this._remove(path)),
      more,
    );
  }

  _more(path) {
    const { plan, bench } = this.session;
    const wrap = (kind) => () =>
      this._put(tree.wrap(plan, path, fresh(kind, bench, { used: this._sweptAround(tree.place(path).list) })), `head:${path}`);
    const items = [
      { label: "Sweep an axis around it", act: wrap("sweep") },
      { label: "Repeat it", act: wrap("repeat") },
    ];
    items.push(
      { label: "Duplicate", icon: "copy", act: () => this._duplicate(path) },
      { label: "Remove", icon: "trash", act: () => this._remove(path) },
    );
    const into = tree.indent(plan, path);
    const out = tree.outdent(plan, path);
    if (into) items.push({ label: "Move into the step above", act: () => this._put(into, `head:${into.path}`) });
    if (out) items.push({ label: "Move out of the step around it", act: () => this._put(out, `head:${out.path}`) });
    return items;
  }

  _move(path, direction, tool = "head") {
    const moved = tree.move(this.session.plan, path, direction);
    if (moved) this._put(moved, `${tool}:${moved.path}`);
  }

  _duplicate(path) {
    const made = tree.duplicate(this.session.plan, path);
    this._put(made, `head:${made.path}`);
  }

  _remove(path) {
    const made = tree.remove(this.session.plan, path);
    this._put(made, made.path ? `head:${made.path}` : "add:steps");
  }

  _stepOf(target) {
    const card = target.closest(".ns-step");
    return card ? card.dataset.path : "";
  }

  _key(event) {
    if (!event.target.classList.contains("ns-head") || event.ctrlKey || event.metaKey) return;
    const path = this._stepOf(event.target);
    const shift = (changed) => this._put(changed, changed && `head:${changed.path}`);
    const keys = event.altKey
      ? {
          ArrowUp: () => this._move(path, -1),
          ArrowDown: () => this._move(path, 1),
          ArrowLeft: () => shift(tree.outdent(this.session.plan, path)),
          ArrowRight: () => shift(tree.indent(this.session.plan, path)),
        }
      : {
          ArrowUp: () => this._step(event.target, -1),
          ArrowDown: () => this._step(event.target, 1),
          Delete: () => this._remove(path),
          d: () => this._duplicate(path),
          a: () => this.node.querySelector(`[data-key="${CSS.escape(`add:${tree.place(path).list}`)}"]`).click(),
        };
    if (!keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }

  _step(head, direction) {
    const heads = [...this.node.querySelectorAll(".ns-head")];
    const next = heads[heads.indexOf(head) + direction];
    if (next) next.focus();
  }
}
