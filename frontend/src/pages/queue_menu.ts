/* The menu of a scan in a queue's list. */
import { moved } from "../core/order.ts";
import { go } from "../dom/navigate.ts";
import { menu, type MenuItem } from "../dom/popover.ts";

interface Does {
  waiting(): string[];
  /** Give the waiting scans this order, in which the named one was moved. */
  moveTo(scanId: string, ids: string[]): void;
  remove(scanId: string): void;
  duplicate(scanId: string): void;
}

/** Opens the menu of a scan at its button; the menu is made when it is opened first. */
export function queueMenu(queueId: string, { waiting, moveTo, remove, duplicate }: Does): (scanId: string, opener: HTMLElement) => void {
  const made = new WeakSet<HTMLElement>();

  function entries(scanId: string): MenuItem[] {
    const ids = waiting();
    const at = ids.indexOf(scanId);
    const place = (label: string, gap: number, icon: string): MenuItem => ({
      label,
      icon,
      disabled: gap < 0 || gap > ids.length || gap === at || gap === at + 1,
      act: () => moveTo(scanId, moved(ids, at, gap)),
    });
    const copy = [
      { label: "Duplicate", icon: "copy", act: () => duplicate(scanId) },
      { label: "Duplicate and edit", icon: "copy", act: () => go(`/new?from=${scanId}&queue=${queueId}`) },
    ];
    if (at < 0) return copy;
    return [
      { label: "Edit the plan", icon: "edit", act: () => go(`/new?edit=${scanId}`) },
      ...copy,
      { separator: true },
      place("Move up", at - 1, "up"),
      place("Move down", at + 2, "down"),
      place("Move to the front", 0, "up"),
      place("Move to the end", ids.length, "down"),
      { separator: true },
      { label: "Remove", icon: "trash", hint: "Del", act: () => remove(scanId) },
    ];
  }
  return (scanId, opener) => {
    if (made.has(opener)) return; // its own button opens it from now on
    made.add(opener);
    menu(opener, () => entries(scanId)).open();
  };
}
