/* Changing a plan: every function takes plain data and returns new plain data, the given one stays as it is.
 * Steps are named by their place as in the contract: "steps[0].steps[1]"; "" is the plan itself. */
import { BRANCHES, isObject, isStep, listOf, type Plan, type Step } from "./model.ts";

/** A changed plan, and the step that takes the focus. */
export interface Changed {
  plan: Plan;
  path: string;
}

/** "steps[0].positions" as ["steps", 0, "positions"]. */
export function tokens(path: string): (string | number)[] {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => (index === undefined ? name : Number(index)));
}

export function join(parts: (string | number)[]): string {
  return parts.reduce<string>((path, part) => (typeof part === "number" ? `${path}[${part}]` : path ? `${path}.${part}` : part), "");
}

export function get(plan: unknown, path: string): unknown {
  return tokens(path).reduce<unknown>((value, part) => (value as Record<string | number, unknown> | null | undefined)?.[part], plan);
}

/** The plan with `value` at `path`; undefined removes the field. */
export function set(plan: Plan, path: string, value: unknown): Plan {
  return put(plan, tokens(path), value) as Plan;
}

function put(holder: unknown, [part, ...rest]: (string | number)[], value: unknown): unknown {
  if (part === undefined) return value;
  if (typeof part === "number") {
    const copy = [...listOf(holder)];
    copy[part] = put(copy[part], rest, value);
    return copy;
  }
  const copy: Record<string, unknown> = isObject(holder) ? { ...holder } : {};
  copy[part] = put(copy[part], rest, value);
  if (copy[part] === undefined) delete copy[part];
  return copy;
}

/** The list that a step is in, its number there, and the step around it: {list: "steps[0].steps", at: 1, parent: "steps[0]"}. */
export function place(path: string): { list: string; at: number; parent: string } {
  const parts = tokens(path);
  return { list: join(parts.slice(0, -1)), at: Number(parts.at(-1)), parent: join(parts.slice(0, -2)) };
}

export function list(plan: Plan, path: string): unknown[] {
  return listOf(get(plan, path));
}

export function holds(step: unknown): boolean {
  return isStep(step) && ["sweep", "repeat", "if"].includes(step.kind);
}

/** `step` put into the list at `path` ("steps[0].steps") as number `at`. */
export function insert(plan: Plan, path: string, at: number, step: unknown): Changed {
  return { plan: set(plan, path, list(plan, path).toSpliced(at, 0, step)), path: `${path}[${at}]` };
}

/** Without the step; `path` is a neighbour, or the step around it. */
export function remove(plan: Plan, path: string): Changed {
  const { list: where, at, parent } = place(path);
  const steps = list(plan, where).toSpliced(at, 1);
  return { plan: set(plan, where, steps), path: steps.length ? `${where}[${Math.min(at, steps.length - 1)}]` : parent };
}

export function duplicate(plan: Plan, path: string): Changed {
  const { list: where, at } = place(path);
  return insert(plan, where, at + 1, structuredClone(get(plan, path)));
}

/** The step put into the list at `to` ("steps[0].steps") before the one that is number `at` there now; null where that changes
 *  nothing or is inside the step itself. */
export function relocate(plan: Plan, path: string, to: string, at: number): Changed | null {
  const { list: from, at: was } = place(path);
  if (to.startsWith(`${path}.`) || (to === from && (at === was || at === was + 1))) return null;
  const step = structuredClone(get(plan, path));
  const gap = {}; // keeps the place of the step, so that paths stay valid until it is inserted
  const placed = insert(set(plan, path, gap), to, at, step).plan;
  const made = remove(placed, pathOf(placed, gap)).plan;
  return { plan: made, path: pathOf(made, step) };
}

function pathOf(plan: Plan, wanted: unknown): string {
  let found = "";
  walk(plan, (step, path) => (found = step === wanted ? path : found));
  return found;
}

/** One place up (-1) or down (1); from the end of a list out of the step around it. */
export function move(plan: Plan, path: string, direction: -1 | 1): Changed | null {
  const { list: where, at } = place(path);
  const to = at + direction;
  if (to < 0 || to >= list(plan, where).length) return outdent(plan, path, direction);
  return relocate(plan, path, where, direction > 0 ? to + 1 : to);
}

/** Out of the step around it, to behind it (1) or before it (-1). */
export function outdent(plan: Plan, path: string, direction: -1 | 1 = 1): Changed | null {
  const { parent } = place(path);
  if (!parent) return null;
  const outer = place(parent);
  return relocate(plan, path, outer.list, outer.at + (direction > 0 ? 1 : 0));
}

/** Into the step before it, as its last one; null where that holds no steps. */
export function indent(plan: Plan, path: string): Changed | null {
  const { list: where, at } = place(path);
  const before = `${where}[${at - 1}]`;
  if (at === 0 || !holds(get(plan, before))) return null;
  return relocate(plan, path, `${before}.steps`, list(plan, `${before}.steps`).length);
}

/** `outer` (a sweep or repeat) put around the step. */
export function wrap(plan: Plan, path: string, outer: Step): Changed {
  return { plan: set(plan, path, { ...outer, steps: [get(plan, path)] }), path };
}

/** Call `visit(step, path, around)` for each step, outer ones first. */
export function walk(plan: unknown, visit: (step: unknown, path: string, around: unknown[]) => void): void {
  const branch = (steps: unknown, path: string, around: unknown[]): void =>
    listOf(steps).forEach((step, at) => {
      visit(step, `${path}[${at}]`, around);
      if (isObject(step)) for (const name of BRANCHES) branch(step[name], `${path}[${at}].${name}`, [...around, step]);
    });
  branch(get(plan, "steps"), "steps", []);
}
