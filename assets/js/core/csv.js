/* The parts of CSV text, by the same rules as the server's exporter: numbers in the shortest form that reads back the same, `inf` and
 * `-inf`, nothing for no value; text that a spreadsheet would run as a formula begins with an apostrophe. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const FORMULA = /^[=+\-@\t\r]/;

  function number(value) {
    if (value - value === 0) return String(value);
    return value === Infinity ? "inf" : value === -Infinity ? "-inf" : "";
  }

  /** A cell of text. */
  function text(given) {
    const plain = FORMULA.test(given) ? `'${given}` : given;
    return /[",#\r\n]/.test(plain) ? `"${plain.replace(/"/g, '""')}"` : plain;
  }

  /** A line about what follows. */
  function about(name, value) {
    return `# ${name}: ${value}`.replace(/\s+/g, " ");
  }

  PyBirch.csv = { number, text, about };
  if (typeof module !== "undefined" && module.exports) module.exports = PyBirch.csv;
})(typeof window !== "undefined" ? window : globalThis);
