/* Making and changing elements. Text always goes in as text, never as markup. */
const SAFE_LINK = /^(https?:|blob:|[/?#.])/i;

type TagOf<Spec extends string> = Spec extends `${infer Tag}.${string}` ? Tag : Spec;
/** The element that a spec such as "a.pb-link" makes. */
export type Made<Spec extends string> =
  TagOf<Spec> extends keyof HTMLElementTagNameMap
    ? HTMLElementTagNameMap[TagOf<Spec>]
    : TagOf<Spec> extends ""
      ? HTMLDivElement
      : HTMLElement;

type Value = string | number | boolean | null | undefined;
type Listeners = { [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => unknown };
/** Attributes by name; `data` is the element's dataset, `on` its listeners. Null, undefined and false take an attribute away. */
export interface Attributes {
  [name: string]: Value | Record<string, Value> | Listeners;
  data?: Record<string, Value>;
  on?: Listeners;
}
type One = Node | Value;
/** What an element holds; null, undefined and booleans are left out. */
export type Child = One | readonly One[];

/** An element: `el("a.pb-link", {href, data: {id}, on: {click}}, "text", child)`. */
export function el<Spec extends string>(spec: Spec, attributes: Attributes | null = {}, ...children: Child[]): Made<Spec> {
  const [tag, ...classes] = spec.split(".");
  const made = document.createElement(tag || "div");
  if (classes.length) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes ?? {})) set(made, name, value);
  for (const child of children.flat() as One[])
    if (child !== null && child !== undefined && typeof child !== "boolean") made.append(typeof child === "number" ? String(child) : child);
  return made as Made<Spec>;
}

/** Set an attribute, property or listener; null, undefined and false take an attribute away. */
export function set<Node extends HTMLElement>(node: Node, name: string, value: Attributes[string]): Node {
  if (name === "on") {
    for (const [event, listener] of Object.entries(value as Listeners)) node.addEventListener(event, listener as EventListener);
  } else if (name === "data") {
    for (const [key, text] of Object.entries(value as Record<string, Value>)) node.dataset[key] = String(text);
  } else if (name === "value" || name === "checked" || name === "indeterminate") {
    Object.assign(node, { [name]: value });
  } else if (value === null || value === undefined || value === false || (name === "href" && !SAFE_LINK.test(String(value)))) {
    node.removeAttribute(name);
  } else {
    const text = value === true ? "" : String(value);
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
  return node;
}

/** Show `value` as the node's text; touches the page only when it differs. */
export function text<Shown extends Node>(node: Shown, value: unknown): Shown {
  const wanted = value === null || value === undefined ? "" : String(value);
  if (node.textContent !== wanted) node.textContent = wanted;
  return node;
}

/** Show or hide. */
export function show<Shown extends HTMLElement>(node: Shown, visible: unknown): Shown {
  if (node.hidden === Boolean(visible)) node.hidden = !visible;
  return node;
}

type Nodes = Map<string, Element>;
const nodesOf = new WeakMap<Element, Nodes>();

interface Rows<Item, Row extends Element> {
  key(item: Item): string | number;
  create(item: Item): Row;
  update(row: Row, item: Item): unknown;
  /** Whether the person has just asked for this order. */
  sort?: boolean;
}

/** Make the container's children those of `items`, by key: nodes are kept, and moved only where the order needs it. While the container is
 *  in use, its rows keep their places and new ones come last, unless `sort` is set. */
export function keyed<Item, Row extends Element>(
  container: Element,
  items: readonly Item[],
  { key, create, update, sort = false }: Rows<Item, Row>,
): Map<string, Row> {
  const nodes = (nodesOf.get(container) ?? new Map()) as Map<string, Row>;
  nodesOf.set(container, nodes);
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
      if (before?.nextElementSibling === node)
        container.append(before); // it alone goes elsewhere, not all that follow
      else container.insertBefore(node, before);
      before = node.nextElementSibling;
    }
    update(node, item);
  }
  return nodes;
}

/** Let a changed row flash once. */
export function flash(node: HTMLElement): void {
  node.classList.remove("pb-flash");
  void node.offsetWidth; // starts the animation anew when one is under way
  node.classList.add("pb-flash");
  node.addEventListener("animationend", () => node.classList.remove("pb-flash"), { once: true });
}

/** An icon of 20-icons.css. */
export function icon(name: string): HTMLSpanElement {
  return el(`span.pb-icon.pb-icon-${name}`, { "aria-hidden": "true" });
}

type Click = (event: MouseEvent) => unknown;
interface ButtonOptions {
  [attribute: string]: Value | Record<string, Value> | Click;
  kind?: string;
  icon?: string;
  /** Called at each click. */
  on?: Click | null;
}

/** A button like those of `dashboard.components.parts`; options with other names are its attributes. */
export function button(label: string, { kind = "", icon: mark = "", on = null, ...attributes }: ButtonOptions = {}): HTMLButtonElement {
  const made = el("button.pb-button", { type: "button", ...(attributes as Attributes) });
  if (kind) made.classList.add(`pb-button-${kind}`);
  if (mark) made.append(icon(mark));
  if (label) made.append(el("span", {}, label));
  if (on) made.addEventListener("click", on);
  return made;
}

/** The first descendant with `data-part="name"`, which the layout of the page must have. */
export function part<Part extends HTMLElement = HTMLElement>(node: ParentNode, name: string): Part {
  const found = node.querySelector<Part>(`[data-part="${name}"]`);
  if (!found) throw new Error(`the layout of this page has no element with data-part="${name}"`);
  return found;
}

/** Whether the person is typing into something. */
export function typing(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable=true]") !== null;
}
