/* A line of readings on a canvas, with the ends of both axes: for pages that have no chart library. */
import * as format from "../core/format.ts";

export interface Line {
  x: number[];
  /** NaN where there is no number. */
  y: number[];
  xTitle: string;
  yTitle: string;
}

const MARGIN = 4; // px
const FONT = 11; // px

/** Draw in the colour and font of the canvas element. */
export function drawLine(canvas: HTMLCanvasElement, { x, y, xTitle, yTitle }: Line): void {
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const { clientWidth: width, clientHeight: height } = canvas;
  const { color, fontFamily } = getComputedStyle(canvas);
  const scale = globalThis.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  pen.scale(scale, scale);
  pen.strokeStyle = pen.fillStyle = color;
  pen.font = `${FONT}px ${fontFamily}`;

  const [left, right] = range(x);
  const [low, high] = range(y);
  if (!(low <= high) || !(left <= right)) return;
  const [top, bottom] = [FONT + 2 * MARGIN, height - FONT - 2 * MARGIN];
  const across = (value: number) => MARGIN + ((value - left) / (right - left || 1)) * (width - 2 * MARGIN);
  const up = (value: number) => bottom - ((value - low) / (high - low || 1)) * (bottom - top);

  pen.beginPath();
  let drawing = false; // whether the last reading had a place
  for (let i = 0; i < y.length; i += 1) {
    const there = Number.isFinite(x[i]) && Number.isFinite(y[i]);
    if (there && drawing) pen.lineTo(across(x[i]), up(y[i]));
    else if (there) pen.moveTo(across(x[i]), up(y[i]));
    drawing = there;
  }
  pen.stroke();

  pen.fillText(`${yTitle} ${format.number(low)} to ${format.number(high)}`, MARGIN, FONT);
  pen.fillText(format.number(left), MARGIN, height - MARGIN);
  pen.textAlign = "center";
  pen.fillText(xTitle, width / 2, height - MARGIN);
  pen.textAlign = "right";
  pen.fillText(format.number(right), width - MARGIN, height - MARGIN);
}

/** The least and greatest finite number; infinities the wrong way round when there is none. */
function range(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
