// @ts-nocheck
/* Exports of a chart: the readings of its view as CSV, and its figure for paper; both of every reading in view. */
import { says } from "./account.ts";
import { figure as chartFigure } from "./figure.ts";
import { rangesShown } from "./graph.ts";
import { PAPER, PRINT_SIZE, caption as chartCaption, exactForPrint, print } from "./print.ts";
import { sliceWords } from "./slices.ts";
import { csv } from "./view_csv.ts";

const LOOK_AGAIN = 50;

export class ChartExports {
  /** `look()` -> {view, choices, graph, scan} as they are now. */
  constructor(loadRun, look) {
    this._loadRun = loadRun;
    this._look = look;
  }

  /** The parts of a CSV text. */
  async csv() {
    const { view, choices, graph } = await this._whole();
    const traces = graph ? graph.data : [];
    const hidden = choices.y.filter((_, at) => traces[at] && traces[at].visible === "legendonly");
    return csv(view, choices, this._loadRun, hidden);
  }

  /** {figure, caption}, see print.js. */
  async printed() {
    const { view, choices, graph, scan } = await this._whole();
    const { data = [], layout } = graph || {};
    const shown = { visible: data.map((trace) => trace.visible), ...rangesShown(layout) };
    const exact = await exactForPrint(view, choices, this._loadRun);
    const whole = { ...view, ...exact, ...PRINT_SIZE };
    const { account, ...figure } = chartFigure(whole, choices, PAPER);
    const slab = choices.kind === "heatmap" && view.series ? sliceWords(view.map.slices.of(view, choices)) : [];
    const caption = [...chartCaption(scan, choices.measurement), [...slab, ...says(account)].join(" · ")];
    return { figure: print(figure, caption, shown), caption };
  }

  /** What is looked at, once everything is here that a map is made of. */
  async _whole() {
    for (;;) {
      const seen = this._look();
      if (seen.choices.kind !== "heatmap" || !seen.view.incomplete) return seen;
      await new Promise((done) => globalThis.setTimeout(done, LOOK_AGAIN));
    }
  }
}
