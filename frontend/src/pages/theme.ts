// @ts-nocheck
/* Light, dark or as the system has it; the choice is kept in this browser. document.py sets it before the first paint. */
import * as dom from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { menu } from "../dom/popover.ts";

const KEY = "pybirch.theme";
const CHOICES = [
  ["system", "Like the system", "system"],
  ["light", "Light", "sun"],
  ["dark", "Dark", "moon"],
];
const dark = globalThis.matchMedia("(prefers-color-scheme: dark)");

function chosen() {
  const kept = globalThis.localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

function apply() {
  const choice = chosen();
  const theme = choice === "system" ? (dark.matches ? "dark" : "light") : choice;
  if (document.documentElement.dataset.bsTheme === theme) return;
  document.documentElement.dataset.bsTheme = theme;
  document.dispatchEvent(new CustomEvent("pybirch:theme", { detail: { theme } }));
}

function choose(choice) {
  if (choice === "system") globalThis.localStorage.removeItem(KEY);
  else globalThis.localStorage.setItem(KEY, choice);
  apply();
}

export const theme = { chosen, choose, now: () => document.documentElement.dataset.bsTheme };
island("theme", (node) => {
  const button = dom.button("", { kind: "quiet", icon: "theme", title: "Light or dark", "aria-label": "Light or dark" });
  const items = () => CHOICES.map(([choice, label, icon]) => ({ label, icon, checked: chosen() === choice, act: () => choose(choice) }));
  menu(button, items);
  node.append(button);
});

/** Begin to listen to the page. */
export function start() {
  dark.addEventListener("change", apply);
  globalThis.addEventListener("storage", (event) => event.key === KEY && apply());
  apply();
}
