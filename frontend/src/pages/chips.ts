// @ts-nocheck
/* Chips: a choice of filters above a list. */
import { el } from "../dom/elements.ts";

/** Put a group of chips into `node`; `items` are {value, label, tone?}. `changed(value)`; the handle has `value`. */
export function chips(node, items, value, changed) {
  const handle = { value: items.some((item) => item.value === value) ? value : items[0].value };
  const group = el(
    "div.pb-chips",
    { role: "group", "aria-label": "Show" },
    items.map((item) => {
      const chip = el(
        "button.pb-chip",
        { type: "button", data: { value: item.value, ...(item.tone ? { tone: item.tone } : {}) } },
        item.mark && el(`span.pb-mark.pb-mark-${item.mark}`, { "aria-hidden": "true" }),
        el("span", {}, item.label),
      );
      chip.addEventListener("click", () => {
        handle.value = item.value;
        press();
        changed(item.value);
      });
      return chip;
    }),
  );
  const press = () => [...group.children].forEach((chip) => chip.setAttribute("aria-pressed", String(chip.dataset.value === handle.value)));
  press();
  node.append(group);
  return handle;
}
