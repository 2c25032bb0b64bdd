/* Asks which number was meant, where what is typed can be read in more than one way: one button for each reading. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el, text, show, button } = PyBirch.dom;

  /** {node, ask(typed, readings)}: `ask` with readings puts the question, without takes it away. `choose(reading)` takes the answer. */
  function readings(choose) {
    const question = el("span");
    const choices = el("span.pb-readings-choices");
    const node = el("span.pb-readings", { role: "alert", hidden: true }, question, choices);

    function ask(typed, found = null) {
      show(node, Boolean(found));
      if (!found) return;
      text(question, PyBirch.numerals.question(typed, found));
      const made = found.map((reading) =>
        button(PyBirch.numerals.brief(reading), { kind: "small", title: `Use ${PyBirch.numerals.brief(reading)}`, data: { reading: reading.text }, on: () => (ask(""), choose(reading)) }));
      choices.replaceChildren(...made);
    }
    return { node, ask };
  }

  PyBirch.readings = readings;
})(window);
