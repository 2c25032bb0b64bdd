// @ts-nocheck
/* Problems of a plan: which field each belongs to, and why a plan cannot be queued now. */
import * as numerals from "../core/numerals.ts";
import { holdsText, settingOf } from "./bench.ts";
import * as tree from "./tree.ts";

/** The field of `path`, or the nearest thing around it that is shown; "" is the plan as a whole. */
export function place(path, shown) {
  const parts = tree.tokens(path);
  for (let length = parts.length; length > 0; length -= 1) {
    const near = tree.text(parts.slice(0, length));
    if (shown.has(near)) return near;
  }
  return "";
}

/** {place: [sentence]} of problems [{path, message}]; where the field itself is not shown the sentence names it. */
export function placed(problems, shown) {
  const found = {};
  for (const { path, message } of problems) {
    const where = place(path, shown);
    (found[where] = found[where] || []).push(sentence(path, where, message));
  }
  return found;
}

function sentence(path, where, message) {
  const rest = tree.tokens(path).slice(tree.tokens(where).length);
  const last = rest[rest.length - 1];
  if (last === undefined || last === "steps" || where.endsWith("instruments")) return whole(message);
  return typeof last === "number" ? `Number ${last + 1} ${message}` : `${last}: ${message}`;
}

/** A message such as "must be a number" as a sentence of its own. */
function whole(message) {
  if (/^(is|must|needs) /.test(message)) return `This ${message}`;
  return /^[a-z]+ /.test(message) ? message[0].toUpperCase() + message.slice(1) : message;
}

/** "Step 2.1, positions" of a path such as "steps[1].steps[0].positions.start". */
export function whereabouts(path) {
  const parts = tree.tokens(path);
  const numbers = [];
  while (parts[0] === "steps" && typeof parts[1] === "number") numbers.push(parts.splice(0, 2)[1] + 1);
  const field = parts[0] && parts[0] !== "steps" ? parts[0] : "";
  return [numbers.length ? `Step ${numbers.join(".")}` : "", field].filter(Boolean).join(", ");
}

function told({ path, message }) {
  const where = whereabouts(path);
  return where ? `${where}: ${message}` : whole(message);
}

/** Numbers of `plan` that are still text because they can be read in more than one way, as problems in place of what the server
 *  says of them. The server takes text for a setting, so those are found here. */
export function unclear(plan, bench) {
  const found = [];
  tree.walk(plan, (step, path) => {
    if (!step || step.kind !== "set") return;
    for (const [name, value] of Object.entries(step.settings || {})) {
      const about = settingOf(bench, step.instrument, name);
      if (typeof value !== "string" || (about && about.choices) || holdsText(about)) continue;
      const { readings, wrong, numeral } = numerals.read(value);
      const place = `${path}.settings.${name}`;
      if (readings) found.push({ path: place, message: numerals.question(value, readings).replace(/\.$/, "") });
      else if (wrong && numeral) found.push({ path: place, message: wrong.replace(/\.$/, "") });
    }
  });
  return found;
}

/** Why the plan cannot be queued now, as a sentence; "" when it can. */
export function blocked({
  offline = "",
  lost = false,
  unreadable = false,
  steps = 0,
  checking = false,
  failed = "",
  problems = [],
  queue = "",
}) {
  if (lost) return "The link to the server is down; wait until it is back.";
  if (offline) return `${offline} No scan can be queued meanwhile; your plan stays here.`;
  if (unreadable) return "The JSON cannot be read; mend it or undo the change.";
  if (steps === 0) return "The plan is empty: choose a template or add a step.";
  if (problems.length === 1) return `One thing to mend. ${told(problems[0])}.`;
  if (problems.length > 1) return `${problems.length} things to mend. First: ${told(problems[0])}.`;
  if (failed) return failed;
  if (checking) return "Checking the plan…";
  return queue;
}
