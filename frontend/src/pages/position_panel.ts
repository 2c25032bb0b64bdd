/* The position panel: the figures of an instrument's axes, and controls that move them. What it looks like is made by
 * dashboard/components/position_panel.py. */
import * as format from "../core/format.ts";
import * as numerals from "../core/numerals.ts";
import { say } from "../dom/action.ts";
import { drawWith, instrumentIn, type Instrument } from "../dom/drawing.ts";
import { set, show, text } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { readings } from "../dom/readings.ts";
import { Refusal, rest } from "../dom/rest.ts";
import { limitsOf } from "./live_values.ts";

const STATUS: Record<string, string> = {
  moving: "moving to target",
  idle: "at rest",
  connected: "at rest",
  disconnected: "not connected; the position is the last one known",
};
const APART = 1 / 500; // of the track: nearer marks lie on each other

island("position-panel", (node: HTMLElement) => {
  const { room = "", instrument: id = "" } = node.dataset;
  const rows = [...node.querySelectorAll<HTMLElement>(".pb-face-row")];
  const controls = node.querySelectorAll<HTMLButtonElement>(".pb-steering :is(button, input, select)");
  const status = node.querySelector(".pb-face-status");
  for (const row of rows) steer(row, id);
  return drawWith(node, room, (state) => {
    const now = instrumentIn(state, id);
    if (!now) return;
    const barred = Boolean(now.held_by) || now.status === "disconnected";
    node.classList.toggle("pb-face-moving", now.status === "moving" || Boolean(now.is_moving));
    node.classList.toggle("pb-stale", now.status === "disconnected");
    node.classList.toggle("pb-face-held", barred);
    for (const control of controls) control.disabled = barred;
    for (const row of rows) update(row, now);
    if (status) text(status, sentence(now));
  });
});

function sentence({ status, error, held_by: holder }: Instrument): string {
  const said = status === "error" && error ? error : (STATUS[status] ?? status);
  return `Status: ${said}${holder ? ` · held by ${holder}, which alone moves it until it ends` : ""}`;
}

function update(row: HTMLElement, { position = {}, target = {}, status, is_moving: flag }: Instrument): void {
  const limits = limitsOf(row.dataset);
  const [now, to] = [position, target].map((values) => values[row.dataset.axis ?? ""]);
  const away = format.apart(now, to);
  const going = away && (status === "moving" || Boolean(flag));
  const part = (name: string) => row.querySelector<HTMLElement>(`.pb-${name}`)!;
  text(part("face-value"), format.position(now, limits));
  text(part("face-goal"), going ? `→ ${format.position(to, limits)}` : "");
  row.classList.toggle("pb-face-going", going);
  if (!limits) return;
  const along = (value?: number | null) => (typeof value === "number" ? (value - limits[0]) / (limits[1] - limits[0]) : NaN);
  place(part("track-at"), along(now));
  place(part("track-goal"), away && Math.abs(along(to) - along(now)) > APART ? along(to) : NaN);
}

function place(mark: HTMLElement, along: number): void {
  show(mark, Number.isFinite(along));
  if (Number.isFinite(along)) mark.style.left = `${(Math.max(0, Math.min(1, along)) * 100).toFixed(3)}%`;
}

/** Let the controls of an axis move it. Nothing is sent but at a press of a button or Enter, and only what can be read in one way. */
function steer(row: HTMLElement, id: string): void {
  const said = row.querySelector<HTMLElement>(".pb-said");
  const step = row.querySelector("select");
  const input = row.querySelector("input");
  if (!said || !step || !input) return;
  const { axis, unit = "" } = row.dataset;
  const limits = limitsOf(row.dataset);
  const send = async (values: { value: number; relative?: boolean }) => {
    say(said, "");
    try {
      await rest.post(`instruments/${id}/commands`, { command: "move", axis, ...values });
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      say(said, refused.message);
    }
  };
  const which = readings(({ text: chosen }: { text: string }) => {
    input.value = chosen;
    set(input, "aria-invalid", null);
    input.focus();
  });
  said.before(which.node);

  function go(): void {
    const meant = numerals.read(input!.value);
    const wrong = meant.readings ? "" : problem(meant, limits, unit);
    set(input!, "aria-invalid", wrong || meant.readings ? "true" : null);
    say(said!, wrong);
    which.ask(input!.value, meant.readings);
    if (!wrong && meant.value !== undefined) void send({ value: meant.value });
  }
  input.addEventListener("input", () => which.ask(""));
  input.addEventListener("keydown", (event) => event.key === "Enter" && go());
  row.addEventListener("click", ({ target }) => {
    const pressed = target instanceof Element && target.closest<HTMLElement>("[data-do]");
    if (!pressed) return;
    if (pressed.dataset.do === "go") go();
    else void send({ value: pressed.dataset.do === "jog-down" ? -Number(step.value) : Number(step.value), relative: true });
  });
}

function problem({ value, wrong }: { value?: number; wrong?: string }, limits: [number, number] | null, unit: string): string {
  if (value === undefined) return wrong || "Type a number.";
  if (!limits || (value >= limits[0] && value <= limits[1])) return "";
  return `The limits are ${format.exact(limits[0])} to ${format.exact(limits[1])} ${unit}`.trim() + ".";
}
