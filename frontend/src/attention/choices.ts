/* What somebody wants to be told of, and how; nothing at first. */
import { KINDS, type Kind } from "./occasions.ts";

const WAYS = ["notify", "sound"] as const;
export type Way = (typeof WAYS)[number];
export type Choices = Record<Kind, Record<Way, boolean>>;

/** Choices from their text; what is missing or not understood is off. */
export function readChoices(text: string | null): Choices {
  const kept = parsed(text);
  const on = (kind: Kind) => ({ notify: kept?.[kind]?.notify === true, sound: kept?.[kind]?.sound === true });
  return { finished: on("finished"), failed: on("failed"), waiting: on("waiting") };
}

function parsed(text: string | null): Partial<Record<Kind, Partial<Record<Way, unknown>>>> | null {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

/** The choices with one of them changed. */
export function choose(choices: Choices, kind: Kind, way: Way, on: boolean): Choices {
  return { ...choices, [kind]: { ...choices[kind], [way]: on } };
}

/** Whether anything is on; in `way` if one is given. */
export function anyOn(choices: Choices, way: Way | null = null): boolean {
  return KINDS.some((kind) => (way ? choices[kind][way] : WAYS.some((each) => choices[kind][each])));
}
