/* What clientside callbacks and the scripts of a laboratory's own pages may use: `dash_clientside.pybirch`. */
import { message } from "./dom/messages.ts";
import { go, href } from "./dom/navigate.ts";
import { live } from "./dom/page_live.ts";
import { rest } from "./dom/rest.ts";
import { chip } from "./pages/chips.ts";
import { ownName } from "./pages/person.ts";
import { filterQueues } from "./pages/queues.ts";
import { filterScans } from "./pages/scan_filters.ts";
import { compareSelected, selectNothing, tellSelection } from "./pages/selection.ts";
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

/** Clientside callbacks of our own pages, by their names in Python. */
const callbacks = { chip, chooseTheme, compareSelected, filterQueues, filterScans, ownName, selectNothing, tellSelection };

/** Offer `live` (rooms of this page), `go` and `href` (places below the prefix), `message`, and `rest` to scripts of other pages. */
export function offer(): void {
  const clientside = (globalThis.dash_clientside ??= {} as DashClientside);
  clientside.pybirch = Object.assign(clientside.pybirch ?? {}, { live, go, href, message, rest, say, ...callbacks });
}
