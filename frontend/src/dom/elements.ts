// @ts-nocheck
/* Making and changing elements. Text always goes in as text, never as markup. */
const SAFE_LINK = /^(https?:|blob:|[/?#.])/i;

/** An element: `el("a.pb-link", {href, data: {id}, on: {click}}, "text", child)`; null and false children are left out. */
export function el(spec, attributes, ...children) {
  const [tag, ...classes] = spec.split(".");
  const made = document.createElement(tag || "div");
  if (classes.length) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes || {})) set(made, name, value);
  for (const child of children.flat()) if (child !== null && child !== undefined && child !== false) made.append(child);
  return made;
}

/** Set an attribute, property or listener; null and false take an attribute away. */
export function set(node, name, value) {
  if (name === "on") {
    for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  } else if (name === "data") {
    for (const [key, text] of Object.entries(value)) node.dataset[key] = text;
  } else if (name === "value" || name === "checked" || name === "indeterminate") {
    node[name] = value;
  } else if (value === null || value === undefined || value === false) {
    node.removeAttribute(name);
  } else if (name === "href" && !SAFE_LINK.test(String(value))) {
    node.removeAttribute("href");
  } else {
    const text = value === true ? "" : String(value);
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
  return node;
}

/** Show `value` as the node's text; touches the page only when it differs. */
export function text(node, value) {
  const wanted = value === null || value === undefined ? "" : String(value);
  if (node.textContent !== wanted) node.textContent = wanted;
  return node;
}

/** Show or hide. */
export function show(node, visible) {
  if (node.hidden === Boolean(visible)) node.hidden = !visible;
  return node;
}

/** Make the container's children those of `items`, by key: nodes are kept and moved only where the order asks for it.
 *  `create(item)` makes a node, `update(node, item)` fills it. While the container is in use, what is there keeps its
 *  place and what is new comes last, unless `sort` says that the person has just asked for the order. */
export function keyed(container, items, { key, create, update, sort = false }) {
  const nodes = container.pbNodes || (container.pbNodes = new Map());
  const wanted = new Set(items.map((item) => String(key(item))));
  for (const [name, node] of nodes) {
    if (wanted.has(name)) continue;
    node.remove();
    nodes.delete(name);
  }
  const hold = !sort && nodes.size > 0 && container.matches(":hover, :focus-within");
  let before = container.firstElementChild;
  for (const item of items) {
    const name = String(key(item));
    let node = nodes.get(name);
    if (!node) {
      node = create(item);
      nodes.set(name, node);
      container.insertBefore(node, hold ? null : before);
    } else if (node === before) {
      before = before.nextElementSibling;
    } else if (!hold) {
      if (before && before.nextElementSibling === node)
        container.append(before); // it alone goes elsewhere, not all that follow
      else container.insertBefore(node, before);
      before = node.nextElementSibling;
    }
    update(node, item);
  }
  return nodes;
}

/** Let a changed row flash once. */
export function flash(node) {
  node.classList.remove("pb-flash");
  void node.offsetWidth; // starts the animation anew when one is under way
  node.classList.add("pb-flash");
  node.addEventListener("animationend", () => node.classList.remove("pb-flash"), { once: true });
}

/** An icon of 20-icons.css. */
export function icon(name) {
  return el(`span.pb-icon.pb-icon-${name}`, { "aria-hidden": "true" });
}

/** A button like those of `dashboard.components.parts`. */
export function button(label, { kind = "", icon: mark = "", on = null, ...attributes } = {}) {
  const made = el(`button.pb-button${kind ? `.pb-button-${kind}` : ""}`, { type: "button", ...attributes });
  if (mark) made.append(icon(mark));
  if (label) made.append(el("span", {}, label));
  if (on) made.addEventListener("click", on);
  return made;
}

/** The first descendant with `data-part="name"`. */
export function part(node, name) {
  return node.querySelector(`[data-part="${name}"]`);
}

/** Whether the person is typing into something. */
export function typing(target) {
  return Boolean(target && target.closest && target.closest("input, textarea, select, [contenteditable=true]"));
}
