/* The tree of steps: cards within cards, each with its fields and the tools to move, copy, wrap and remove it.
 * On a step's head: arrows go from step to step, Alt with arrows moves it, D duplicates, Delete removes, A adds after it. */
import { button, el } from "../../dom/elements.ts";
import { menu } from "../../dom/popover.ts";
import { isStep, isText, type Kind, type Plan, type Step } from "../model.ts";
import type { Session } from "../session.ts";
import * as tree from "../tree.ts";
import { asText } from "./as_text.ts";
import { dragging } from "./dragging.ts";
import { StepForm } from "./fields.ts";
import { kindOf, KINDS, labelOf } from "./kinds.ts";

interface Entry {
  label: string;
  title?: string;
  icon?: string;
  act: () => void;
}

export class Editor {
  private readonly node: HTMLElement;
  private readonly session: Session;
  private updates: (() => void)[] = [];

  constructor(node: HTMLElement, session: Session) {
    this.node = node;
    this.session = session;
    session.on(["structure"], (focus) => this.render(focus));
    session.on(["change"], () => this.updates.forEach((update) => update()));
    node.addEventListener("focusin", (event) => session.attend(pathOf(event.target)));
    node.addEventListener("keydown", (event) => this.press(event));
    dragging(node, (path, list, at) => this.put(tree.relocate(session.plan, path, list, at)));
  }

  /** Make the tree anew; the focus stays on the control it was on, or goes to the one that `focus` names. */
  private render(focus: string): void {
    const active = this.node.contains(document.activeElement) ? (document.activeElement as HTMLElement) : null;
    const key = focus || active?.dataset.key;
    this.updates = [];
    this.node.replaceChildren(this.list("steps"));
    if (key) this.focus(key);
  }

  private find(attribute: string, key: string): HTMLElement | null {
    return this.node.querySelector<HTMLElement>(`[${attribute}="${CSS.escape(key)}"]`);
  }

  /** Put the focus on the control or step that `key` names. */
  private focus(key: string): void {
    const found = this.find("data-key", key) ?? this.find("data-path", key);
    const inner = "input, select, textarea, button";
    (found?.matches(`${inner}, [tabindex]`) ? found : found?.querySelector<HTMLElement>(inner))?.focus();
  }

  private list(path: string): HTMLElement {
    const steps = tree.list(this.session.plan, path);
    const none = path === "steps" ? "No steps yet: add one, or choose a template above." : "Nothing yet: add what is to be done here.";
    const add = button("Add step", { kind: "small", icon: "plus", data: { key: `add:${path}`, do: "add" } });
    menu(add, () =>
      Object.entries(KINDS).map(([kind, { label, title }]) => ({ label, title, act: () => this.add(path, steps.length, kind as Kind) })),
    );
    return el(
      "div.ns-list",
      { data: { path } },
      !steps.length && el("p.ns-hint", {}, none),
      el(
        "ol.ns-cards",
        {},
        steps.map((step, at) => this.card(step, `${path}[${at}]`)),
      ),
      el("p.ns-error", { hidden: true }),
      el("div.ns-adder", {}, add),
    );
  }

  private card(step: unknown, path: string): HTMLElement {
    const known = isStep(step);
    const form = known ? new StepForm(this.session, path, step) : null;
    const body = form && el("div.ns-body", {}, isText(form.step) ? asText(form) : kindOf(form.step).body(form));
    form?.updates.forEach((update) => update());
    this.updates.push(...(form?.updates ?? []));
    const numbers = tree.tokens(path).filter((part) => typeof part === "number");
    const number = numbers.map((part) => part + 1).join(".");
    const label = labelOf(step);
    const about = `Step ${number}: ${label}. Alt and arrows move it, D duplicates, Delete removes`;
    return el(
      "li.ns-step",
      { data: { path } },
      el(
        "div.ns-head",
        { tabindex: 0, role: "group", "aria-label": about, data: { key: `head:${path}` } },
        el("span.ns-grip", { title: "Drag to another place", "aria-hidden": "true" }),
        el("span.ns-kind", {}, label),
        el("span.ns-place.pb-quiet", {}, number),
        this.tools(path),
      ),
      el("p.ns-error", { hidden: true }),
      body,
      known && tree.holds(step) && [el("p.ns-inside", {}, kindOf(step).inside), this.list(`${path}.steps`)],
      known && step.kind === "if" && [el("p.ns-inside", {}, "Else"), this.list(`${path}.else`)],
    );
  }

  private tools(path: string): HTMLElement {
    const { list, at, parent } = tree.place(path);
    const last = tree.list(this.session.plan, list).length - 1;
    const tool = (name: string, icon: string, title: string, act: (() => void) | null, disabled = false): HTMLElement =>
      button("", { kind: "quiet", icon, title, "aria-label": title, disabled, data: { key: `${name}:${path}`, do: name }, on: act });
    const more = tool("more", "more", "More for this step", null);
    menu(more, () => this.more(path));
    return el(
      "div.ns-step-tools",
      {},
      tool("up", "up", "Move up", () => this.move(path, -1, "up"), !parent && at === 0),
      tool("down", "up", "Move down", () => this.move(path, 1, "down"), !parent && at === last),
      tool("duplicate", "copy", "Duplicate", () => this.duplicate(path)),
      tool("remove", "trash", "Remove", () => this.remove(path)),
      more,
    );
  }

  private more(path: string): Entry[] {
    const { plan } = this.session;
    const wrap = (kind: "sweep" | "repeat") => () => this.put(tree.wrap(plan, path, this.fresh(kind, tree.place(path).list)));
    const into = tree.indent(plan, path);
    const out = tree.outdent(plan, path);
    return [
      { label: "Sweep an axis around it", act: wrap("sweep") },
      { label: "Repeat it", act: wrap("repeat") },
      { label: "Duplicate", icon: "copy", act: () => this.duplicate(path) },
      { label: "Remove", icon: "trash", act: () => this.remove(path) },
      ...(into ? [{ label: "Move into the step above", act: () => this.put(into) }] : []),
      ...(out ? [{ label: "Move out of the step around it", act: () => this.put(out) }] : []),
    ];
  }

  /** A new step for the list at `path`; it sweeps no axis that is swept around it. */
  private fresh(kind: Kind, path: string): Step {
    const used: string[] = [];
    for (let { parent } = tree.place(`${path}[0]`); parent; { parent } = tree.place(parent))
      used.push(String(tree.get(this.session.plan, `${parent}.axis`)));
    return KINDS[kind].fresh(this.session.bench, used);
  }

  private put(changed: { plan: Plan; path: string } | null, tool = "head"): void {
    if (changed) this.session.restructure(changed.plan, changed.path ? `${tool}:${changed.path}` : "add:steps");
  }

  private add(path: string, at: number, kind: Kind): void {
    const made = tree.insert(this.session.plan, path, at, this.fresh(kind, path));
    this.put(made);
    globalThis.queueMicrotask(() => this.focus(`head:${made.path}`)); // the menu gives the focus back to its button first
  }

  private move(path: string, direction: -1 | 1, tool?: string): void {
    this.put(tree.move(this.session.plan, path, direction), tool);
  }

  private duplicate(path: string): void {
    this.put(tree.duplicate(this.session.plan, path));
  }

  private remove(path: string): void {
    this.put(tree.remove(this.session.plan, path));
  }

  private press(event: KeyboardEvent): void {
    const head = event.target as HTMLElement;
    if (!head.classList.contains("ns-head") || event.ctrlKey || event.metaKey) return;
    const path = pathOf(head);
    const { plan } = this.session;
    const plain: Record<string, () => void> = {
      ArrowUp: () => this.step(head, -1),
      ArrowDown: () => this.step(head, 1),
      Delete: () => this.remove(path),
      d: () => this.duplicate(path),
      a: () => this.find("data-key", `add:${tree.place(path).list}`)?.click(),
    };
    const withAlt: Record<string, () => void> = {
      ArrowUp: () => this.move(path, -1),
      ArrowDown: () => this.move(path, 1),
      ArrowLeft: () => this.put(tree.outdent(plan, path)),
      ArrowRight: () => this.put(tree.indent(plan, path)),
    };
    const act = (event.altKey ? withAlt : plain)[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  private step(head: HTMLElement, by: number): void {
    const heads = [...this.node.querySelectorAll<HTMLElement>(".ns-head")];
    heads[heads.indexOf(head) + by]?.focus();
  }
}

/** The step that something on the page belongs to. */
function pathOf(target: EventTarget | null): string {
  return (target as HTMLElement).closest<HTMLElement>(".ns-step")?.dataset.path ?? "";
}
