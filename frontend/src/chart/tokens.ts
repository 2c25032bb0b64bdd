/* The theme's colours and font for drawing, read from the CSS tokens of the page. */
import type { Tokens } from "./model.ts";

const COLOURS = ["#3b82f6", "#e08a1e", "#0f9d8a", "#a855f7", "#d4447c", "#64748b"];

export function tokens(): Tokens {
  const style = globalThis.getComputedStyle(document.documentElement);
  const token = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  return {
    ink: token("--pb-ink", "#12161c"),
    muted: token("--pb-ink-3", "#5c6675"),
    line: token("--pb-line", "#e2e5ea"),
    surface: token("--pb-raised", "#ffffff"),
    font: token("--pb-font", "sans-serif"),
    size: 0.75 * parseFloat(style.fontSize), // of the text a person has chosen
    colours: COLOURS.map((colour, at) => token(`--pb-chart-${at + 1}`, colour)),
  };
}
