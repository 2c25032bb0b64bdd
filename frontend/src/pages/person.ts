// @ts-nocheck
/* What the reader is called by others who watch the same: chosen once, kept in this browser. */
import * as people from "../core/people.ts";
import * as place from "../core/place.ts";
import { button, el } from "../dom/elements.ts";
import { live } from "../dom/page_live.ts";

const CHANGED = "pybirch:name";

/** The chosen name, "" for a guest. */
export function name() {
  return people.readName(document.cookie);
}

/** Keep a name and let the server know: it learns it when a room is entered. */
export function choose(wanted) {
  if (people.tidy(wanted) === name()) return;
  document.cookie = people.nameCookie(wanted, place.prefix());
  live.reconnect();
  document.dispatchEvent(new CustomEvent(CHANGED));
}

/** Ask for the name. */
export function ask() {
  const input = el("input.pb-input", {
    type: "text",
    maxlength: people.LENGTH,
    value: name(),
    autocomplete: "nickname",
    spellcheck: "false",
    name: "name",
  });
  const form = el(
    "form.pb-form",
    { method: "dialog" },
    el("label.pb-field", {}, el("span", {}, "Name"), input),
    el("p.pb-quiet", {}, "Others who watch the same scan or queue see it. It is kept in this browser; without one you are a guest."),
    el(
      "div.pb-form-actions",
      {},
      button("Cancel", { on: () => dialog.close() }),
      el("button.pb-button.pb-button-primary", { type: "submit", data: { do: "keep-name" } }, "Keep"),
    ),
  );
  const dialog = el("dialog.pb-dialog", { "aria-label": "Your name" }, el("h2", {}, "Your name"), form);
  form.addEventListener("submit", () => choose(input.value));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  input.select();
}

/** Call `work()` when the name has changed; returns what ends it. */
export function onChange(work) {
  document.addEventListener(CHANGED, work);
  return () => document.removeEventListener(CHANGED, work);
}
