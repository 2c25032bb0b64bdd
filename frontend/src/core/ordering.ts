// @ts-nocheck
/* An order that people change faster than it can be asked for: what is shown is asked for until the engine has it, and what is moved
 * meanwhile is asked for together. */
import * as order from "./order.ts";

/** `waiting()` tells the order shown, `ask(ids)` asks for a part of it and resolves to why not, or to "". `done(refusal, had)` comes
 *  when there is nothing more to ask; `had` is the order that the engine has. */
export function ordering({ waiting, ask, done }) {
  let had = null;
  let asking = false;
  let told = 0;

  async function settle() {
    if (asking) return;
    asking = true;
    let refusal = "";
    for (;;) {
      const shown = waiting();
      const [known, kept] = [new Set(had), new Set(shown)];
      const part = order.changed(
        had.filter((id) => kept.has(id)),
        shown.filter((id) => known.has(id)),
      );
      if (!part.length) break;
      const at = told;
      refusal = await ask(part);
      if (refusal || told !== at) break; // told anew: what is shown now is what the engine has
      had = shown;
    }
    asking = false;
    const before = had;
    had = null;
    done(refusal, before);
  }

  return {
    /** Change the order shown by `change()`, and ask for it. */
    move(change) {
      had = had || waiting();
      change();
      return settle();
    },
    /** The engine has told its order anew, which is what is shown from now on. */
    told(ids) {
      told += 1;
      had = asking ? ids : null;
    },
    get pending() {
      return had !== null;
    },
  };
}
