/* The user's menu: keys, the interface for programs, signing out. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { button } = PyBirch.dom;

  function signOut() {
    const form = PyBirch.dom.el("form", { method: "post", action: PyBirch.href("/logout"), hidden: true });
    document.body.append(form);
    form.submit();
  }

  PyBirch.island("account", (node) => {
    const open = button("", { kind: "quiet", icon: "user", title: "You", "aria-label": "You" });
    const items = () => [
      { label: PyBirch.person.name() || "Your name…", icon: "user", title: "What others who watch the same see of you", act: () => PyBirch.person.ask() },
      { separator: true },
      { label: "Keyboard shortcuts", icon: "keyboard", hint: "?", act: () => PyBirch.shortcuts.show() },
      { label: "Interface for programs", icon: "code", href: PyBirch.place.api("docs"), target: "_blank" },
      { separator: true },
      { label: "Sign out", icon: "leave", act: signOut },
    ];
    PyBirch.menu(open, items);
    node.append(open);
  });
})(window);
