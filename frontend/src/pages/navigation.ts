// @ts-nocheck
/* The navigation shows which page is open; opening a page brings its title and the keyboard's place along. */
const PAGES = {
  home: "home",
  queues: "queues",
  queue: "queues",
  scans: "scans",
  scan: "scans",
  compare: "scans",
  instruments: "instruments",
  instrument: "instruments",
  new: "new",
};

/** Begin to listen to the page. */
export function start() {
  document.addEventListener("pybirch:page", ({ detail }) => {
    const place = PAGES[detail.page];
    for (const link of document.querySelectorAll(".pb-nav-link, .pb-new")) {
      const own = link.id.replace(/^pb-(nav|bottom)-/, "");
      if (own === place || (link.matches(".pb-new") && place === "new")) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  });
}
