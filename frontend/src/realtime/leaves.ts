/* The elements that a manager draws into. One element is about a queue, a scan or an instrument; the elements in it show one thing
 * each:
 *
 *     <section data-pybirch-scan="SCAN_001">
 *       <b data-pybirch="name"></b> <span data-pybirch="status"></span> <progress data-pybirch="progress"></progress>
 *     </section> */
import * as format from "../core/format.ts";
import { vocabulary } from "../core/vocabulary.ts";
import { PyBirchRealtime } from "./client.ts";

export interface ManagerOptions {
  /** Who follows the rooms; by default the page's ready instance, which is connected. */
  realtime?: PyBirchRealtime;
  /** The element to draw into; by default the one with `data-pybirch-queue`, `-scan` or `-instrument` and the identifier. */
  root?: ParentNode;
}

/** A name and a value that an element lists, or another shows alone. */
export type Values = Record<string, string | number | null | undefined>;

export class Leaves {
  private readonly root: ParentNode;

  /** `kind`: "queue", "scan" or "instrument". Throws where the page has no element for it. */
  constructor(kind: string, id: string | number, root?: ParentNode) {
    const found = root ?? document.querySelector(`[data-pybirch-${kind}="${CSS.escape(String(id))}"]`);
    if (!found) throw new Error(`No element of this page has data-pybirch-${kind}="${id}": add one, or give the manager a root.`);
    this.root = found;
  }

  /** The elements that show `name`. */
  of(name: string): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>(`[data-pybirch="${CSS.escape(name)}"]`)];
  }

  /** Show text; an element is touched only when its text differs. */
  text(name: string, text: string): void {
    for (const element of this.of(name)) if (element.textContent !== text) element.textContent = text;
  }

  /** Show a state; `data-state` and `data-tone` are for style sheets. */
  state(state: string): void {
    this.text("status", state);
    for (const { dataset } of this.of("status")) Object.assign(dataset, { state, tone: vocabulary.describe(state).tone });
  }

  /** Show progress from 0 to 1, as the value of <progress> and <meter>, as text elsewhere. */
  progress(share: number): void {
    for (const element of this.of("progress")) {
      if (element instanceof HTMLProgressElement || element instanceof HTMLMeterElement) element.value = share;
      else element.textContent = format.percent(share);
    }
  }

  /** List values in the elements of `name`, and show each alone in those of `name.key`; numbers have the unit of their key. */
  values(name: string, values: Values, units: Record<string, string> = {}): void {
    const shown = Object.entries(values).map(([key, value]) => {
      const text = typeof value === "string" ? value : format.exact(value);
      return [key, units[key] && text !== format.NONE ? `${text} ${units[key]}` : text] as const;
    });
    for (const [key, text] of shown) this.text(`${name}.${key}`, text);
    const lines = shown.map(([key, text]) => `${key} ${text}`);
    for (const element of this.of(name))
      if (lines.join() !== texts(element).join()) element.replaceChildren(...lines.map((each) => line(each)));
  }

  /** Add a line at the end of the elements of `name`, which keep `most` of them. */
  append(name: string, text: string, data: Record<string, string>, most: number): void {
    for (const element of this.of(name)) {
      element.append(line(text, data));
      while (element.childElementCount > most) element.firstElementChild?.remove();
    }
  }

  /** Empty the elements of `name`. */
  clear(name: string): void {
    for (const element of this.of(name)) element.replaceChildren();
  }
}

/** A line of text, never of markup. */
export function line(text: string, data: Record<string, string> = {}): HTMLDivElement {
  const made = document.createElement("div");
  made.textContent = text;
  Object.assign(made.dataset, data);
  return made;
}

function texts(element: Element): string[] {
  return [...element.children].map((child) => child.textContent);
}

/** The realtime that a manager uses, connected. */
export function connected(realtime = PyBirchRealtime.shared): PyBirchRealtime {
  realtime.connect();
  return realtime;
}
