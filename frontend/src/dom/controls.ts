/* Small controls that are brought up to date in place: a list, a switch, one of several. */
import { el, keyed, show, text } from "./elements.ts";

/** An entry of a list. */
export interface Item<Value extends string | number = string | number> {
  value: Value;
  label: string;
}

export interface Select {
  node: HTMLElement;
  update(items: readonly Item[], value: string | number, visible?: boolean): void;
}

export function select(label: string, chosen: (value: string) => void, spec = "span"): Select {
  const input = el("select.pb-input.pb-input-small", { "aria-label": label });
  const node = el("label.pb-control", { hidden: true }, el(spec, {}, label), input);
  input.addEventListener("change", () => chosen(input.value));
  return {
    node,
    update(items, value, visible = true) {
      show(node, visible);
      const now = items.map((item) => `${item.value}\n${item.label}`).join("\n");
      if (input.dataset.items !== now) {
        input.dataset.items = now;
        setOptions(input, items);
      }
      if (document.activeElement !== input || input.value !== String(value)) input.value = String(value);
    },
  };
}

/** Change the entries of a list in place: it may be open. */
function setOptions(input: HTMLSelectElement, items: readonly Item[]): void {
  while (input.options.length > items.length) input.options[input.options.length - 1].remove();
  items.forEach(({ value, label }, at) => {
    if (at === input.options.length) input.append(el("option"));
    const option = input.options[at];
    option.value = String(value);
    text(option, label);
  });
}

export interface Toggle {
  node: HTMLButtonElement;
  update(pressed: unknown, visible: unknown): void;
}

export function toggle(label: string, chosen: (on: boolean) => void): Toggle {
  const node = el("button.pb-chip", { type: "button", hidden: true }, label);
  node.addEventListener("click", () => chosen(node.getAttribute("aria-pressed") !== "true"));
  return {
    node,
    update(pressed, visible) {
      show(node, visible);
      node.setAttribute("aria-pressed", String(Boolean(pressed)));
    },
  };
}

export interface Segments<Value extends string | number> {
  node: HTMLElement;
  update(items: readonly Item<Value>[], value: Value, visible?: boolean): void;
}

export function segments<Value extends string | number>(label: string, chosen: (value: Value) => void): Segments<Value> {
  const node = el("div.pb-segments", { role: "group", "aria-label": label, hidden: true });
  return {
    node,
    update(items, value, visible = true) {
      show(node, visible && items.length > 1);
      keyed(node, items, {
        key: (item) => item.value,
        create: (item) => el("button.pb-segment", { type: "button", on: { click: () => chosen(item.value) } }, item.label),
        update: (made, item) => made.setAttribute("aria-pressed", String(item.value === value)),
        sort: true,
      });
    },
  };
}
