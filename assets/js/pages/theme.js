/* Light, dark or as the system has it; the choice is kept in this browser. document.py sets it before the first paint. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const KEY = "pybirch.theme";
  const CHOICES = [
    ["system", "Like the system", "system"],
    ["light", "Light", "sun"],
    ["dark", "Dark", "moon"],
  ];
  const dark = root.matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    const kept = root.localStorage.getItem(KEY);
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
    if (choice === "system") root.localStorage.removeItem(KEY);
    else root.localStorage.setItem(KEY, choice);
    apply();
  }

  dark.addEventListener("change", apply);
  root.addEventListener("storage", (event) => event.key === KEY && apply());
  apply();

  PyBirch.theme = { chosen, choose, now: () => document.documentElement.dataset.bsTheme };
  PyBirch.island("theme", (node) => {
    const button = PyBirch.dom.button("", { kind: "quiet", icon: "theme", title: "Light or dark", "aria-label": "Light or dark" });
    const items = () => CHOICES.map(([choice, label, icon]) => ({ label, icon, checked: chosen() === choice, act: () => choose(choice) }));
    PyBirch.menu(button, items);
    node.append(button);
  });
})(window);
