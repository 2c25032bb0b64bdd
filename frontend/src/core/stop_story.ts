/* An emergency stop in words: who asked and when, what every instrument did, and what to do now. */
import type { EmergencyStop, QueueStatus, StoppedInstrument, StopOutcome } from "./events.gen.ts";
import * as format from "./format.ts";
import type { Tone } from "./vocabulary.ts";

interface Outcome {
  tone: Tone;
  words: string;
}

const REACHED = new Set<StopOutcome>(["safe", "stopped", "moving"]);
const OUTCOMES: Record<StopOutcome, Outcome> = {
  safe: { tone: "green", words: "at its safe values" },
  stopped: { tone: "slate", words: "stopped where it is" },
  moving: { tone: "amber", words: "still moving" },
  "not reached": { tone: "red", words: "not reached" },
  "left alone": { tone: "amber", words: "left alone: it was disconnected on purpose" },
};

/** What an instrument did. */
export function outcome({ outcome: name, reason }: Pick<StoppedInstrument, "outcome" | "reason">): Outcome {
  const { tone, words } = Object.hasOwn(OUTCOMES, name) ? OUTCOMES[name] : { tone: "slate" as const, words: name };
  return { tone, words: reason ? `${words}: ${reason}` : words };
}

/** "Emergency stop by Ada at 18:04:12.", with the day when that is not today. */
export function headline({ user, timestamp }: Pick<EmergencyStop, "user" | "timestamp">, now = Date.now()): string {
  const [day, time] = format.moment(timestamp).split(" ");
  const today = format.moment(now).split(" ")[0];
  return `Emergency stop by ${user || "somebody"} at ${day === today ? time : `${time} on ${day}`}.`;
}

/** "x 0 mm (safe), y 12.5 mm" of where an instrument's axes stand. */
export function where({ axes = [] }: Pick<StoppedInstrument, "axes">): string {
  return axes
    .map(({ name, unit = "", position, safe }) => {
      const shown = (value: unknown) => `${format.exact(value)}${unit && typeof value === "number" ? ` ${unit}` : ""}`;
      const there = typeof safe !== "number" ? "" : format.exact(position) === format.exact(safe) ? " (safe)" : ` (safe at ${shown(safe)})`;
      return `${name} ${shown(position)}${there}`;
    })
    .join(", ");
}

function names(list: readonly StoppedInstrument[]): string {
  const all = list.map((each) => each.instrument_name);
  return all.length > 3 ? `${all.slice(0, 2).join(", ")} and ${all.length - 2} more` : all.join(", ").replace(/, ([^,]*)$/, " and $1");
}

/** What became of instruments and scans, a sentence each; what needs somebody comes last. */
export function sentences({ instruments, scans }: Pick<EmergencyStop, "instruments" | "scans">): string[] {
  const of = (...wanted: StopOutcome[]) => instruments.filter((each) => wanted.includes(each.outcome));
  const [reached, safe, moving] = [of(...REACHED), of("safe"), of("moving")];
  const [left, missed] = [of("left alone"), of("not reached")];
  const by = (list: unknown[], one: string, several: string) => (list.length === 1 ? one : several);
  const said: string[] = [];
  if (reached.length) {
    const there = safe.length ? `, ${names(safe)} at ${by(safe, "its", "their")} safe values` : "";
    said.push(`${format.counted(reached.length, "instrument")} told to stop${there}.`);
  }
  if (scans.length) said.push(`${format.counted(scans.length, "scan")} aborted.`);
  if (moving.length) said.push(`${names(moving)} still ${by(moving, "moves", "move")}.`);
  if (left.length) said.push(`${names(left)} ${by(left, "was", "were")} left alone, disconnected on purpose.`);
  for (const { instrument_name: name, reason } of missed.slice(0, 2))
    said.push(`${name} was not reached${reason ? ` (${reason})` : ""}: look at it.`);
  const more = missed.slice(2);
  if (more.length) said.push(`${names(more)} ${by(more, "was", "were")} not reached either: look at them.`);
  return said;
}

/** Whether somebody has to look at an instrument. */
export function needsLooking({ instruments }: Pick<EmergencyStop, "instruments">): boolean {
  return instruments.some((each) => !REACHED.has(each.outcome) || each.outcome === "moving");
}

interface Known {
  queues?: readonly Pick<QueueStatus, "queue_id" | "name" | "status">[];
  scans?: readonly { queue_id: string; status: string }[];
}

/** The queues that the stop ended and that can go on, with the number of scans that wait in each. */
export function queuesToGoOn(stop: Pick<EmergencyStop, "queues">, { queues = [], scans = [] }: Known) {
  return stop.queues
    .flatMap((id) => queues.find((queue) => queue.queue_id === id && queue.status === "idle") ?? [])
    .map(({ queue_id, name }) => ({
      queue_id,
      name,
      waiting: scans.filter((scan) => scan.queue_id === queue_id && scan.status === "queued").length,
    }))
    .filter((queue) => queue.waiting > 0);
}
