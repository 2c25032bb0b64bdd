/* How each state looks, the same on every page: word, tone (colour class), mark (shape) and whether it breathes. */
const GLYPHS = { circle: "○", triangle: "▶", dot: "●", bars: "❚❚", tick: "✔", square: "■", cross: "✖", ring: "◌" };
export type Mark = keyof typeof GLYPHS;
export type Tone = "slate" | "blue" | "amber" | "green" | "red";

interface Look {
  tone: Tone;
  mark: Mark;
  /** Whether the mark breathes: something is going on. */
  breathing: boolean;
}

function looks(tone: Tone, mark: Mark, states: string, breathing = false): [string, Look][] {
  return states.split(" ").map((state) => [state, { tone, mark, breathing }]);
}

const STATES = new Map([
  ...looks("slate", "circle", "queued idle"),
  ...looks("blue", "triangle", "starting running", true),
  ...looks("blue", "dot", "moving measuring", true),
  ...looks("amber", "dot", "connecting", true),
  ...looks("amber", "bars", "pausing paused stopping aborting waiting suspended"),
  ...looks("green", "tick", "completed connected online"),
  ...looks("slate", "square", "stopped"),
  ...looks("red", "cross", "failed error aborted"),
  ...looks("red", "ring", "disconnected interrupted offline"),
]);
const UNKNOWN: Look = { tone: "slate", mark: "circle", breathing: false };
const ENDED = new Set(["completed", "stopped", "aborted", "failed", "interrupted"]);

export interface Described extends Look {
  state: string;
  word: string;
  glyph: string;
  ended: boolean;
}

/** How a state looks; an unknown one is shown as it is, in slate. */
function describe(state: string): Described {
  const look = STATES.get(state) ?? UNKNOWN;
  return { ...look, state, word: String(state), glyph: GLYPHS[look.mark], ended: ended(state) };
}

/** Whether a scan of this state has ended. */
function ended(state: string): boolean {
  return ENDED.has(state);
}

export const vocabulary = { describe, states: [...STATES.keys()], ended };
