// @ts-nocheck
/* This page's rooms, and the bridge from Dash's `WebSocket` components to them. */
import { Bridge, forgetPast } from "../core/dash_bridge.ts";
import { Live } from "../core/live.ts";

const TICK = 1000; // ms
const SWEEP_EVERY = 2000; // ms
const SIGN_IN_AGAIN = 60000; // ms

const dash = {
  setProps(id, props) {
    if (this.props(id)) globalThis.dash_clientside.set_props(id, props);
  },
  props(id) {
    const component = find(id);
    return component && component.props ? component.props : null;
  },
  now: () => globalThis.performance.now(),
};

export const live = new Live();
export const bridge = new Bridge(dash, () => live);
/** Dash's own account of a component, or null; its look-up throws for an id that is not in the layout. */
function find(id) {
  try {
    return globalThis.dash_component_api.getLayout(id) || null;
  } catch {
    return null;
  }
}

/** Loading the page again leads to the sign-in; at most once a minute, so that a lasting refusal makes no loop. */
function signIn() {
  const key = "pybirch-sign-in";
  const last = Number(globalThis.sessionStorage.getItem(key) || 0);
  if (Date.now() - last < SIGN_IN_AGAIN) return;
  globalThis.sessionStorage.setItem(key, String(Date.now()));
  globalThis.location.reload();
}

/** Connect the live rooms to this page: timers, the browser's own news of the network, Dash's sockets. */
export function attend() {
  live.beforeListening(() => bridge.sweep());
  globalThis.setInterval(() => live.tick(), TICK);
  globalThis.addEventListener("online", () => live.retryNow());
  document.addEventListener("visibilitychange", () => document.hidden || live.retryNow());
  live.onStatus(({ rooms }) => Object.values(rooms).some((link) => link.code === 4401) && signIn());
  const clientside = (globalThis.dash_clientside = globalThis.dash_clientside || {});
  clientside.pybirch = Object.assign(clientside.pybirch || {}, {
    socket(message, state) {
      const id = clientside.callback_context.inputs_list[0].id;
      bridge.update(id, id.room, message, state);
      forgetPast(globalThis.dash_stores);
      return clientside.no_update;
    },
  });
  globalThis.setInterval(() => bridge.sweep(), SWEEP_EVERY);
}
