/* An instrument's settings: shown as they are, edited where allowed; what is being typed is never overwritten. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});

  /** What is typed, as it is sent: a number where it is one; undefined where it is nothing. `known` is the present value. */
  function meant(typed, { choices }, known) {
    const text = typed.trim();
    if (!text || (choices && typeof known !== "number")) return text || undefined;
    const number = PyBirch.typed.number(text.replace(",", "."));
    return typeof number === "number" ? number : text;
  }

  /** The present value as the control of a setting has it: one of its choices, or what would be typed. */
  function shown(value, { choices }) {
    const text = PyBirch.typed.shown(value);
    if (!choices || !text || choices.includes(text)) return text;
    return choices.find((choice) => Number(choice) === Number(value)) ?? text;
  }

  if (typeof module !== "undefined" && module.exports) module.exports = { meant, shown };
  if (typeof document === "undefined") return;
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
      const text = shown(value, spec);
      if (!edited && document.activeElement !== input && input.value !== text) input.value = text;
    }
    function refuse(why) {
      PyBirch.say(said, why);
      set(input, "aria-invalid", "true");
    }
    async function send() {
      if (!edited) return;
      const typed = input.value;
      const value = meant(typed, spec, known);
      if (value === undefined) {
        refuse("Type a value, or leave it with Escape.");
        return;
      }
      input.setAttribute("aria-busy", "true");
      try {
        await PyBirch.rest.post(`instruments/${id}/commands`, { command: "set", settings: { [name]: value } });
        PyBirch.say(said, "set", "green");
        if (input.value === typed) edited = false; // somebody who has typed on meanwhile is not done
        set(input, "aria-invalid", null);
      } catch (refused) {
        refuse(refused.message);
      }
      set(input, "aria-busy", null);
    }
    input.addEventListener("input", () => (edited = true));
    input.addEventListener("change", send);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      edited = false;
      set(input, "aria-invalid", null);
      input.blur();
      show(known);
    });
    made.pb = { show };
    return made;
  }

  PyBirch.settings = settings;
})(typeof window !== "undefined" ? window : globalThis);
