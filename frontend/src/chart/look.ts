/* What the traces of every kind share: colour scales, the colour bar, the text beside the pointer. */

import type { Tokens } from "./model.ts";

/** What of a trace says which one it is, and its colour bar. */
export interface ColourBar {
  uid: string;
  colorbar: object;
}

export const ROOMY = 500; // px
export const BESIDE = 150; // px of a picture's width that its x axis has not
export const BELOW = 120;
export const LETTER = 0.6; // width of one, in the size of the text
export const LEAST_LETTERS = 12; // in a line of a title
const ABOVE = "above";
const STOPS: Record<string, string[]> = {
  Plasma: ["#0d0887", "#46039f", "#7201a8", "#9c179e", "#bd3786", "#d8576b", "#ed7953", "#fb9f3a", "#fdca26", "#f0f921"],
  Inferno: ["#000004", "#1b0c41", "#4a0c6b", "#781c6d", "#a52c60", "#cf4446", "#ed6925", "#fb9b06", "#f7d13d", "#fcffa4"],
};

/** A colour scale as Plotly takes it: one of its own by name, or stops. */
export function colourScale(name: string): string | [share: number, colour: string][] {
  const stops = STOPS[name];
  return stops ? stops.map((colour, at) => [at / (stops.length - 1), colour]) : name;
}

/** The colour bar of a trace whose colours mean something: told beside the picture, or above it where its width is needed.
 *  Plotly turns no colour bar that is there: a trace of another name gets a new one. */
export function colourBar(title: string, tokens: Tokens, { width = Infinity }: { width?: number }): ColourBar {
  const plain = { outlinewidth: 0, tickfont: { color: tokens.muted } };
  if (width < ROOMY) {
    const place = { orientation: "h", y: 1, yanchor: "bottom", ypad: 4, thickness: 8 };
    return { uid: ABOVE, colorbar: { ...plain, ...place, title: { text: escape(title), side: "top" } } };
  }
  const away = "\u00a0<br>\u00a0<br>"; // empty lines keep the title away from long numbers
  return { uid: "beside", colorbar: { ...plain, thickness: 12, title: { text: `${away}${escape(title)}`, side: "right" } } };
}

/** Whether the colours are told above the picture: that needs room from the start, else Plotly draws where it was before. */
export function toldAbove(data: readonly { uid?: unknown }[]): boolean {
  return data.some(({ uid }) => String(uid).startsWith(ABOVE));
}

/** Text for Plotly, which reads some markup: what came from outside is shown as it is. */
export function escape(text: unknown): string {
  return String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** What stands beside the pointer: a line for each of {x, y, z: label}. */
export function hover(labels: Record<string, string>): string {
  const plain = (label: string): string => escape(label).replace(/%\{/g, "%&#123;"); // %{x} in a unit is no variable
  const lines = Object.entries(labels).map(([variable, label]) => `${plain(label)}: %{${variable}:.6~g}`);
  return `${lines.join("<br>")}<extra></extra>`;
}
