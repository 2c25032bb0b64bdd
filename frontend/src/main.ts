/* What the pages of PyBirch load: every island and page registers itself, then what listens to the page begins. */
import { publish } from "./realtime/publish.ts";
import { attend } from "./dom/page_live.ts";
import { offer } from "./page_api.ts";
import { start as domCut } from "./dom/cut.ts";
import { later, start as domIslands } from "./dom/islands.ts";
import { start as domLiveInput } from "./dom/live_input.ts";
import { start as domMenus } from "./dom/menus.ts";
import "./dom/messages.ts";
import { start as domNavigate } from "./dom/navigate.ts";
import { start as domPackageScripts } from "./dom/package_scripts.ts";
import { start as domPageSamples } from "./dom/page_samples.ts";
import "./dom/tabs.ts";
import { start as domTicking } from "./dom/ticking.ts";
import { start as newScan } from "./newscan/callbacks.ts";
import { start as pagesAlerts } from "./pages/alerts.ts";
import { start as pagesAttention } from "./pages/attention.ts";
import "./pages/banner.ts";
import "./pages/commands.ts";
import "./pages/connection.ts";
import { start as pagesCells } from "./pages/cells.ts";
import { embedded } from "./pages/embed.ts";
import "./pages/instrument_values.ts";
import "./pages/instruments.ts";
import "./pages/leaves.ts";
import "./pages/live_values.ts";
import "./pages/logs.ts";
import { start as pagesNavigation } from "./pages/navigation.ts";
import "./pages/notes.ts";
import "./pages/position_panel.ts";
import "./pages/queues.ts";
import { start as pagesScans } from "./pages/scans.ts";
import { start as pagesSearch } from "./pages/search.ts";
import "./pages/settings.ts";
import { start as pagesShortcuts } from "./pages/shortcuts.ts";
import "./pages/stop.ts";
import { start as pagesTab } from "./pages/tab.ts";
import { start as pagesTheme } from "./pages/theme.ts";
import { start as pagesThumbnail } from "./pages/thumbnail.ts";
import { start as pagesTroubles } from "./pages/troubles.ts";

later(["page:new"], () => import("./newscan/form/page.ts"));
later(["page:home", "page:queue"], () => import("./pages/boards.ts"));
later(["page:scan", "page:compare", "pb:chart-controls", "pb:chart-note"], () => import("./pages/charts.ts"));
publish();
attend();
offer();
const ofFrames = [pagesAlerts, pagesAttention, pagesNavigation, pagesSearch, pagesShortcuts];
for (const start of [
  ...(embedded() ? [] : ofFrames),
  domCut,
  domIslands,
  domLiveInput,
  domMenus,
  domNavigate,
  domPackageScripts,
  domPageSamples,
  domTicking,
  newScan,
  pagesCells,
  pagesScans,
  pagesTab,
  pagesTheme,
  pagesThumbnail,
  pagesTroubles,
])
  try {
    start();
  } catch (error) {
    globalThis.reportError(error);
  }
