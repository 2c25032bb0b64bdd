/* What clientside callbacks and the scripts of a laboratory's own pages may use: `dash_clientside.pybirch`. */
import { message } from "./dom/messages.ts";
import { go, href } from "./dom/navigate.ts";
import { live } from "./dom/page_live.ts";
import { rest } from "./dom/rest.ts";
import { ownName } from "./pages/person.ts";
import { chooseTheme } from "./pages/theme.ts";

interface Said {
  sentence: string;
  tone: string;
  stays: boolean;
}

/** Show what a callback in Python says: dashboard/components/messages.py. */
function say(said: Said | null): boolean {
  if (said) message(said.sentence, { tone: said.tone, stays: said.stays });
  return false;
}

/** Offer `live` (rooms of this page), `go` and `href` (places below the prefix), `message`, and `rest` to scripts of other pages. */
export function offer(): void {
  const clientside = (globalThis.dash_clientside ??= {} as DashClientside);
  clientside.pybirch = Object.assign(clientside.pybirch ?? {}, { live, go, href, message, rest, say, chooseTheme, ownName });
}
