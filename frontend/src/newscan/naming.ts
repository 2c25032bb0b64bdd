// @ts-nocheck
/* A name for a plan that has none yet: what it sweeps and what it measures. */
import * as tree from "./tree.ts";

const LONGEST = 80;

/** "spectrometer over stage.x", "spectrometer map of stage.x and stage.y", "lockin over time". */
function suggested(plan) {
  const axes = [];
  const measured = [];
  let repeats = false;
  let procedure = "";
  tree.walk(plan, (step) => {
    if (!step || typeof step !== "object") return;
    if (step.kind === "sweep" && step.axis) axes.push(step.axis);
    if (step.kind === "measure") measured.push(...(Array.isArray(step.instruments) ? step.instruments : []));
    if (step.kind === "repeat") repeats = true;
    if (step.kind === "procedure") procedure = procedure || step.name || "";
  });
  const over = [...new Set(axes)];
  const what = [...new Set(measured)].slice(0, 3).join(", ") || procedure.replaceAll("_", " ");
  if (!what) return "New scan";
  if (over.length === 0) return short(repeats ? `${what} over time` : what);
  if (over.length === 2) return short(`${what} map of ${[...over].sort().join(" and ")}`);
  return short(`${what} over ${[...over].sort().join(", ")}`);
}

function short(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

export { suggested as suggestedName };
