// @ts-nocheck
/* An emergency stop in words: who asked and when, what every instrument did, and what is to be done now. */
import * as format from "./format.ts";

const REACHED = new Set(["safe", "stopped", "moving"]);
const OUTCOMES = {
  safe: { tone: "green", words: "at its safe values" },
  stopped: { tone: "slate", words: "stopped where it is" },
  moving: { tone: "amber", words: "still moving" },
  "not reached": { tone: "red", words: "not reached" },
  "left alone": { tone: "amber", words: "left alone: it was disconnected on purpose" },
};

function unknown(outcome) {
  return { tone: "slate", words: outcome };
}

/** {tone, words} of what a stop has come to at an instrument. */
export function outcome({ outcome: name, reason }) {
  const known = Object.prototype.hasOwnProperty.call(OUTCOMES, name) ? OUTCOMES[name] : unknown(name);
  return reason ? { ...known, words: `${known.words}: ${reason}` } : known;
}

/** "Emergency stop by Ada at 18:04:12.", with the day when that is not today. */
export function headline({ user, timestamp }, now = Date.now()) {
  const [day, time] = format.moment(timestamp).split(" ");
  const today = format.moment(now).split(" ")[0];
  return `Emergency stop by ${user || "somebody"} at ${day === today ? time : `${time} on ${day}`}.`;
}

/** "x 0 mm (safe), y 12.5 mm" of where an instrument's axes stand. */
export function where({ axes }) {
  const { exact, NONE } = format;
  return axes
    .map(({ name, unit, position, safe }) => {
      const at = typeof position === "number" ? `${exact(position)}${unit ? ` ${unit}` : ""}` : NONE;
      const there = typeof safe === "number" && exact(position) === exact(safe);
      const wanted = typeof safe === "number" && !there ? ` (safe at ${exact(safe)}${unit ? ` ${unit}` : ""})` : "";
      return `${name} ${at}${there ? " (safe)" : wanted}`;
    })
    .join(", ");
}

function names(list) {
  const all = list.map((each) => each.instrument_name);
  return all.length > 3 ? `${all.slice(0, 2).join(", ")} and ${all.length - 2} more` : all.join(", ").replace(/, ([^,]*)$/, " and $1");
}

function were(list) {
  return list.length === 1 ? "was" : "were";
}

/** What became of instruments and scans, a sentence each; what needs somebody comes last. */
export function sentences({ instruments, scans }) {
  const of = (...wanted) => instruments.filter((each) => wanted.includes(each.outcome));
  const reached = instruments.filter((each) => REACHED.has(each.outcome));
  const [safe, moving, left, missed] = [of("safe"), of("moving"), of("left alone"), of("not reached")];
  const { counted } = format;
  const said = [];
  if (reached.length)
    said.push(
      `${counted(reached.length, "instrument")} told to stop${safe.length ? `, ${names(safe)} at ${safe.length === 1 ? "its" : "their"} safe values` : ""}.`,
    );
  if (scans.length) said.push(`${counted(scans.length, "scan")} aborted.`);
  if (moving.length) said.push(`${names(moving)} still ${moving.length === 1 ? "moves" : "move"}.`);
  if (left.length) said.push(`${names(left)} ${were(left)} left alone, disconnected on purpose.`);
  for (const each of missed.slice(0, 2))
    said.push(`${each.instrument_name} was not reached${each.reason ? ` (${each.reason})` : ""}: look at it.`);
  if (missed.length > 2) said.push(`${names(missed.slice(2))} ${were(missed.slice(2))} not reached either: look at them.`);
  return said;
}

/** Whether an instrument needs somebody who looks at it. */
export function needsLooking({ instruments }) {
  return instruments.some((each) => !REACHED.has(each.outcome) || each.outcome === "moving");
}

/** The queues that the stop ended and that can go on: [{queue_id, name, waiting}], `waiting` being how many scans wait in each. */
export function queuesToGoOn(stop, { queues = [], scans = [] }) {
  return stop.queues
    .map((id) => queues.find((queue) => queue.queue_id === id))
    .filter((queue) => queue && queue.status === "idle")
    .map((queue) => ({
      queue_id: queue.queue_id,
      name: queue.name,
      waiting: scans.filter((scan) => scan.queue_id === queue.queue_id && scan.status === "queued").length,
    }))
    .filter((queue) => queue.waiting > 0);
}
