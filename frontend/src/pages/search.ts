/* The keyboard in the search dialog: arrow keys choose, Enter opens. What is found comes from dashboard/components/search.py. */
const TYPED = "search-typed";
const RESULTS = "search-results";
let chosen = "";

function rows(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>(`#${RESULTS} [role=option]`)];
}

/** Mark the chosen row, or the first where it is not among them. */
function mark(): void {
  const all = rows();
  const now = all.find((row) => row.href === chosen) ?? all[0];
  all.forEach((row, at) => {
    row.id = `pb-found-${at}`;
    row.setAttribute("aria-selected", String(row === now));
  });
  const input = document.getElementById(TYPED);
  input?.setAttribute("role", "combobox");
  input?.setAttribute("aria-expanded", "true");
  input?.setAttribute("aria-controls", RESULTS);
  input?.setAttribute("aria-activedescendant", now?.id ?? "");
  now?.scrollIntoView({ block: "nearest" });
}

function pressed(event: KeyboardEvent): void {
  if ((event.target as Element).id !== TYPED) return;
  const all = rows();
  const at = all.findIndex((row) => row.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length) {
    event.preventDefault();
    chosen = all[(at + step + all.length) % all.length].href;
    mark();
  } else if (event.key === "Enter") all[at]?.click();
}

/** Begin to listen to the page. */
export function start(): void {
  document.addEventListener("keydown", pressed);
  document.addEventListener("input", ({ target }) => {
    if ((target as Element).id === TYPED) chosen = "";
  });
  document.addEventListener("click", ({ target }) => {
    if ((target as Element).closest(`#${RESULTS} [role=option]`)) globalThis.dash_clientside.set_props("search", { is_open: false });
  });
  new MutationObserver((records) => {
    const results = document.getElementById(RESULTS);
    if (results && records.some(({ target }) => results.contains(target) || target.contains(results))) mark();
  }).observe(document.body, { childList: true, subtree: true });
}
