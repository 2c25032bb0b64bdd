/* Listeners by event name. A listener may belong to an element of the page; it is dropped once that has left the page. */
type Listener<Data extends unknown[]> = (...data: Data) => void;
/** The element that a listener belongs to. */
export interface Owner {
  readonly isConnected: boolean;
}
interface Entry {
  hear(...data: unknown[]): void;
  element: Owner | null;
  /** Whether the element has been in the page. */
  seen: boolean;
}

/** `Events` gives the arguments that listeners of each event get. */
export class Dispatcher<Events extends { [Name in keyof Events]: unknown[] } = Record<string, unknown[]>> {
  private readonly listeners = new Map<keyof Events, Set<Entry>>();
  private readonly report: (error: unknown) => void;

  /** `report` gets the errors of listeners. */
  constructor(report = reportLater) {
    this.report = report;
  }

  /** Call `listener` with the data of each event `name`; returns what ends it. */
  on<Name extends keyof Events>(
    name: Name,
    listener: Listener<Events[Name]>,
    { element = null }: { element?: Owner | null } = {},
  ): () => void {
    const entry: Entry = { hear: listener, element, seen: Boolean(element?.isConnected) };
    const entries = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, entries.add(entry));
    return () => this.drop(name, entry);
  }

  /** Tell the listeners of `name`; an error in one does not keep the others from hearing. */
  emit<Name extends keyof Events>(name: Name, ...data: Events[Name]): void {
    for (const entry of [...(this.listeners.get(name) ?? [])]) {
      if (gone(entry)) {
        this.drop(name, entry);
        continue;
      }
      try {
        entry.hear(...data);
      } catch (error) {
        this.report(error);
      }
    }
  }

  /** Drop the listeners whose element has left the page. */
  sweep(): void {
    for (const [name, entries] of this.listeners) for (const entry of [...entries]) if (gone(entry)) this.drop(name, entry);
  }

  /** Whether anybody listens to `name`. */
  has(name: keyof Events): boolean {
    return this.listeners.has(name);
  }

  /** How many listeners there are. */
  get size(): number {
    let count = 0;
    for (const entries of this.listeners.values()) count += entries.size;
    return count;
  }

  private drop(name: keyof Events, entry: Entry): void {
    const entries = this.listeners.get(name);
    entries?.delete(entry);
    if (entries?.size === 0) this.listeners.delete(name);
  }
}

/** Whether the entry's element was in the page and has left it; one that is not in it yet is not gone. */
function gone(entry: Entry): boolean {
  if (!entry.element) return false;
  if (entry.element.isConnected) entry.seen = true;
  return entry.seen && !entry.element.isConnected;
}

function reportLater(error: unknown): void {
  if (typeof globalThis.reportError === "function") globalThis.reportError(error);
  else console.error(error);
}
