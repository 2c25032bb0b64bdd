/* The clientside callbacks of the page "New scan": there from the start, while the editor is loaded with its page. */
import { setProps } from "../dom/stores.ts";
import type { Draft } from "./drafts.ts";
import type { Offer, Plan } from "./model.ts";

/** The event on the document that hands the page what callbacks in Python tell it. */
export const TOLD = "pybirch:new-scan";

/** What callbacks in Python tell the page: another offer of the bench, another plan. */
export interface Told {
  offer: Offer;
  replacement: { id: string; plan: Plan; said: string } | null;
}

/** Offer the callbacks to Dash. */
export function start(): void {
  const clientside = (globalThis.dash_clientside ??= {} as DashClientside);
  clientside.pybirch = Object.assign(clientside.pybirch ?? {}, {
    /** dashboard/new_scan/form.py: hand what callbacks wrote to the page. */
    newScan(offer: Offer, replacement: Told["replacement"]): unknown {
      document.dispatchEvent(new CustomEvent<Told>(TOLD, { detail: { offer, replacement } }));
      return clientside.no_update;
    },
    /** dashboard/new_scan/presets.py: open the dialog; the name to keep the plan under. */
    openPresets(_pressed: number, dialog: object, kept: Draft | null): unknown {
      setProps(dialog, { is_open: true });
      return kept?.named ? kept.plan.name : "";
    },
    /** dashboard/new_scan/presets.py: whether saving replaces a preset. */
    presetSaveLabel: (name: string | null) =>
      document.querySelector(`[data-preset="${CSS.escape((name ?? "").trim())}"]`) ? "Replace" : "Save",
  });
}
