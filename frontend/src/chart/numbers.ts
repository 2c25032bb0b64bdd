/* Which numbers an axis or a colour scale can show. */

/** Whether an axis can show a number: a missing or infinite one never, a logarithmic axis only what is above zero. */
export function shows(value: number, log: boolean): boolean {
  return value - value === 0 && (!log || value > 0);
}

/** The same numbers without infinities, to which Plotly might scale an axis or its colours. */
export function drawable<Numbers extends number[] | Float64Array>(values: Numbers): Numbers {
  for (let i = 0; i < values.length; i += 1) if (values[i] - values[i] !== 0) values[i] = NaN;
  return values;
}
