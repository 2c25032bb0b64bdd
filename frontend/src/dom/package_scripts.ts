/* Dash adds the script of a component package to the head with every page that uses it (dashboard/dash_app/package_files.py). Once it has
 * run, its element is removed, or each visit of such a page would leave one behind. */
const PACKAGES = "/_dash-component-suites/@";

/** Begin to watch the head. */
export function start(): void {
  const seen = (records: MutationRecord[]): void => {
    for (const node of records.flatMap(({ addedNodes }) => [...addedNodes]))
      if (node instanceof HTMLScriptElement && node.src.includes(PACKAGES)) node.addEventListener("load", () => node.remove());
  };
  new MutationObserver(seen).observe(document.head, { childList: true });
}
