/* One field of a scan that several people may write at once: what the server has, what is typed here, and what somebody else has made of
 * it meanwhile. Nothing typed is ever overwritten; where both have changed, a person decides. */

/** `kept` is the text of the server that the typed text is based on. */
export interface Draft {
  kept: string;
  typed: string;
}

export class Annotation {
  kept = "";
  typed = "";
  /** What somebody else has made of it while it was edited here. */
  theirs: string | null = null;
  private readonly tidy: (text: string) => string;
  private sent: string | null = null;

  /** `tidy`: the text as the server would give it back, so that only what matters counts as a change. */
  constructor(tidy = (text: string) => text) {
    this.tidy = tidy;
  }

  get state(): "same" | "edited" | "saving" | "conflict" {
    if (this.theirs !== null) return "conflict";
    if (this.sent !== null) return "saving";
    return this.tidy(this.typed) === this.kept ? "same" : "edited";
  }

  /** Begin where something was left unsaved. */
  restore({ kept, typed }: Draft): void {
    this.kept = kept;
    this.typed = typed;
  }

  /** The server has `text`; returns whether the field is to show it. */
  serverHas(text: string): boolean {
    if (text === this.kept) return this.agree(text, false);
    if (this.sent !== null && text === this.tidy(this.sent)) return false; // told before it was answered
    const typed = this.tidy(this.typed);
    if (typed === text) return this.agree(text, false);
    if (typed === this.kept && this.sent === null) return this.agree(text, true);
    this.theirs = text;
    return false;
  }

  type(text: string): void {
    this.typed = text;
  }

  /** What to send; null when there is nothing to send, or not now. */
  send(): Draft | null {
    if (this.state !== "edited") return null;
    this.sent = this.typed;
    return { typed: this.typed, kept: this.kept };
  }

  /** The server has taken what was sent last. */
  taken(): void {
    this.kept = this.tidy(this.sent ?? "");
    this.sent = null;
    if (this.theirs === this.kept) this.theirs = null;
  }

  /** The server has not taken what was sent last. */
  refused(): void {
    this.sent = null;
  }

  /** Let what somebody else wrote stand. */
  takeTheirs(): void {
    this.agree(this.theirs ?? "", true);
  }

  /** Let what is typed here replace what somebody else wrote. */
  keepMine(): void {
    this.kept = this.theirs ?? "";
    this.theirs = null;
  }

  private agree(text: string, show: boolean): boolean {
    this.kept = text;
    this.theirs = null;
    if (show) this.typed = text;
    return show;
  }
}
