// @ts-nocheck
/* Listeners by event name. A listener may belong to an element of the page and is then dropped when that has
 * left it. */
export class Dispatcher {
  constructor(report = reportLater) {
    this._listeners = new Map();
    this._report = report;
  }

  /** Call `listener` with the data of each event `name`; returns what ends it. */
  on(name, listener, { element = null } = {}) {
    const entry = { listener, element, seen: Boolean(element && element.isConnected) };
    if (!this._listeners.has(name)) this._listeners.set(name, new Set());
    this._listeners.get(name).add(entry);
    return () => this._drop(name, entry);
  }

  /** Tell the listeners of `name`; an error in one does not keep the others from hearing. */
  emit(name, ...data) {
    for (const entry of [...(this._listeners.get(name) || [])]) {
      if (this._gone(entry)) {
        this._drop(name, entry);
        continue;
      }
      try {
        entry.listener(...data);
      } catch (error) {
        this._report(error);
      }
    }
  }

  /** Drop the listeners whose element has left the page. */
  sweep() {
    for (const [name, entries] of this._listeners) {
      for (const entry of [...entries]) if (this._gone(entry)) this._drop(name, entry);
    }
  }

  /** Whether anybody listens to `name`. */
  has(name) {
    return this._listeners.has(name);
  }

  /** How many listeners there are. */
  get size() {
    let count = 0;
    for (const entries of this._listeners.values()) count += entries.size;
    return count;
  }

  _gone(entry) {
    if (!entry.element) return false;
    if (entry.element.isConnected) entry.seen = true;
    return entry.seen && !entry.element.isConnected; // one that is not in the page yet is not gone
  }

  _drop(name, entry) {
    const entries = this._listeners.get(name);
    if (!entries) return;
    entries.delete(entry);
    if (entries.size === 0) this._listeners.delete(name);
  }
}

function reportLater(error) {
  if (typeof globalThis.reportError === "function") globalThis.reportError(error);
  else globalThis.console.error(error);
}
