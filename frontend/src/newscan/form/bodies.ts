// @ts-nocheck
/* What a step of each kind shows inside its card. */
import { measureBody, setBody, waitBody } from "./step_plain.ts";
import { procedureBody } from "./step_procedure.ts";
import { repeatBody } from "./step_repeat.ts";
import { sweepBody } from "./step_sweep.ts";

export const bodies = {
  sweep: sweepBody,
  repeat: repeatBody,
  measure: measureBody,
  wait: waitBody,
  set: setBody,
  procedure: procedureBody,
};
