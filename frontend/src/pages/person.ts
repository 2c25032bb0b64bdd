/* The name by which others who watch the same see the reader, kept in a cookie: dashboard/components/own_name.py has the dialog. */
import { nameCookie, readName, tidy } from "../core/people.ts";
import * as place from "../core/place.ts";
import { live } from "../dom/page_live.ts";

const ASK = "own-name-ask"; // type in the ids of the buttons that ask

/** Open the dialog with the present name, or keep what was typed; whether the dialog is open, and what its input holds. */
export function ownName(_asked: unknown[], _keep: unknown, _entered: unknown, typed = ""): [boolean, string] | unknown {
  const {
    triggered,
    triggered_id: pressed,
    no_update: unchanged,
  } = { ...globalThis.dash_clientside.callback_context, ...globalThis.dash_clientside };
  if (!triggered[0]?.value) return [unchanged, unchanged]; // a button has come with its page
  if (pressed?.type === ASK) return [true, readName(document.cookie)];
  if (tidy(typed) !== readName(document.cookie)) {
    document.cookie = nameCookie(typed, place.prefix());
    live.reconnect(); // the server learns the name when a room is entered
  }
  return [false, unchanged];
}
