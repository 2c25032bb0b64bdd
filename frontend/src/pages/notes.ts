/* What people add to a scan: sample, tags, notes, metadata. What is typed is kept in this browser until the server has it, is never
 * overwritten by what comes in, and where two people change the same field, they decide. The fields are made by
 * dashboard/components/notes.py. */
import { Annotation, type Draft } from "../core/annotation.ts";
import type { ScanRecord } from "../core/rest_types.ts";
import * as typed from "../core/typed.ts";
import { show, text } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { live } from "../dom/page_live.ts";
import { Refusal, rest } from "../dom/rest.ts";

const QUIET = 1200; // ms without a key after which notes and metadata are saved
const AGAIN = 5000; // ms after which a save that failed is tried again
const KEY = "pybirch.unsaved";
const LONGEST_LEAVING = 60000; // bytes that a browser still sends while its page is left, for all fields together

type Known = Partial<Pick<ScanRecord, "sample" | "tags" | "notes" | "metadata">>;
type Input = HTMLInputElement | HTMLTextAreaElement;

/** How a field's value is written for editing, and read again. */
interface Field {
  shown: (known: Known) => string;
  read: (text: string) => unknown;
  /** Saved while somebody types, not only when they leave the field. */
  quiet?: number;
}

const words = (text: string) => [
  ...new Set(
    text
      .split(",")
      .map((word) => word.trim())
      .filter(Boolean),
  ),
];
const FIELDS: Record<keyof Known, Field> = {
  sample: { shown: ({ sample }) => sample ?? "", read: (text) => text.trim() },
  tags: { shown: ({ tags }) => (tags ?? []).join(", "), read: words },
  notes: { shown: ({ notes }) => notes ?? "", read: (text) => text, quiet: QUIET },
  metadata: { shown: ({ metadata }) => typed.factLines(metadata), read: typed.facts },
};

island("notes", (node: HTMLElement) => {
  const { scan = "", first = "{}" } = node.dataset;
  const fields = [...node.querySelectorAll<HTMLElement>("[data-note]")].map((each) => bind(each, scan));
  const take = (known: Known) => fields.forEach((field) => field.take(known));
  const leave = () => fields.forEach((field) => field.leave());
  take(JSON.parse(first) as Known);
  globalThis.addEventListener("pagehide", leave);
  const off = live.on(`scan_${scan}`, { snapshot: (state) => take(state.scan), scan_annotated: take }, { element: node });
  return () => {
    off();
    globalThis.removeEventListener("pagehide", leave);
    leave();
  };
});

/** Let a field save what is typed into it and take what the server has. */
function bind(node: HTMLElement, id: string): { take: (known: Known) => void; leave: () => void } {
  const name = node.dataset.note as keyof Known;
  const { shown, read, quiet } = FIELDS[name];
  const part = <Kind extends HTMLElement>(selector: string) => node.querySelector<Kind>(selector)!;
  const [input, state, conflict] = [part<Input>("input, textarea"), part(".pb-field-state"), part(".pb-conflict")];
  const asServer = (text: string) => shown({ [name]: read(text) });
  const note = new Annotation(asServer);
  const unsaved = keeper(`${id} ${name}`);
  let begun = false;
  let timer: ReturnType<typeof setTimeout>;
  let why = "";

  function take(known: Known): void {
    if (known[name] === undefined) return;
    const left = begun ? null : unsaved.read();
    begun = true;
    if (left) note.restore(left);
    if (note.serverHas(shown(known)) || left) place(note.typed);
    if (left) later(0);
    tell();
  }
  /** Show a text that came in; the caret stays where it was. */
  function place(now: string): void {
    const at = input.selectionStart;
    input.value = now;
    if (document.activeElement === input) input.setSelectionRange(at, at);
  }
  function tell(): void {
    const now = note.state;
    const said = { same: "saved", edited: why || "not saved yet", saving: "saving…", conflict: "not saved" };
    const touched = now !== "same" || Boolean(state.dataset.state);
    if (touched) state.dataset.state = now;
    text(state, touched ? said[now] : "");
    state.dataset.tone = now === "conflict" || (now === "edited" && why) ? "red" : "";
    show(conflict, now === "conflict");
    text(part(".pb-theirs"), note.theirs || (note.theirs === "" ? "(emptied)" : ""));
    if (now === "same") unsaved.write(null);
    else unsaved.write({ kept: note.kept, typed: note.typed });
  }
  function later(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), ms);
  }
  async function save(options = {}): Promise<void> {
    clearTimeout(timer);
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
  async function afterRefusal(refused: Refusal): Promise<void> {
    why = `not saved: ${refused.message}`;
    if (refused.status === 409) {
      take(await rest.get(`scans/${id}`).catch(() => ({})));
      if (note.state === "edited") later(QUIET); // somebody decided while this was on its way
    } else if (!refused.status || refused.status >= 500) later(AGAIN);
  }
  function decide(way: "takeTheirs" | "keepMine"): void {
    note[way]();
    place(note.typed);
    tell();
    later(0);
  }
  input.addEventListener("input", () => {
    note.type(input.value);
    why = "";
    tell();
    clearTimeout(timer);
    if (quiet) later(quiet);
  });
  input.addEventListener("change", () => void save());
  (input as HTMLElement).addEventListener("keydown", ({ key }) => key === "Enter" && input.tagName === "INPUT" && void save());
  part('[data-do="take-theirs"]').addEventListener("click", () => decide("takeTheirs"));
  part('[data-do="keep-mine"]').addEventListener("click", () => decide("keepMine"));

  function leave(): void {
    void save({ keepalive: input.value.length < LONGEST_LEAVING / 4 });
    clearTimeout(timer);
  }
  return { take, leave };
}

/** What is not saved yet, kept in this browser under `name`; null when everything is. */
function keeper(name: string): { read: () => Draft | null; write: (draft: Draft | null) => void } {
  const all = () => JSON.parse(globalThis.localStorage.getItem(KEY) ?? "{}") as Record<string, Draft>;
  return {
    read: () => all()[name] ?? null,
    write(draft) {
      const { [name]: before, ...others } = all();
      if (draft) others[name] = draft;
      if (draft || before) globalThis.localStorage.setItem(KEY, JSON.stringify(others));
    },
  };
}
