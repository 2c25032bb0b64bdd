/* Problems of a plan: which field each belongs to, and why a plan cannot be queued now. */
import * as format from "../core/format.ts";
import * as numerals from "../core/numerals.ts";
import { holdsText, settablesOf } from "./bench.ts";
import { isObject, isStep, type Offer, type Plan, type Problem } from "./model.ts";
import * as tree from "./tree.ts";

/** The field of `path`, or the nearest thing around it that is shown; "" is the plan as a whole. */
function place(path: string, shown: { has(path: string): boolean }): string {
  for (let parts = tree.tokens(path); parts.length; parts = parts.slice(0, -1)) if (shown.has(tree.join(parts))) return tree.join(parts);
  return "";
}

/** The sentences about each place; where the field itself is not shown they name it. */
export function placed(problems: Problem[], shown: { has(path: string): boolean }): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { path, message } of problems) {
    const where = place(path, shown);
    found.set(where, [...(found.get(where) ?? []), sentence(path, where, message)]);
  }
  return found;
}

function sentence(path: string, where: string, message: string): string {
  const last = tree.tokens(path).slice(tree.tokens(where).length).at(-1);
  if (last === undefined || last === "steps" || where.endsWith("instruments")) return whole(message);
  return typeof last === "number" ? `Number ${last + 1} ${message}` : `${last}: ${message}`;
}

/** A message such as "must be a number" as a sentence of its own. */
function whole(message: string): string {
  if (/^(is|must|needs) /.test(message)) return `This ${message}`;
  return /^[a-z]+ /.test(message) ? message[0].toUpperCase() + message.slice(1) : message;
}

/** "Step 2.1, positions: is missing." of a problem at "steps[1].steps[0].positions.start". */
function told({ path, message }: Problem): string {
  const parts = tree.tokens(path);
  const numbers: number[] = [];
  while (parts[0] === "steps" && typeof parts[1] === "number") numbers.push(Number(parts.splice(0, 2)[1]) + 1);
  const field = parts[0] && parts[0] !== "steps" ? String(parts[0]) : "";
  const where = [numbers.length ? `Step ${numbers.join(".")}` : "", field].filter(Boolean).join(", ");
  return `${where ? `${where}: ${message}` : whole(message)}${message.endsWith(".") ? "" : "."}`;
}

/** Settings of `plan` that are still text because they can be read as more than one number, or as none, as problems. The server
 *  takes text for a setting without a unit, so those are found here. */
export function unclear(plan: Plan, bench: Offer): Problem[] {
  const found: Problem[] = [];
  tree.walk(plan, (step, path) => {
    if (!isStep(step) || step.kind !== "set" || !isObject(step.settings)) return;
    for (const [name, value] of Object.entries(step.settings)) {
      const about = settablesOf(bench, step.instrument).find((each) => each.name === name);
      if (typeof value !== "string" || about?.choices || holdsText(about)) continue;
      const { readings, wrong, numeral } = numerals.read(value) as { readings?: never[]; wrong?: string; numeral?: boolean };
      const message = readings ? numerals.question(value, readings) : numeral ? wrong : "";
      if (message) found.push({ path: `${path}.settings.${name}`, message: message.replace(/\.$/, "") });
    }
  });
  return found;
}

/** What decides whether a plan can be queued; a sentence says why it cannot, "" that it can. */
export interface Standing {
  steps: number;
  /** The engine does not run. */
  offline?: string;
  /** The server cannot be reached. */
  lost?: boolean;
  unreadable?: boolean;
  checking?: boolean;
  /** The plan could not be checked. */
  failed?: string;
  problems?: Problem[];
  problemCount?: number;
  /** No queue can take it. */
  queue?: string;
}

/** Why the plan cannot be queued now, as a sentence; "" when it can. */
export function blocked({ steps, offline, lost, unreadable, checking, failed, problems = [], problemCount, queue }: Standing): string {
  if (lost) return "The link to the server is down; wait until it is back.";
  if (offline) return `${offline} No scan can be queued until it runs; your plan stays here.`;
  if (unreadable) return "The JSON cannot be read. Correct it or undo the change.";
  if (steps === 0) return "The plan is empty: choose a template or add a step.";
  const many = problemCount ?? problems.length;
  if (problems.length) return `${format.counted(many, "problem")}. ${many > 1 ? "First: " : ""}${told(problems[0])}`;
  if (failed) return failed;
  return checking ? "Checking the plan…" : (queue ?? "");
}
