/* Small pictures without axes: the last minutes of a value, and thumbnails of scans. Drawn on a canvas in the theme's colours. */
const EDGE = 2; // px
const VIRIDIS = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 74, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [110, 206, 88],
  [181, 222, 43],
  [253, 231, 37],
];

interface Pen {
  pen: CanvasRenderingContext2D;
  width: number;
  height: number;
}

/** A 2-D context sized for the screen, cleared; null while the canvas has no room. */
function context(canvas: HTMLCanvasElement): Pen | null {
  const { clientWidth: width, clientHeight: height } = canvas;
  if (!width || !height) return null;
  const scale = Math.min(2, window.devicePixelRatio || 1);
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width, height);
  return { pen, width, height };
}

function extremes(values: readonly number[]): [number, number] | null {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return most >= least ? [least, most] : null;
}

/** Draw y over x as a line in the canvas's own text colour; `floor` is a value that is always in sight. */
export function line(canvas: HTMLCanvasElement, xs: readonly number[], ys: readonly number[], floor = NaN): void {
  const made = context(canvas);
  const across = extremes(xs);
  const up = extremes([...ys, floor]);
  if (!made || !across || !up) return;
  const { pen, width, height } = made;
  const flat = up[1] === up[0];
  const x = (value: number): number => EDGE + ((value - across[0]) / (across[1] - across[0] || 1)) * (width - 2 * EDGE);
  const y = (value: number): number =>
    flat && floor !== up[0] ? height / 2 : height - EDGE - ((value - up[0]) / (up[1] - up[0] || 1)) * (height - 2 * EDGE);
  pen.strokeStyle = getComputedStyle(canvas).color;
  pen.lineWidth = 1.5;
  pen.lineJoin = "round";
  pen.beginPath();
  let drawing = false;
  const jump = (across[1] - across[0]) / 2;
  let ahead = 0; // which way x went last
  for (let i = 0; i < ys.length; i += 1) {
    const step = i > 0 ? xs[i] - xs[i - 1] : 0;
    if (Math.abs(step) > jump && step * ahead < 0)
      drawing = false; // a sweep that begins anew is another line
    else if (step) ahead = step;
    if (!Number.isFinite(ys[i]) || !Number.isFinite(xs[i])) {
      drawing = false;
      continue;
    }
    if (drawing) pen.lineTo(x(xs[i]), y(ys[i]));
    else pen.moveTo(x(xs[i]), y(ys[i]));
    drawing = true;
  }
  pen.stroke();
}

/** Draw rows of cells, the first at the bottom; cells without a value stay empty. */
export function map(canvas: HTMLCanvasElement, rows: readonly number[][]): void {
  const made = context(canvas);
  const range = extremes(rows.flat());
  if (!made || !range) return;
  const { pen, width, height } = made;
  const h = height / rows.length;
  rows.forEach((row, line) => {
    const w = width / row.length;
    row.forEach((value, column) => {
      if (!Number.isFinite(value)) return;
      pen.fillStyle = colour((value - range[0]) / (range[1] - range[0] || 1));
      pen.fillRect(column * w, height - (line + 1) * h, w + 0.6, h + 0.6);
    });
  });
}

function colour(fraction: number): string {
  const at = Math.max(0, Math.min(1, fraction)) * (VIRIDIS.length - 1);
  const low = VIRIDIS[Math.floor(at)];
  const high = VIRIDIS[Math.min(VIRIDIS.length - 1, Math.floor(at) + 1)];
  return `rgb(${low.map((part, i) => Math.round(part + (high[i] - part) * (at % 1))).join(",")})`;
}
