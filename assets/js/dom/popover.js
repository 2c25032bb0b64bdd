/* Small panels that open from a button: menus of actions, and details. Escape, a click elsewhere or a choice closes them. */
(function (root) {
  "use strict";
  const PyBirch = (root.PyBirch = root.PyBirch || {});
  const { el, show, icon } = PyBirch.dom;
  const MARGIN = 8; // px kept between a panel and the window's edge
  let floating = 0;

  /** Let `button` open `panel` below itself; returns {open, close}. One that `floats` is in the page only while it is open, over
   *  everything: for buttons in what scrolls and would cut it off. */
  function popover(button, panel, { opened = () => {}, floats = false } = {}) {
    show(panel, false);
    panel.classList.toggle("pb-floating", floats);
    if (floats) button.setAttribute("aria-controls", (panel.id = `pb-floating-${(floating += 1)}`)); // it is not beside its button
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-haspopup", panel.getAttribute("role") === "menu" ? "menu" : "dialog");
    const outside = (event) => !panel.contains(event.target) && !button.contains(event.target) && close();
    const away = (event) => floats && event.target.contains(button) && close();
    const keys = (event) => event.key === "Escape" && (event.stopPropagation(), close(), button.focus());

    function open() {
      if (floats) (button.closest("[data-page]") || document.body).append(panel);
      show(panel, true);
      button.setAttribute("aria-expanded", "true");
      if (!floats) keepInside(panel);
      document.addEventListener("pointerdown", outside, true);
      document.addEventListener("keydown", keys, true); // wherever the focus is, and ahead of what else Escape does
      document.addEventListener("scroll", away, true);
      opened();
      if (floats) float(panel, button);
    }
    function close() {
      show(panel, false);
      button.setAttribute("aria-expanded", "false");
      document.removeEventListener("pointerdown", outside, true);
      document.removeEventListener("keydown", keys, true);
      document.removeEventListener("scroll", away, true);
      if (floats) panel.remove();
    }
    button.addEventListener("click", () => (panel.hidden ? open() : close()));
    return { open, close };
  }

  /** Shift a panel that would stick out of the window. */
  function keepInside(panel) {
    panel.style.transform = "";
    const { left, right } = panel.getBoundingClientRect();
    const over = Math.max(0, MARGIN - left) - Math.max(0, right - (document.documentElement.clientWidth - MARGIN));
    if (over) panel.style.transform = `translateX(${over}px)`;
  }

  /** Put a panel below its button, or above where there is more room. */
  function float(panel, button) {
    const place = button.getBoundingClientRect();
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const above = place.bottom + panel.offsetHeight + MARGIN > height && place.top > height - place.bottom;
    const left = place.right < width / 2 ? place.left : place.right - panel.offsetWidth; // towards the middle
    panel.style.left = `${Math.max(MARGIN, Math.min(left, width - MARGIN - panel.offsetWidth))}px`;
    panel.style.top = `${above ? Math.max(MARGIN, place.top - panel.offsetHeight - 6) : place.bottom + 6}px`;
  }

  /** A button with a menu. `items()` gives [{label, detail, icon, act | href, kind, checked, title, disabled}] each time it
   *  opens; {group, items} puts some under a heading. */
  function menu(button, items, { floats = false } = {}) {
    const panel = el("div.pb-menu", { role: "menu", "aria-label": button.getAttribute("aria-label") || button.textContent });
    const { open, close } = popover(button, panel, { opened: fill, floats });
    panel.pbOpen = open; // for a menu that is made only when its button is pressed

    function fill() {
      panel.replaceChildren(...items().map((item) => entry(item)));
      const first = panel.querySelector("[role^=menuitem]");
      if (first) first.focus();
    }
    function entry(item) {
      if (item.separator) return el("hr");
      if (item.group) return el("div.pb-menu-group", { role: "group", "aria-label": item.group }, el("div.pb-menu-heading", { "aria-hidden": "true" }, item.group), item.items.map(entry));
      const choice = "checked" in item;
      const made = el(item.href ? "a.pb-menu-item" : "button.pb-menu-item", {
        role: choice ? "menuitemradio" : "menuitem",
        "aria-checked": choice ? String(Boolean(item.checked)) : null,
        "aria-disabled": item.disabled ? "true" : null,
        href: item.href,
        type: item.href ? null : "button",
        download: item.download,
        target: item.target,
        tabindex: -1,
        title: item.title,
        data: item.kind ? { kind: item.kind } : {},
      });
      made.append(icon(item.icon || (choice && item.checked ? "check" : "none")), el("span", {}, item.label, item.detail && el("small.pb-menu-detail", {}, item.detail)));
      if (item.hint) made.append(el("kbd", {}, item.hint));
      made.addEventListener("click", (event) => {
        if (item.disabled) return;
        if (item.act) item.act(event);
        close();
        if (!item.href) button.focus();
      });
      return made;
    }
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Tab") close();
      const all = [...panel.querySelectorAll("[role^=menuitem]")];
      const at = all.indexOf(document.activeElement);
      const next = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      all[next % all.length].focus();
    });
    return panel;
  }

  PyBirch.popover = popover;
  PyBirch.menu = menu;
})(window);
