// @ts-nocheck
/* What the list of scans is searched and filtered by: fields above it, chips that say what is set, and their place in the URL. */
import * as period from "../core/period.ts";
import { el } from "../dom/elements.ts";
import { live } from "../dom/page_live.ts";
import { rest } from "../dom/rest.ts";
import { chips } from "./chips.ts";
import * as filters from "./filters.ts";
import { queueName } from "./grids.ts";

const TYPING = 250; // ms without a key before the server is asked
const STATES = [
  { value: "", label: "All" },
  { value: "starting,running,pausing,paused,stopping,aborting", label: "Live", mark: "triangle", tone: "blue" },
  { value: "queued", label: "Queued", mark: "circle", tone: "slate" },
  { value: "completed", label: "Completed", mark: "tick", tone: "green" },
  { value: "failed,aborted,interrupted", label: "Failed", mark: "cross", tone: "red" },
  { value: "stopped", label: "Stopped", mark: "square", tone: "slate" },
];
const TEXTS = {
  q: { placeholder: "Search name, id, notes", label: "Search scans" },
  sample: { placeholder: "Sample", label: "Sample", offered: "samples" },
  tag: { placeholder: "Tag", label: "Tag", offered: "tags" },
};

/** Put the filters into `node`, as `asked` (the URL's query) has them; `changed()` when a person changes one. The handle has
 *  `wanted()` for REST, `query()` for the URL, `any()`, and `end()`. */
export function scanFilters(node, asked, changed) {
  let typing = 0;
  const inputs = Object.fromEntries(Object.entries(TEXTS).map(([name, about]) => [name, input(name, about, asked[name] || "")]));
  const queue = queueChoice(asked.queue_id || "", set);
  node.append(inputs.q);
  const status = chips(node, STATES, asked.status || "", set);
  node.append(...offering(inputs.sample, "samples"), ...offering(inputs.tag, "tags"), queue.node);
  const when = filters.days(node, asked.when || "", set);
  const given = filters.given(node, () => clear([...Object.keys(TEXTS), "queue_id", "when"]));
  for (const each of Object.values(inputs)) {
    each.addEventListener("input", () => {
      globalThis.clearTimeout(typing);
      typing = globalThis.setTimeout(set, TYPING);
    });
  }
  const queues = () => (queue.fill(), tell()); // a queue that is filtered by is called by its name once that is known
  const off = live.on("global", { snapshot: queues, queue_status: queues }, { element: node });
  tell();

  function set() {
    globalThis.clearTimeout(typing);
    tell();
    changed();
  }
  function values() {
    const typed = Object.fromEntries(Object.keys(TEXTS).map((name) => [name, inputs[name].value.trim() || undefined]));
    return { ...typed, queue_id: queue.value() || undefined, status: status.value || undefined };
  }
  function clear(names) {
    for (const name of names) {
      if (name === "when") when.set("");
      else if (name === "queue_id") queue.set("");
      else inputs[name].value = "";
    }
    set();
  }
  function tell() {
    const { q, sample, tag, queue_id: id } = values();
    given(
      [
        q && { name: "q", label: `“${q}”` },
        sample && { name: "sample", label: `sample ${sample}` },
        tag && { name: "tag", label: `tag ${tag}` },
        id && { name: "queue_id", label: `queue ${queueName(id)}` },
        when.value && { name: "when", label: period.words(when.value) },
      ]
        .filter(Boolean)
        .map((filter) => ({ ...filter, clear: () => clear([filter.name]) })),
    );
  }
  return {
    wanted: () => ({ ...values(), ...period.moments(when.value) }),
    query: () => ({ ...values(), when: when.value }),
    any: () => Boolean(when.value) || Object.values(values()).some(Boolean),
    end() {
      globalThis.clearTimeout(typing);
      off();
    },
  };
}

function input(name, { placeholder, label }, value) {
  return el(`input.pb-input.pb-input-small.pb-filter-${name}`, {
    type: "search",
    placeholder,
    "aria-label": label,
    value,
    autocomplete: "off",
    spellcheck: "false",
  });
}

/** The input, and what was used lately for it, asked for when it is first entered. */
function offering(control, kind) {
  const list = el("datalist", { id: `pb-known-${kind}` });
  control.setAttribute("list", list.id);
  control.addEventListener(
    "focus",
    async () => {
      const known = await rest.get("scans/labels").catch(() => null);
      if (known) list.replaceChildren(...known[kind].map((value) => el("option", { value })));
    },
    { once: true },
  );
  return [control, list];
}

/** Queues by name, the newest first. */
function queueChoice(value, changed) {
  const node = el("select.pb-input.pb-input-small.pb-filter-queue_id", { "aria-label": "Queue" });
  let shown = "";
  let chosen = value;
  node.addEventListener("change", () => {
    chosen = node.value;
    changed();
  });
  function fill() {
    const state = live.state("global");
    const known = ((state && state.queues) || []).map(({ queue_id: id, name }) => [id, name]).reverse();
    if (chosen && !known.some(([id]) => id === chosen)) known.push([chosen, chosen]);
    const entries = [["", "Any queue"], ...known];
    const text = JSON.stringify(entries);
    if (text !== shown) node.replaceChildren(...entries.map(([id, name]) => el("option", { value: id, title: id }, name)));
    shown = text;
    node.value = chosen;
  }
  fill();
  return {
    node,
    fill,
    value: () => chosen,
    set(id) {
      chosen = id;
      fill();
    },
  };
}
