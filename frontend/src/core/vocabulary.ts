// @ts-nocheck
/* One vocabulary of state: word, tone (colour class), mark (shape) and whether it breathes, the same on
 * every page. */
const GLYPHS = { circle: "○", triangle: "▶", dot: "●", bars: "❚❚", tick: "✔", square: "■", cross: "✖", ring: "◌" };

function entry(tone, mark, breathing = false) {
  return { tone, mark, breathing };
}

const STATES = {
  queued: entry("slate", "circle"),
  idle: entry("slate", "circle"),
  starting: entry("blue", "triangle", true),
  running: entry("blue", "triangle", true),
  moving: entry("blue", "dot", true),
  measuring: entry("blue", "dot", true),
  connecting: entry("amber", "dot", true),
  pausing: entry("amber", "bars"),
  paused: entry("amber", "bars"),
  stopping: entry("amber", "bars"),
  aborting: entry("amber", "bars"),
  waiting: entry("amber", "bars"),
  suspended: entry("amber", "bars"),
  completed: entry("green", "tick"),
  connected: entry("green", "tick"),
  online: entry("green", "tick"),
  stopped: entry("slate", "square"),
  failed: entry("red", "cross"),
  error: entry("red", "cross"),
  aborted: entry("red", "cross"),
  disconnected: entry("red", "ring"),
  interrupted: entry("red", "ring"),
  offline: entry("red", "ring"),
};
const ENDED = new Set(["completed", "stopped", "aborted", "failed", "interrupted"]);

/** {state, word, tone, mark, glyph, breathing, ended} of a state's name; an unknown one is shown as it is,
 *  in slate. */
function describe(state) {
  const found = Object.prototype.hasOwnProperty.call(STATES, state) ? STATES[state] : entry("slate", "circle");
  return { state, word: String(state), ...found, glyph: GLYPHS[found.mark], ended: ENDED.has(state) };
}

export const vocabulary = { describe, states: Object.keys(STATES), ended: (state) => ENDED.has(state) };
