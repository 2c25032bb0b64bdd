/* What Dash and its components put on the page, as far as our scripts use it. */
import type { ReadyRealtime } from "./realtime/publish.ts";

declare global {
  interface DashClientside {
    no_update: unknown;
    callback_context: {
      inputs_list: { id: { type: string; room: string } }[];
      triggered: { prop_id: string; value?: unknown }[];
      /** The id that made the callback run; undefined at first. */
      triggered_id?: Record<string, string>;
    };
    set_props(id: unknown, props: object): void;
    pybirch?: Record<string, unknown>;
  }
  var dash_clientside: DashClientside;
  var dash_component_api: { getLayout(id: unknown): { props?: Record<string, unknown> } | undefined };
  var dash_stores: { getState(): { history?: { past: unknown[] } } }[] | undefined;
  var PyBirchRealtime: ReadyRealtime;
}
