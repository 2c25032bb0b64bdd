/* Messages at the edge of the page: what went wrong or was done, in a sentence, dismissible. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el, button } = PyBirch.dom;
  const SHOWN_FOR = 8000;
  const ACTION_SHOWN_FOR = 15000;
  const MOST = 4;
  let place = null;

  /** Show `sentence`; `stays` keeps it until it is dismissed, `link` ({path, label}) leads to what it is about, `action` {label, act}
   *  is something to be done about it. Returns what takes it away. */
  function message(sentence, { tone = "red", stays = false, link = null, action = null } = {}) {
    if (!place) return () => {};
    const close = button("", { kind: "quiet", icon: "close", title: "Dismiss", "aria-label": "Dismiss" });
    const made = el("div.pb-message", { data: { tone } }, el("span", {}, sentence, link && " ", link && PyBirch.link(link.path, { spec: "a.pb-inline-link" }, link.label)), close);
    const remove = () => made.remove();
    if (action) close.before(button(action.label, { kind: "small", on: () => (remove(), action.act()) }));
    close.addEventListener("click", remove);
    place.append(made);
    while (place.children.length > MOST) place.firstElementChild.remove();
    if (!stays) root.setTimeout(remove, action ? ACTION_SHOWN_FOR : SHOWN_FOR);
    return remove;
  }

  PyBirch.message = message;
  PyBirch.island("messages", (node) => {
    place = node;
    return PyBirch.troubles.follow(node);
  });
})(window);
