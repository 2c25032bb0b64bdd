// @ts-nocheck
/* Plans kept by name on the server (presets), and plans as files. */
import * as format from "../../core/format.ts";
import { button, el, show, text } from "../../dom/elements.ts";
import { action, say, saying } from "../../dom/action.ts";
import { Refusal, rest } from "../../dom/rest.ts";
import { message } from "../../dom/messages.ts";

/** The plan in a JSON text: a plan itself, or a scan or preset that has one. Throws an Error with a sentence. */
export function planIn(text) {
  let data;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new Error(`This is not JSON: ${error.message}`);
  }
  const plan = data && typeof data === "object" && !Array.isArray(data) && data.plan && !data.steps ? data.plan : data;
  if (!plan || typeof plan !== "object" || Array.isArray(plan)) throw new Error("A plan is an object with a list of steps.");
  if (!Array.isArray(plan.steps)) throw new Error("There is no list of steps in it.");
  return plan;
}

/** A file name for a plan: its name without what file systems dislike. */
export function fileName(plan) {
  const tidy = String(plan.name || "plan")
    .normalize("NFKD")
    .replace(/[^\w.-]+/g, "_")
    .replace(/^[_.]+|[_.]+$/g, "");
  return `${tidy.slice(0, 80) || "plan"}.json`;
}

function exportPlan(plan) {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(plan, null, 2)}\n`], { type: "application/json" }));
  el("a", { href: url, download: fileName(plan) }).click();
  globalThis.setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** The page's actions: presets, import, export. `notice(sentence)` tells where a plan came from. */
export function fileActions(node, dialogs, session, notice) {
  const chooser = el("input", {
    type: "file",
    accept: ".json,application/json",
    hidden: true,
    tabindex: -1,
    "aria-label": "File of a plan",
  });
  chooser.addEventListener("change", async () => {
    const [file] = chooser.files;
    chooser.value = "";
    if (!file) return;
    try {
      take(planIn(await file.text()), `Started from the file ${file.name}.`);
    } catch (error) {
      message(`${file.name}: ${error.message}`);
    }
  });
  function take(plan, said) {
    session.touched = true;
    session.load(plan, { named: Boolean(plan.name) });
    notice(said);
  }
  const presets = presetDialog(session, take);
  dialogs.replaceChildren(presets.dialog);
  node.replaceChildren(
    button("Presets", { data: { do: "presets" }, on: presets.open }),
    button("Import", { data: { do: "import" }, title: "Take the plan from a JSON file", on: () => chooser.click() }),
    button("Export", {
      icon: "download",
      data: { do: "export" },
      title: "Save the plan as a JSON file",
      on: () => exportPlan(session.plan),
    }),
    chooser,
  );
}

function presetDialog(session, take) {
  const list = el("div.ns-presets");
  const said = saying();
  const name = el("input.pb-input", { id: "ns-preset-name", maxlength: 200, autofocus: true, autocomplete: "off", placeholder: "Name" });
  const save = button("Save", { kind: "primary", data: { do: "save-preset" } });
  const close = button("", { kind: "quiet", icon: "close", title: "Close", "aria-label": "Close", on: () => dialog.close() });
  const form = el(
    "form.ns-preset-form",
    {},
    el("div.ns-field", {}, el("label.ns-label", { for: "ns-preset-name" }, "Keep this plan as a preset"), name),
    save,
  );
  const dialog = el(
    "dialog.pb-dialog.ns-dialog",
    { "aria-label": "Presets" },
    el("div.ns-dialog-head", {}, el("h2", {}, "Presets"), close),
    list,
    form,
    said,
  );
  let known = [];
  let shownAs = "";
  let asked = 0;
  save.type = "submit";

  async function refresh() {
    const mine = (asked += 1);
    const { items } = await rest.get("presets");
    if (mine !== asked) return; // a later look, which may have been answered before
    if (shownAs === JSON.stringify(items)) return; // rows stay as they are under the hand
    shownAs = JSON.stringify(items);
    known = items;
    list.replaceChildren(
      ...(known.length
        ? known.map(row)
        : [el("p.ns-hint", {}, "No presets yet. Keep a plan here and everyone on this bench can start from it.")]),
    );
    label();
  }
  function row(preset) {
    const open = el(
      "button.ns-preset",
      { type: "button", data: { preset: preset.name }, on: { click: () => attempt(() => load(preset.name)) } },
      el("span.ns-preset-name", {}, preset.name),
      el("span.pb-quiet", {}, [preset.user, format.age(preset.updated_at)].filter(Boolean).join(" · ")),
    );
    const drop = button("Delete", { kind: "small", data: { do: "delete-preset" }, "aria-label": `Delete ${preset.name}` });
    const rename = button("Rename", {
      kind: "small",
      data: { do: "rename-preset" },
      "aria-label": `Rename ${preset.name}`,
      on: () => renaming(made, preset.name),
    });
    action(drop, () => rest.del(where(preset.name)), { asking: "deleting…", question: "Delete it?", said, done: () => attempt(refresh) });
    const made = el("div.ns-preset-row", {}, open, rename, drop);
    return made;
  }
  /** Put a field for another name in the place of a row. */
  function renaming(row, before) {
    const input = el("input.pb-input", { value: before, maxlength: 200, autocomplete: "off", "aria-label": `Another name for ${before}` });
    const back = () => form.replaceWith(row);
    const form = el(
      "form.ns-preset-row",
      { data: { rename: before } },
      input,
      el("button.pb-button.pb-button-small", { type: "submit" }, "Rename"),
      button("Cancel", { kind: "small", on: back }),
    );
    form.addEventListener("keydown", (event) => event.key === "Escape" && (event.preventDefault(), event.stopPropagation(), back()));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const wanted = input.value.trim();
      if (wanted === before) return back();
      const wrong = nameProblem(wanted) || (known.some((each) => each.name === wanted) && `There is a preset “${wanted}” already.`);
      if (wrong) return say(said, wrong);
      return attempt(async () => {
        const { plan } = await rest.get(where(before));
        await rest.put(where(wanted), plan);
        await rest.del(where(before));
        await refresh();
      });
    });
    row.replaceWith(form);
    input.select();
  }
  async function load(which) {
    const preset = await rest.get(where(which));
    dialog.close();
    take(preset.plan, `Started from the preset “${preset.name}”.`);
  }
  async function attempt(work) {
    try {
      say(said, "");
      await work();
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused;
      say(said, refused.message);
    }
  }
  function label() {
    text(save.querySelector("span:last-child"), known.some((each) => each.name === name.value.trim()) ? "Replace" : "Save");
  }
  name.addEventListener("input", label);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = name.value.trim();
    if (nameProblem(wanted)) return say(said, nameProblem(wanted));
    return attempt(async () => {
      await rest.put(where(wanted), session.plan);
      await refresh();
      say(said, `“${wanted}” is kept.`, "green");
    });
  });
  function open() {
    name.value = session.named ? String(session.plan.name || "") : "";
    show(said, false);
    dialog.showModal();
    attempt(refresh);
  }
  return { dialog, open };
}

/** What is wrong with the name of a preset, "" when it will do. */
function nameProblem(name) {
  if (!name) return "Give the preset a name.";
  return name.includes("/") ? "The name of a preset cannot have a / in it." : "";
}

const where = (name) => `presets/${encodeURIComponent(name)}`;
