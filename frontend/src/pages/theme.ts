/* Light, dark or as the system has it; this browser keeps the choice. The menu is dashboard/components/theme.py, and document.py
 * sets the theme before the first paint. The address of a view in another page names its theme. */
import { query } from "../dom/navigate.ts";
import { embedded } from "./embed.ts";

const KEY = "pybirch.theme";
const dark = globalThis.matchMedia("(prefers-color-scheme: dark)");

type Choice = "system" | "light" | "dark";

function chosen(): Choice {
  const kept = embedded() ? query().theme : globalThis.localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

function apply(): void {
  const choice = chosen();
  const theme = choice === "system" ? (dark.matches ? "dark" : "light") : choice;
  if (document.documentElement.dataset.bsTheme === theme) return;
  document.documentElement.dataset.bsTheme = theme;
  document.dispatchEvent(new CustomEvent("pybirch:theme", { detail: { theme } }));
}

/** Keep what was pressed; the class of each entry, which marks the chosen one. */
export function chooseTheme(): string[] {
  const { triggered_id: pressed, inputs_list: inputs } = globalThis.dash_clientside.callback_context;
  if (pressed?.theme === "system") globalThis.localStorage.removeItem(KEY);
  else if (pressed?.theme) globalThis.localStorage.setItem(KEY, pressed.theme);
  apply();
  return (inputs[0] as unknown as { id: { theme: string } }[]).map(({ id }) => (id.theme === chosen() ? "pb-checked" : ""));
}

/** Begin to listen to the page. */
export function start(): void {
  dark.addEventListener("change", apply);
  globalThis.addEventListener("storage", (event) => event.key === KEY && apply());
  apply();
}
