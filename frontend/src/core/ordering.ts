/* An order that people change faster than the engine takes it: one request is under way at a time, and what is moved meanwhile goes
 * into the next one. */
import * as order from "./order.ts";

interface Ways {
  /** The order shown. */
  waiting(): string[];
  /** Sends a part of the order; resolves to why it was refused, or to "". */
  ask(ids: string[]): Promise<string>;
  /** Called when nothing is left to send; `had` is the order that the engine has. */
  done(refusal: string, had: string[]): void;
}

export interface Ordering {
  /** Change the order shown by `change()`, and send it. */
  move(change: () => void): Promise<void>;
  /** The engine has told its order anew, which is what is shown from now on. */
  told(ids: string[]): void;
  /** Whether the engine does not have the order shown yet. */
  readonly pending: boolean;
}

export function ordering({ waiting, ask, done }: Ways): Ordering {
  let had: string[] | null = null;
  let asking = false;
  let told = 0;

  async function settle(): Promise<void> {
    if (asking) return;
    asking = true;
    let refusal = "";
    let before = had ?? [];
    for (;;) {
      const shown = waiting();
      before = had ?? [];
      const [known, kept] = [new Set(before), new Set(shown)];
      const part = order.changed(
        before.filter((id) => kept.has(id)),
        shown.filter((id) => known.has(id)),
      );
      if (!part.length) break;
      const at = told;
      refusal = await ask(part);
      before = had ?? [];
      if (refusal || told !== at) break; // told anew: what is shown now is what the engine has
      had = shown;
    }
    asking = false;
    had = null;
    done(refusal, before);
  }

  return {
    async move(change) {
      had ??= waiting();
      change();
      await settle();
    },
    told(ids) {
      told += 1;
      had = asking ? ids : null;
    },
    get pending() {
      return had !== null;
    },
  };
}
