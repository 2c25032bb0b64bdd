// @ts-nocheck
/* Changing a plan: every function takes plain data and returns new plain data, the given one stays as it is.
 * Steps are named by their place as in the contract: "steps[0].steps[1]"; "" is the plan itself. */
const HOLDS_STEPS = ["sweep", "repeat"];

/** "steps[0].positions" as ["steps", 0, "positions"]. */
export function tokens(path) {
  const found = [];
  for (const [, name, index] of String(path).matchAll(/([^.[\]]+)|\[(\d+)\]/g)) found.push(index === undefined ? name : Number(index));
  return found;
}

export function text(parts) {
  return parts.reduce((path, part) => (typeof part === "number" ? `${path}[${part}]` : path ? `${path}.${part}` : part), "");
}

export function get(plan, path) {
  return tokens(path).reduce((value, part) => (value === null || value === undefined ? undefined : value[part]), plan);
}

/** The plan with `value` at `path`; undefined takes the field away. */
export function set(plan, path, value) {
  return put(plan, tokens(path), value);
}

function put(holder, [part, ...rest], value) {
  if (part === undefined) return value;
  const copy = typeof part === "number" ? [...(Array.isArray(holder) ? holder : [])] : { ...plainObject(holder) };
  const made = put(copy[part], rest, value);
  if (made === undefined && !Array.isArray(copy)) delete copy[part];
  else copy[part] = made;
  return copy;
}

function plainObject(value) {
  return value && typeof value === "object" && !Array.isArray(value) ? value : {};
}

/** Whose list a step is in, and where: {list: "steps[0].steps", at: 1, parent: "steps[0]"}. */
export function place(path) {
  const parts = tokens(path);
  return { list: text(parts.slice(0, -1)), at: parts[parts.length - 1], parent: text(parts.slice(0, -2)) };
}

export function list(plan, path) {
  const found = get(plan, path);
  return Array.isArray(found) ? found : [];
}

export function holds(step) {
  return Boolean(step) && HOLDS_STEPS.includes(step.kind);
}

/** `step` put into the list at `path` ("steps[0].steps") as number `at`. */
export function insert(plan, path, at, step) {
  const steps = [...list(plan, path)];
  steps.splice(at, 0, step);
  return { plan: set(plan, path, steps), path: `${path}[${at}]` };
}

/** Without the step; `path` is what takes the attention next: a neighbour, or the step around. */
export function remove(plan, path) {
  const { list: where, at, parent } = place(path);
  const steps = list(plan, where).filter((_, index) => index !== at);
  const next = steps.length ? `${where}[${Math.min(at, steps.length - 1)}]` : parent;
  return { plan: set(plan, where, steps), path: next };
}

export function duplicate(plan, path) {
  const { list: where, at } = place(path);
  return insert(plan, where, at + 1, structuredClone(get(plan, path)));
}

/** One place up (-1) or down (1); from the end of a list out of the step around it. Null where there is no way. */
export function move(plan, path, direction) {
  const { list: where, at, parent } = place(path);
  const steps = list(plan, where);
  const to = at + direction;
  if (to >= 0 && to < steps.length) {
    const swapped = [...steps];
    [swapped[at], swapped[to]] = [swapped[to], swapped[at]];
    return { plan: set(plan, where, swapped), path: `${where}[${to}]` };
  }
  return parent ? outdent(plan, path, direction) : null;
}

/** Out of the step around it, to behind it (1) or before it (-1). */
export function outdent(plan, path, direction = 1) {
  const { list: where, at, parent } = place(path);
  if (!parent) return null;
  const step = get(plan, path);
  const without = set(
    plan,
    where,
    list(plan, where).filter((_, index) => index !== at),
  );
  const outer = place(parent);
  return insert(without, outer.list, outer.at + (direction > 0 ? 1 : 0), step);
}

/** Into the step before it, as its last one; null where that holds no steps. */
export function indent(plan, path) {
  const { list: where, at } = place(path);
  const steps = list(plan, where);
  if (at === 0 || !holds(steps[at - 1])) return null;
  const without = set(
    plan,
    where,
    steps.filter((_, index) => index !== at),
  );
  const inner = `${where}[${at - 1}].steps`;
  return insert(without, inner, list(without, inner).length, steps[at]);
}

/** The step put into the list at `to` ("steps[0].steps") before the one that is number `at` there now; null where that
 *  changes nothing or is inside the step itself. */
export function relocate(plan, path, to, at) {
  const { list: from, at: was } = place(path);
  if (to.startsWith(`${path}.`) || (to === from && (at === was || at === was + 1))) return null;
  const step = { ...get(plan, path) };
  const gap = {}; // keeps the place it leaves, so that paths stay what they are until it is there
  const placed = insert(set(plan, path, gap), to, at, step).plan;
  const made = remove(placed, pathOf(placed, gap)).plan;
  return { plan: made, path: pathOf(made, step) };
}

function pathOf(plan, wanted) {
  let found = "";
  walk(plan, (step, path) => (found = step === wanted ? path : found));
  return found;
}

/** `outer` (a sweep or repeat) put around the step. */
export function wrap(plan, path, outer) {
  const inside = get(plan, path);
  return { plan: set(plan, path, { ...outer, steps: [inside] }), path };
}

/** Call `visit(step, path, around)` for each step, outer ones first. */
export function walk(plan, visit) {
  const branch = (steps, path, around) => {
    if (!Array.isArray(steps)) return;
    steps.forEach((step, at) => {
      const own = `${path}[${at}]`;
      visit(step, own, around);
      if (step && typeof step === "object") branch(step.steps, `${own}.steps`, [...around, step]);
    });
  };
  branch(plan && plan.steps, "steps", []);
}
