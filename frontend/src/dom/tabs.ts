/* Tabs: a tablist over panels that stay in the page; the choice is remembered for the visit. */
import { island } from "./islands.ts";

island("tabs", (node) => {
  const tabs = [...(node.parentElement?.querySelectorAll<HTMLElement>("[role=tab]") ?? [])];
  const key = `pybirch.tab.${node.dataset.name}`;

  function choose(tab: HTMLElement, focus = false): void {
    for (const each of tabs) {
      const chosen = each === tab;
      each.setAttribute("aria-selected", String(chosen));
      each.tabIndex = chosen ? 0 : -1;
      const panel = document.getElementById(each.getAttribute("aria-controls") ?? "");
      if (panel) panel.hidden = !chosen;
    }
    globalThis.sessionStorage.setItem(key, tab.dataset.tab ?? "");
    if (focus) tab.focus();
  }
  for (const tab of tabs) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) choose(tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length], true);
    });
  }
  const kept = globalThis.sessionStorage.getItem(key);
  choose(tabs.find((tab) => tab.dataset.tab === kept) ?? tabs[0]);
});
