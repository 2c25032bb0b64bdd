/* Array readings: the last one (spectrum) or many (waterfall). */
import { emptyAccount, type Account } from "./account.ts";
import { arrayRows } from "./array_rows.ts";
import { label } from "./choices.ts";
import { alonePoints, type Drawing } from "./lines.ts";
import { hover } from "./look.ts";
import { heatmapTrace } from "./maps.ts";
import type { Choices, Tokens, View } from "./model.ts";
import { drawable } from "./numbers.ts";
import { values } from "./points.ts";
import { tally as tallyModule } from "../core/tally.ts";

const CHANNEL = "channel";

/** Positions of the channels: their number, or another array read at the same row. */
function channels(other: Float64Array | null, size: number): Float64Array {
  return other?.length === size ? Float64Array.from(other) : Float64Array.from({ length: size }, (_, i) => i);
}

/** Traces of kind spectrum: the last reading of an array column. */
export function spectrumTraces({ series }: Pick<View, "series">, choices: Choices, tokens: Tokens): Drawing {
  const {
    x,
    y: [name],
  } = choices;
  const row = series.end - 1;
  const reading = series.row(name, row);
  if (!reading) return { data: [], shown: 0 };
  const trace = {
    type: "scatter",
    mode: "lines",
    name: `point ${row}`,
    x: channels(series.row(x, row), reading.length),
    y: drawable(Float64Array.from(reading)),
    line: { width: 1.5, color: tokens.colours[0] },
    hovertemplate: hover({ x: label(series, x), y: label(series, name) }),
  };
  const { none, infinite, below } = tallyModule(reading);
  const account: Account = { ...emptyAccount(), thing: CHANNEL, none, infinite, logY: choices.logY ? below : 0 };
  return { data: [trace, ...alonePoints(trace, choices, "alone0")], shown: 1, account };
}

/** Traces of kind waterfall: readings of an array column over their row. */
export function waterfallTraces(view: View, choices: Choices, tokens: Tokens): Drawing {
  const { series } = view;
  const name = choices.y[0];
  const over = choices.over ?? "";
  const { rows, of, row } = arrayRows(view, choices);
  if (!rows.length) return { data: [], shown: 0, waits: of > 0 };
  const labels = [choices.x, over, name].map((column) => label(series, column));
  const z = rows.map((at) => row(name, at) ?? new Float64Array());
  const cells = { x: channels(row(choices.x, rows[rows.length - 1]), series.size(name)), y: values(view, over, rows), z };
  const trace = heatmapTrace(cells, labels, choices.scale, tokens, view);
  const tally = tallyModule();
  for (const reading of z) tally.numbers(reading, 0, reading.length);
  const { none, infinite } = tally;
  return { data: [trace], shown: rows.length, account: { ...emptyAccount(), shown: rows.length, of, thing: CHANNEL, none, infinite } };
}

export { channels as channelsOf };
