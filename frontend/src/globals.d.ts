/* What Dash and its components put on the page, as far as our scripts use it. */
export {};

declare global {
  interface DashClientside {
    no_update: unknown;
    callback_context: { inputs_list: { id: { type: string; room: string } }[] };
    set_props(id: unknown, props: object): void;
    pybirch?: Record<string, unknown>;
  }
  var dash_clientside: DashClientside;
  var dash_component_api: { getLayout(id: unknown): { props?: Record<string, unknown> } | undefined };
  var dash_stores: { getState(): { history?: { past: unknown[] } } }[] | undefined;
  var PyBirchRealtime: unknown;
}
