/* The navigation shows which page is open: the link whose address the page's begins with. */

/** Pages that stand under another's link. */
const UNDER: Record<string, string> = { compare: "scans" };

/** Begin to listen to the page. */
export function start(): void {
  document.addEventListener("pybirch:page", () => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>(".pb-nav-link, .pb-new")];
    const home = links[0]?.pathname ?? "/";
    const place = globalThis.location.pathname.slice(home.length);
    const [first = ""] = place.split("/");
    for (const link of links) {
      const own = link.pathname.slice(home.length);
      if (own === place || own === (UNDER[first] ?? first)) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  });
}
