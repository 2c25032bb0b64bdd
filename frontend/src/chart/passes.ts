// @ts-nocheck
/* Where the values of an axis turn round or begin anew: a sweep that is repeated is several passes, and a line that is drawn by few
 * of its readings may only leave some out within a pass. */
const NOISE = 0.02; // of the span: a smaller way back is none
const MOST = 12000; // readings of several passes that are drawn
const LEAST = 60; // of one pass
const MOST_PASSES = MOST / LEAST;
const AT_ONCE = 65536;
const kept = new WeakMap(); // series or table -> {column: its passes}
const JUMP = 0.5; // of the span, from one reading to the next: the sweep begins anew

export class Passes {
  /** `first`: the place of the first value that will be taken. */
  constructor(first = 0) {
    this.first = first;
    this.upto = first;
    this.starts = [first]; // places
    this.anew = new Set(); // those of them to which no line leads
    this._low = Infinity;
    this._high = -Infinity;
    this._begin(NaN, first);
  }

  get count() {
    return this.starts.length;
  }

  /** Take the values that follow; `apart(place)` says that a pass ends before a place whatever the values. */
  take(values, apart = null) {
    for (let i = 0; i < values.length; i += 1, this.upto += 1) {
      if (!apart) {
        i = this._pass(values, i);
        if (i === values.length) return;
      }
      const value = values[i];
      if (apart && this.upto > this.first && apart(this.upto)) this._start(this.upto, value, true);
      else if (value - value === 0) this._look(value, this.upto);
    }
  }

  /** The first place of `values` from `i` on that does not simply go on the present way: nearly all of them do. */
  _pass(values, i) {
    const begin = i;
    let extreme = this._extreme;
    if (this._way > 0) for (; i < values.length && values[i] >= extreme; i += 1) extreme = values[i];
    else if (this._way < 0) for (; i < values.length && values[i] <= extreme; i += 1) extreme = values[i];
    if (i === begin) return i;
    this.upto += i - begin;
    this._go(this._way, extreme, this.upto - 1);
    this._last = extreme;
    if (extreme > this._high) this._high = extreme;
    if (extreme < this._low) this._low = extreme;
    return i;
  }

  /** [from, to) of a pass. */
  range(at) {
    return [this.starts[at], at + 1 < this.starts.length ? this.starts[at + 1] : this.upto];
  }

  _look(value, place) {
    if (value < this._low) this._low = value;
    if (value > this._high) this._high = value;
    const span = this._high - this._low;
    const step = value - this._last;
    this._last = value;
    if (this._way === 0 || this._extreme !== this._extreme) {
      if (this._extreme !== this._extreme) this._extreme = value;
      else if (Math.abs(value - this._extreme) > NOISE * span) this._go(Math.sign(value - this._extreme), value, place);
      return;
    }
    const back = this._way * (this._extreme - value);
    if (back <= 0) this._go(this._way, value, place);
    else if (back > NOISE * span) {
      const anew = -this._way * step > JUMP * span;
      const way = -this._way;
      this._start(anew ? place : this._at + 1, value, anew);
      if (!anew) this._go(way, value, place);
    }
  }

  _go(way, extreme, at) {
    this._way = way;
    this._extreme = extreme;
    this._at = at;
  }

  _start(place, value, anew) {
    this.starts.push(place);
    if (anew) this.anew.add(place);
    this._begin(value, this.upto);
  }

  _begin(value, place) {
    this._last = value;
    this._go(0, value, place);
  }
}

/** The passes of a series over one of its columns, as far back as it keeps every row; kept up to date from call to call. */
function ofSeries(series, name) {
  const known = (kept.get(series) || {})[name];
  const fits = known && known.first === series.first && known.upto <= series.end;
  const passes = fits || (known && known.first < series.first && known.upto <= series.end) ? known : new Passes(series.first);
  if (passes !== known) kept.set(series, { [name]: passes });
  for (let at = passes.upto; at < series.end; at += AT_ONCE) passes.take(series.slice(name, at, Math.min(series.end, at + AT_ONCE)));
  return passes;
}

/** The passes of a table over one of its columns. */
function ofTable(table, name) {
  const known = (kept.get(table) || {})[name];
  const passes = known || new Passes();
  if (!known) kept.set(table, { [name]: passes });
  passes.take(table.values(name).subarray(passes.upto), (place) => table.apart(place - 1, place));
  return passes;
}

/** {of, chosen: [{range, share, apart}]}: the passes from place `from` on that are drawn, with so many readings each: all of them,
 *  or evenly chosen ones and the last; `apart` where one between was left out or the sweep began anew. */
function choose(passes, from) {
  const every = passes.starts.map((_, at) => passes.range(at)).filter(([, end]) => end > from);
  const whole = every.filter(([a, b]) => b - a > 2); // the others are the way back of a sweep, which crosses a window
  const all = whole.length ? whole : every;
  const count = Math.min(all.length, MOST_PASSES);
  const share = Math.max(LEAST, Math.floor(MOST / count));
  const places = Array.from({ length: count }, (_, at) => all.length - 1 - Math.floor(((count - 1 - at) * all.length) / count));
  const chosen = places.map((place, at) => {
    const [a, b] = all[place];
    return { range: [Math.max(a, from), b], share, apart: at > 0 && (passes.anew.has(a) || a !== all[places[at - 1]][1]) };
  });
  return { of: all.length, chosen };
}

/** What `draw()` gives for the places [a, b) of a pass, kept from one drawing to the next where the pass is over. */
export function drawnPass(passes, { a, b, share, key }, draw) {
  if (passes.drawnAs !== `${share} ${key}`) Object.assign(passes, { drawnAs: `${share} ${key}`, drawn: new Map() });
  const known = passes.drawn.get(a);
  if (known && known.b === b) return known.places;
  const places = draw();
  passes.drawn.set(a, { b, places });
  return places;
}

export { ofSeries as passesOfSeries, ofTable as passesOfTable, choose as choosePasses };
