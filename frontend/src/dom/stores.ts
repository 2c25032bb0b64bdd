/* Properties of Dash's components as scripts read and write them: mostly the `data` of a `dcc.Store`. */

/** The `data` of a store; null where there is none. */
export function storeData(id: string): unknown {
  try {
    return globalThis.dash_component_api.getLayout(id)?.props?.data ?? null;
  } catch {
    return null; // the component is not on this page
  }
}

export function setProps(id: string | object, props: object): void {
  globalThis.dash_clientside.set_props(id, props);
}
