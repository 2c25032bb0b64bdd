/* Exports of a chart: the readings of its view as CSV, and its figure for paper; both of every reading in view. */
import { says } from "./account.ts";
import { figure as chartFigure } from "./figure.ts";
import { rangesShown, type Graph } from "./graph.ts";
import type { Choices, EarlyView, LoadRun } from "./model.ts";
import {
  PAPER,
  PRINT_SIZE,
  caption as chartCaption,
  exactForPrint,
  print,
  type Caption,
  type Captioned,
  type PrintedFigure,
} from "./print.ts";
import { sliceWords } from "./slices.ts";
import { csv } from "./view_csv.ts";

const LOOK_AGAIN = 50;

/** What a person looks at: the graph is null until it is there. */
export interface Look {
  view: EarlyView;
  choices: Choices;
  graph: Graph | null;
  scan: Captioned;
}

export class ChartExports {
  private readonly loadRun: LoadRun;
  private readonly look: () => Look;

  /** `look()` gives what is looked at now. */
  constructor(loadRun: LoadRun, look: () => Look) {
    this.loadRun = loadRun;
    this.look = look;
  }

  /** The parts of a CSV text. */
  async csv(): Promise<string[]> {
    const { view, choices, graph } = await this.whole();
    const traces = graph?.data ?? [];
    const hidden = choices.y.filter((_, at) => traces[at]?.visible === "legendonly");
    return csv(view, choices, this.loadRun, hidden);
  }

  /** The figure for paper, with its caption. */
  async printed(): Promise<{ figure: PrintedFigure; caption: Caption }> {
    const { view, choices, graph, scan } = await this.whole();
    const shown = { visible: (graph?.data ?? []).map((trace) => trace.visible), ...rangesShown(graph?.layout) };
    const exact = await exactForPrint(view, choices, this.loadRun);
    const whole = { ...view, ...exact, ...PRINT_SIZE };
    const { account, ...figure } = chartFigure(whole, choices, PAPER);
    const { series } = view;
    const slab = choices.kind === "heatmap" && series ? sliceWords(view.map.slices.of({ ...view, series }, choices)) : [];
    const caption: Caption = [...chartCaption(scan, choices.measurement), [...slab, ...says(account)].join(" · ")];
    return { figure: print(figure, caption, shown), caption };
  }

  /** What is looked at, once everything is here that a map is made of. */
  private async whole(): Promise<Look> {
    for (;;) {
      const seen = this.look();
      if (seen.choices.kind !== "heatmap" || !seen.view.incomplete) return seen;
      await new Promise((done) => globalThis.setTimeout(done, LOOK_AGAIN));
    }
  }
}
