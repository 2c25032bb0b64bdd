/* Going from page to page without loading the app again, and keeping the state of a page in its URL. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const MOVED = "_dashprivate_pushstate"; // what Dash's own links announce

  /** The address of a page: href("/scans/SCAN_001"). */
  function href(path) {
    return PyBirch.place.prefix() + path.replace(/^\//, "");
  }

  function go(path) {
    const address = href(path);
    if (address === root.location.pathname + root.location.search) return;
    root.history.pushState({}, "", address);
    root.dispatchEvent(new CustomEvent(MOVED));
    root.scrollTo(0, 0);
  }

  /** A link to a page of ours. */
  function link(path, attributes, ...children) {
    const { spec = "a", ...others } = attributes || {};
    return PyBirch.dom.el(spec, { href: href(path), data: { go: path }, ...others }, ...children);
  }

  /** Point a link somewhere else. */
  function point(node, path) {
    if (node.dataset.go === path) return;
    node.dataset.go = path;
    node.setAttribute("href", href(path));
  }

  document.addEventListener("click", (event) => {
    const anchor = event.target.closest && event.target.closest("a[data-go]");
    if (!anchor || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || anchor.target) return;
    event.preventDefault();
    go(anchor.dataset.go);
  });

  /** What the page's URL says after `?`, as an object. */
  function query() {
    return Object.fromEntries(new URLSearchParams(root.location.search));
  }

  /** Change what the URL says; empty values are left out. The page stays where it is. */
  function setQuery(changes) {
    const search = new URLSearchParams(root.location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === undefined || value === "" || value === false) search.delete(name);
      else search.set(name, value);
    }
    const text = search.toString();
    root.history.replaceState(root.history.state, "", root.location.pathname + (text ? `?${text}` : ""));
  }

  Object.assign(PyBirch, { MOVED, go, href, link, point, query, setQuery });
})(window);
