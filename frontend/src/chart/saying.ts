// @ts-nocheck
/* Tells listeners a text when it changes, at most twice a second: it stands beside a chart that is drawn far more often. */
import { Dispatcher } from "../core/dispatch.ts";

const APART = 500;
const CLOCK = {
  now: () => Date.now(),
  setTimeout: (work, ms) => globalThis.setTimeout(work, ms),
  clearTimeout: (timer) => globalThis.clearTimeout(timer),
};

export class Saying {
  constructor(clock = CLOCK) {
    this.text = "";
    this._clock = clock;
    this._changes = new Dispatcher();
    this._next = "";
    this._at = -Infinity;
    this._timer = 0;
  }

  /** Call `listener(text)` now and at each change -> off. */
  on(listener) {
    const off = this._changes.on("change", listener);
    listener(this.text);
    return off;
  }

  say(text) {
    this._next = text;
    if (text === this.text || this._timer) return;
    const wait = this._at + APART - this._clock.now();
    if (wait > 0) this._timer = this._clock.setTimeout(() => this._tell(), wait);
    else this._tell();
  }

  stop() {
    this._clock.clearTimeout(this._timer);
  }

  _tell() {
    this._timer = 0;
    if (this._next === this.text) return;
    this.text = this._next;
    this._at = this._clock.now();
    this._changes.emit("change", this.text);
  }
}
