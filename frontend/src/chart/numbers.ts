// @ts-nocheck
/* Which numbers an axis or a colour scale can show. */
/** Whether an axis can show a number: a missing or infinite one never, a logarithmic axis only what is above zero. */
export function shows(value, log) {
  return value - value === 0 && (!log || value > 0);
}

/** The same numbers without infinities, to which Plotly might scale an axis or its colours. */
export function drawable(values) {
  for (let i = 0; i < values.length; i += 1) if (values[i] - values[i] !== 0) values[i] = NaN;
  return values;
}
