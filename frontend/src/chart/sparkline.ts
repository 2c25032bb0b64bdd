/* A small line for cards and lists: values over their order, in the canvas's own text colour. */
const EDGE = 2;

type Corner = [x: number, y: number];

/** The line's corners: [[x, y] or null for a gap, …] within `width` × `height`, thinned to two values a
 *  pixel. */
function corners(values: ArrayLike<number | null>, width: number, height: number): (Corner | null)[] {
  const all = Array.from(values, (value) => (typeof value === "number" ? value : NaN));
  const numbers = all.filter(Number.isFinite);
  if (!numbers.length) return [];
  const low = numbers.reduce((a, b) => Math.min(a, b));
  const high = numbers.reduce((a, b) => Math.max(a, b));
  const across = (at: number) => EDGE + ((width - 2 * EDGE) * at) / Math.max(1, all.length - 1);
  const up = (value: number) => (high === low ? height / 2 : height - EDGE - ((height - 2 * EDGE) * (value - low)) / (high - low));
  return thin(all, Math.max(1, Math.ceil(all.length / width))).map((at) => (Number.isFinite(all[at]) ? [across(at), up(all[at])] : null));
}

/** Places of the least and greatest value of every `step` values. */
function thin(values: readonly number[], step: number): number[] {
  const places: number[] = [];
  for (let from = 0; from < values.length; from += step) {
    let least = from;
    let most = from;
    for (let at = from; at < Math.min(values.length, from + step); at += 1) {
      if (!(values[at] >= values[least])) least = at;
      if (!(values[at] <= values[most])) most = at;
    }
    places.push(...(least === most ? [least] : [Math.min(least, most), Math.max(least, most)]));
  }
  return places;
}

/** Draw `values` (numbers, null for a gap) as a line with a dot at its end. */
export function sparkline(canvas: HTMLCanvasElement, values: ArrayLike<number | null>): void {
  const ratio = globalThis.devicePixelRatio || 1;
  const width = canvas.clientWidth || canvas.width;
  const height = canvas.clientHeight || canvas.height;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.scale(ratio, ratio);
  pen.strokeStyle = pen.fillStyle = globalThis.getComputedStyle(canvas).color;
  pen.lineWidth = 1.5;
  pen.lineJoin = "round";
  const line = corners(values, width, height);
  pen.beginPath();
  let drawing = false;
  for (const corner of line) {
    if (corner && drawing) pen.lineTo(...corner);
    else if (corner) pen.moveTo(...corner);
    drawing = Boolean(corner);
  }
  pen.stroke();
  const last = line[line.length - 1];
  if (!last) return;
  pen.beginPath();
  pen.arc(last[0], last[1], 2, 0, 2 * Math.PI);
  pen.fill();
}

export { corners as sparklineCorners };
