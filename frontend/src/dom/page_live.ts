/* This page's rooms, and the bridge from Dash's `WebSocket` components to them. */
import { Bridge, forgetPast, type Dash, type Message, type SocketState } from "../core/dash_bridge.ts";
import { Live } from "../core/live.ts";

const TICK = 1000; // ms
const SWEEP_EVERY = 2000; // ms
const SIGN_IN_AGAIN = 60000; // ms
const SIGNED_OUT = 4401; // close code

const dash: Dash = {
  setProps(id, props) {
    if (this.props(id)) globalThis.dash_clientside.set_props(id, props);
  },
  props(id) {
    try {
      return globalThis.dash_component_api.getLayout(id)?.props ?? null;
    } catch {
      return null; // the look-up throws for an id that is not in the layout
    }
  },
  now: () => performance.now(),
};

export const live = new Live();
export const bridge = new Bridge(dash, () => live);

/** Loading the page again leads to the sign-in; at most once a minute, so that a lasting refusal makes no loop. */
function signIn(): void {
  const key = "pybirch-sign-in";
  const last = Number(sessionStorage.getItem(key) ?? 0);
  if (Date.now() - last < SIGN_IN_AGAIN) return;
  sessionStorage.setItem(key, String(Date.now()));
  location.reload();
}

/** Connect the live rooms to this page: timers, the browser's own news of the network, Dash's sockets. */
export function attend(): void {
  live.beforeListening(() => bridge.sweep());
  globalThis.setInterval(() => live.tick(), TICK);
  globalThis.setInterval(() => bridge.sweep(), SWEEP_EVERY);
  globalThis.addEventListener("online", () => live.retryNow());
  document.addEventListener("visibilitychange", () => document.hidden || live.retryNow());
  live.onStatus(({ rooms }) => Object.values(rooms).some((link) => link.code === SIGNED_OUT) && signIn());
  const clientside = (globalThis.dash_clientside ??= {} as DashClientside);
  clientside.pybirch = Object.assign(clientside.pybirch ?? {}, {
    socket(message?: Message, state?: SocketState) {
      const { id } = clientside.callback_context.inputs_list[0];
      bridge.update(id, id.room, message, state);
      forgetPast(globalThis.dash_stores);
      return clientside.no_update;
    },
  });
}
