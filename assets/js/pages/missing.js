/* A page about something that does not exist says so, and leads back. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el } = PyBirch.dom;
  const REFUSED = { 4404: "is not known here", 4403: "is not open to you" };

  /** Watch the room of `page`: once the server refuses it for good, say that `what` is not there. */
  function watchMissing(page, what, back, label) {
    return PyBirch.live.on(page.dataset.room, {
      status: (link) => {
        if (!link.final || !REFUSED[link.code] || page.dataset.missing) return;
        page.dataset.missing = "yes";
        page.append(el("div.pb-empty.pb-empty-page.pb-missing", {}, el("h1", {}, `${what} ${REFUSED[link.code]}`),
          el("p", {}, "It may be in another database, or the address has a slip in it."), PyBirch.link(back, { spec: "a.pb-button" }, label)));
      },
    }, { element: page });
  }

  PyBirch.watchMissing = watchMissing;
})(window);
