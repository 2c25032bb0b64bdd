/* Which numbers an axis or a colour scale can show. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const chart = (PyBirch.chart = PyBirch.chart || {});

  /** Whether an axis can show a number: a missing or infinite one never, a logarithmic axis only what is above zero. */
  function shows(value, log) {
    return value - value === 0 && (!log || value > 0);
  }

  /** The same numbers without infinities, to which Plotly might scale an axis or its colours. */
  function drawable(values) {
    for (let i = 0; i < values.length; i += 1) if (values[i] - values[i] !== 0) values[i] = NaN;
    return values;
  }

  Object.assign(chart, { shows, drawable });
  if (typeof module !== "undefined" && module.exports) module.exports = { shows, drawable };
})(typeof window !== "undefined" ? window : globalThis);
