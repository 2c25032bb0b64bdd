/* Gives listeners a text when it changes, at most twice a second: it stands beside a chart that is drawn far more often. */
import { Dispatcher } from "../core/dispatch.ts";

const APART = 500; // ms

export class ThrottledText {
  text = "";
  private readonly changes = new Dispatcher<{ change: [text: string] }>();
  private next = "";
  private changedAt = -Infinity;
  private timer: number | undefined;

  /** Call `listener(text)` now and at each change -> off. */
  on(listener: (text: string) => void): () => void {
    const off = this.changes.on("change", listener);
    listener(this.text);
    return off;
  }

  set(text: string): void {
    this.next = text;
    if (text === this.text || this.timer !== undefined) return;
    const wait = this.changedAt + APART - Date.now();
    if (wait > 0) this.timer = globalThis.setTimeout(() => this.emit(), wait);
    else this.emit();
  }

  stop(): void {
    globalThis.clearTimeout(this.timer);
  }

  private emit(): void {
    this.timer = undefined;
    if (this.next === this.text) return;
    this.text = this.next;
    this.changedAt = Date.now();
    this.changes.emit("change", this.text);
  }
}
