/* What people add to a scan: sample, tags, notes. Saved when the field is left; an edit is never overwritten by what comes in. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el } = PyBirch.dom;
  const QUIET = 1200; // ms without a key after which notes are saved

  function notes(node, id) {
    const fields = [
      field(id, "sample", "Sample", el("input.pb-input", { type: "text", maxlength: 200, autocomplete: "off" }), (value) => value || "", (typed) => typed.trim()),
      field(id, "tags", "Tags, with commas between", el("input.pb-input", { type: "text", autocomplete: "off" }), (value) => (value || []).join(", "), (typed) => typed.split(",").map((tag) => tag.trim()).filter(Boolean)),
      field(id, "notes", "Notes", el("textarea.pb-input.pb-notes-text", { rows: 10, placeholder: "What you saw, what to try next" }), (value) => value || "", (typed) => typed),
    ];
    node.append(...fields.map((each) => each.node));
    return (scan) => fields.forEach((each) => each.show(scan));
  }

  function field(id, name, label, input, shown, read) {
    const said = PyBirch.saying();
    const node = el("label.pb-field", {}, el("span", {}, label), input, said);
    let kept = "";
    let timer = 0;

    function show(scan) {
      const value = shown(scan[name]);
      const edited = input.value !== kept;
      if (edited || document.activeElement === input) return;
      kept = value;
      input.value = value;
    }
    async function save() {
      root.clearTimeout(timer);
      const typed = input.value;
      if (typed === kept) return;
      try {
        await PyBirch.rest.patch(`scans/${id}`, { [name]: read(typed) });
        kept = typed;
        PyBirch.say(said, "saved", "green");
      } catch (refused) {
        PyBirch.say(said, `Not saved: ${refused.message}`);
      }
    }
    input.addEventListener("change", save);
    input.addEventListener("input", () => {
      root.clearTimeout(timer);
      timer = root.setTimeout(save, QUIET);
    });
    return { node, show };
  }

  PyBirch.notes = notes;
})(window);
