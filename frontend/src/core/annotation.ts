// @ts-nocheck
/* One field of a scan that several people may write at once: what the server has, what is typed here, and what
 * somebody else has made of it meanwhile. Nothing typed is ever overwritten; where both have changed, a person
 * decides. */
const asIs = (text) => text;

export class Annotation {
  /** `tidy(text)`: the text as the server would give it back, so that only what matters counts as a change. */
  constructor(tidy = asIs) {
    this.kept = ""; // what the server has, as far as the typed text is based on it
    this.typed = "";
    this.theirs = null; // what somebody else has made of it while it was edited here
    this._tidy = tidy;
    this._sent = null;
  }

  /** "same" as on the server, "edited", "saving", or "conflict". */
  get state() {
    if (this.theirs !== null) return "conflict";
    if (this._sent !== null) return "saving";
    return this._tidy(this.typed) === this.kept ? "same" : "edited";
  }

  /** Begin where something was left unsaved. */
  restore({ kept, typed }) {
    this.kept = kept;
    this.typed = typed;
  }

  /** The server says that it has `text`; returns whether the field is to show it. */
  serverHas(text) {
    if (text === this.kept) return this._agree(text, false); // whatever was told in between is over
    if (this._sent !== null && text === this._tidy(this._sent)) return false; // told before it was answered
    if (this._tidy(this.typed) === text) return this._agree(text, false);
    if (this._tidy(this.typed) === this.kept && this._sent === null) return this._agree(text, true);
    this.theirs = text;
    return false;
  }

  type(text) {
    this.typed = text;
  }

  /** {typed, kept} to be sent; null when there is nothing to send, or not now. */
  send() {
    if (this.state !== "edited") return null;
    this._sent = this.typed;
    return { typed: this.typed, kept: this.kept };
  }

  /** The server has taken what was sent last. */
  taken() {
    this.kept = this._tidy(this._sent);
    this._sent = null;
    if (this.theirs === this.kept) this.theirs = null;
  }

  /** The server has not taken what was sent last. */
  refused() {
    this._sent = null;
  }

  /** Let what somebody else wrote stand. */
  takeTheirs() {
    this._agree(this.theirs, true);
  }

  /** Let what is typed here replace what somebody else wrote. */
  keepMine() {
    this.kept = this.theirs;
    this.theirs = null;
  }

  _agree(text, show) {
    this.kept = text;
    this.theirs = null;
    if (show) this.typed = text;
    return show;
  }
}
