// @ts-nocheck
/* What people add to a scan: sample, tags, notes, metadata, edited in place. What is typed is kept in this browser until the
 * server has it, is never overwritten by what comes in, and where two people change the same field, they are told. */
import { Annotation } from "../core/annotation.ts";
import * as typedModule from "../core/typed.ts";
import { button, el, show, text } from "../dom/elements.ts";
import { Refusal, rest } from "../dom/rest.ts";

const QUIET = 1200; // ms without a key after which notes are saved
const AGAIN = 5000; // ms after which a save that failed is tried again
const KEY = "pybirch.unsaved";
const LONGEST_LEAVING = 60000; // bytes that a browser carries on while its page is left

const words = (typed) => [
  ...new Set(
    typed
      .split(",")
      .map((word) => word.trim())
      .filter(Boolean),
  ),
];
const FIELDS = [
  {
    name: "sample",
    label: "Sample",
    control: "input.pb-input",
    shown: (value) => value || "",
    read: (typed) => typed.trim(),
    more: { type: "text", maxlength: 200 },
  },
  {
    name: "tags",
    label: "Tags, with commas between",
    control: "input.pb-input",
    shown: (value) => (value || []).join(", "),
    read: words,
    more: { type: "text" },
  },
  {
    name: "notes",
    label: "Notes",
    control: "textarea.pb-input.pb-notes-text",
    shown: (value) => value || "",
    read: (typed) => typed,
    more: { rows: 8, placeholder: "What you saw, what to try next" },
    quiet: QUIET,
  },
  {
    name: "metadata",
    label: "Metadata, one fact a line",
    control: "textarea.pb-input.pb-mono.pb-notes-metadata",
    shown: (value) => typedModule.factLines(value),
    read: (typed) => typedModule.facts(typed),
    more: { rows: 4, placeholder: "operator: Ada\nlaser_nm: 532", spellcheck: "false" },
  },
];

/** Fill `node` for the scan `id`; returns {show(scan), end()}. */
export function notes(node, id) {
  const fields = FIELDS.map((about) => field(id, about));
  const leave = () => fields.forEach((each) => each.leave());
  node.append(...fields.map((each) => each.node));
  globalThis.addEventListener("pagehide", leave);
  return {
    show: (scan) => fields.forEach((each) => each.show(scan)),
    end() {
      globalThis.removeEventListener("pagehide", leave);
      leave();
    },
  };
}

function field(id, { name, label, control, shown, read, more, quiet }) {
  const input = el(control, { autocomplete: "off", disabled: true, ...more, data: { field: name } });
  const state = el("span.pb-field-state", { role: "status" });
  const theirs = el("pre.pb-theirs");
  const conflict = el(
    "div.pb-conflict",
    { hidden: true, role: "alert" },
    el("strong", {}, "Somebody else has changed this meanwhile:"),
    theirs,
    el(
      "div.pb-conflict-choice",
      {},
      button("Take theirs", { kind: "small", data: { do: "take-theirs" }, on: () => decide("takeTheirs") }),
      button("Keep mine", { kind: "small", data: { do: "keep-mine" }, on: () => decide("keepMine") }),
    ),
  );
  const node = el("div.pb-field.pb-note", {}, el("label.pb-note-label", {}, el("span.pb-note-name", {}, label, state), input), conflict);
  const note = new Annotation((typed) => shown(read(typed)));
  const unsaved = keeper(`${id} ${name}`);
  let timer = 0;
  let why = "";

  function serverHas(scan) {
    if (scan[name] === undefined) return;
    if (input.disabled) begin();
    if (note.serverHas(shown(scan[name]))) place(note.typed);
    tell();
  }
  /** Once the scan is known: what was left unsaved comes back. */
  function begin() {
    const left = unsaved.read();
    input.disabled = false;
    if (!left) return;
    note.restore(left);
    place(note.typed);
    later(0);
  }
  /** Show a text that came in; the caret stays where it was. */
  function place(typed) {
    const at = input.selectionStart;
    input.value = typed;
    if (document.activeElement === input) input.setSelectionRange(at, at);
  }
  function tell() {
    const { state: now } = note;
    const said = { same: "saved", edited: why || "not saved yet", saving: "saving…", conflict: "not saved" };
    const touched = now !== "same" || Boolean(state.dataset.state);
    if (touched) state.dataset.state = now;
    text(state, touched ? said[now] : "");
    state.dataset.tone = now === "conflict" || (now === "edited" && why) ? "red" : "";
    show(conflict, now === "conflict");
    text(theirs, note.theirs || (note.theirs === "" ? "(emptied)" : ""));
    if (now === "same") unsaved.forget();
    else unsaved.write({ kept: note.kept, typed: note.typed });
  }
  function later(ms) {
    globalThis.clearTimeout(timer);
    timer = globalThis.setTimeout(save, ms);
  }
  async function save(options = {}) {
    globalThis.clearTimeout(timer);
    const sent = note.send();
    if (!sent) return;
    why = "";
    tell();
    try {
      await rest.patch(`scans/${id}`, { [name]: read(sent.typed), expected: { [name]: read(sent.kept) } }, options);
      note.taken();
      if (note.state === "edited" && quiet) later(quiet);
    } catch (refused) {
      note.refused();
      if (!(refused instanceof Refusal)) throw refused;
      await afterRefusal(refused);
    }
    tell();
  }
  async function afterRefusal(refused) {
    why = `not saved: ${refused.message}`;
    if (refused.status === 409) {
      serverHas(await rest.get(`scans/${id}`).catch(() => ({})));
      if (note.state === "edited") later(QUIET); // it was decided while this was on its way
    } else if (!refused.status || refused.status >= 500) later(AGAIN);
  }
  function decide(way) {
    note[way]();
    place(note.typed);
    tell();
    later(0);
  }
  input.addEventListener("input", () => {
    note.type(input.value);
    why = "";
    tell();
    globalThis.clearTimeout(timer);
    if (quiet) later(quiet);
  });
  input.addEventListener("change", () => save());
  input.addEventListener("keydown", (event) => event.key === "Enter" && input.tagName === "INPUT" && save());
  function leave() {
    if (input.disabled) return;
    save({ keepalive: input.value.length < LONGEST_LEAVING / 4 });
    globalThis.clearTimeout(timer);
  }
  return { node, show: serverHas, leave };
}

/** What is not saved yet, kept in this browser under `name`. */
function keeper(name) {
  const all = () => JSON.parse(globalThis.localStorage.getItem(KEY) || "{}");
  const keep = (values) => globalThis.localStorage.setItem(KEY, JSON.stringify(values));
  return {
    read: () => all()[name] || null,
    write: (value) => keep({ ...all(), [name]: value }),
    forget() {
      const { [name]: gone, ...others } = all();
      if (gone) keep(others);
    },
  };
}
