/* An instrument's settings: shown as they are, edited where allowed; what is being typed is never overwritten. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el, set, keyed } = PyBirch.dom;

  function settings(node, id, instrument) {
    const specs = Object.entries(instrument.spec.settings);
    if (!specs.length) node.append(el("p.pb-empty-line", {}, "It has no settings."));
    return (now) => {
      keyed(node, specs.map(([name, spec]) => ({ name, spec, value: (now.settings || {})[name] })), {
        key: (item) => item.name,
        create: (item) => row(id, item),
        update: (made, item) => made.pb.show(item.value),
      });
    };
  }

  function row(id, { name, spec }) {
    const said = PyBirch.saying();
    const label = spec.unit ? `${name} (${spec.unit})` : name;
    const input = spec.choices
      ? el("select.pb-input.pb-input-small", { "aria-label": label }, spec.choices.map((choice) => el("option", { value: choice }, choice)))
      : el("input.pb-input.pb-input-small.pb-mono", { type: "text", "aria-label": label, autocomplete: "off", spellcheck: "false" });
    const made = el("div.pb-setting", {}, el("span.pb-setting-name", {}, name), input, el("span.pb-setting-unit", {}, spec.unit), said);
    input.disabled = !spec.writable;
    let known;
    let edited = false;

    function show(value) {
      known = value;
      const shown = value === null || value === undefined ? "" : typeof value === "number" ? PyBirch.format.number(value, 8) : String(value);
      if (!edited && document.activeElement !== input && input.value !== shown) input.value = shown;
    }
    async function send() {
      if (!edited) return;
      const typed = input.value.trim();
      const numeric = typeof known === "number" || (!spec.choices && typed !== "" && Number.isFinite(Number(typed)));
      input.setAttribute("aria-busy", "true");
      try {
        await PyBirch.rest.post(`instruments/${id}/commands`, { command: "set", settings: { [name]: numeric ? Number(typed.replace(",", ".")) : typed } });
        PyBirch.say(said, "set", "green");
        edited = false;
        set(input, "aria-invalid", null);
      } catch (refused) {
        PyBirch.say(said, refused.message);
        set(input, "aria-invalid", "true");
      }
      set(input, "aria-busy", null);
    }
    input.addEventListener("input", () => (edited = true));
    input.addEventListener("change", send);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      edited = false;
      input.blur();
      show(known);
    });
    made.pb = { show };
    return made;
  }

  PyBirch.settings = settings;
})(window);
