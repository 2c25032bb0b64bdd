/* Plans as they are edited, and what the server says of them and of the bench. */
import type { components } from "../core/rest.gen.ts";

type Schemas = components["schemas"];
type Complete =
  Schemas["Sweep"] | Schemas["Measure"] | Schemas["Set"] | Schemas["Wait"] | Schemas["Repeat"] | Schemas["If"] | Schemas["Procedure"];
export type Kind = NonNullable<Complete["kind"]>;

/** A step while it is edited: its kind is known, any field may be missing or hold what is not right yet. */
type Draft<S> = S extends { kind?: infer K } ? { kind: NonNullable<K> } & { [Field in Exclude<keyof S, "kind">]?: unknown } : never;
export type Step = Draft<Complete>;
export type StepOf<K extends Kind> = Extract<Step, { kind: K }>;
export type Plan = { [Field in keyof Schemas["Plan"]]?: unknown };

/** The plan as the server takes it, which checks it. */
export function sent(plan: Plan): Schemas["Plan"] {
  return plan as Schemas["Plan"];
}

export type Problem = Schemas["ProblemAt"];
export type Report = Schemas["PlanCheck"];

/** An argument of a procedure: how it is entered, and its unit or whether that of the chosen axis is its unit. */
export interface Argument {
  name: string;
  label: string;
  kind: "axis" | "instrument" | "column" | "flag" | "number" | "text" | "json";
  hint: string;
  unit: string;
  of_the_axis: boolean;
  default: unknown;
}

/** A procedure; `start` are arguments to begin with. */
export interface Procedure {
  name: string;
  summary: string;
  arguments: Argument[];
  start: Record<string, unknown>;
}

/** An axis or setting; `now` is its present value. */
export interface Settable {
  name: string;
  unit: string;
  limits: [number, number] | null;
  choices: string[] | null;
  now: number | string | null;
}

export interface Axis extends Settable {
  instrument: string;
  /** Its name in plans: `stage.x`. */
  column: string;
}

/** A reading; `shape` is [] for a number. */
export interface Read {
  name: string;
  unit: string;
  shape: number[];
}

export interface Sensor {
  name: string;
  reads: Read[];
}

/** What the bench offers: dashboard/new_scan/offer.py. */
export interface Offer {
  axes: Axis[];
  sensors: Sensor[];
  settables: Record<string, Settable[]>;
  procedures: Procedure[];
  templates: { name: string; lacks: string; steps: Step[] }[];
}

const KINDS: Record<Kind, true> = { sweep: true, measure: true, set: true, wait: true, repeat: true, if: true, procedure: true };

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isStep(value: unknown): value is Step {
  return isObject(value) && typeof value.kind === "string" && Object.hasOwn(KINDS, value.kind);
}

/** Fields of a step that hold further steps. */
export const BRANCHES = ["steps", "else"] as const;

/** A number that is an expression of the plan's parameters: "=laser_nm + 5". */
function isWritten(value: unknown): boolean {
  return typeof value === "string"
    ? value.startsWith("=")
    : isObject(value) || Array.isArray(value)
      ? Object.values(value).some(isWritten)
      : false;
}

/** Whether a step is edited as text: the fields of the form cannot show all that it says. */
export function isText(step: Step): boolean {
  const own = Object.entries(step).filter(([name]) => !(BRANCHES as readonly string[]).includes(name));
  if (step.kind === "if" || "label" in step || "metadata" in step || own.some(([, value]) => isWritten(value))) return true;
  if (step.kind === "sweep") return "axes" in step;
  if (step.kind === "wait") return "until" in step;
  if (step.kind !== "repeat" || !isObject(step.until))
    return step.kind === "repeat" && step.until !== undefined && step.times !== undefined;
  const { above, below } = step.until;
  const simple = "column" in step.until && !(typeof above === "number" && typeof below === "number");
  return !simple || step.times !== undefined || String(step.until.column).includes(".");
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
