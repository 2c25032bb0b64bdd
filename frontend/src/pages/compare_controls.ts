/* What of the compared scans is drawn: the axes, lines or points, logarithmic or not. */
import { button, el } from "../dom/elements.ts";
import { type Item, segments, select, toggle } from "../dom/controls.ts";

/** What was chosen; what is not chosen follows from the scans. */
export interface Chosen {
  x?: string;
  y?: string;
  kind?: string;
  logX: boolean;
  logY: boolean;
}
type Complete = Required<Chosen>;

const KINDS = [
  { value: "line", label: "Line" },
  { value: "scatter", label: "Scatter" },
];

/** Put the controls into `node`; `update` shows what can be and what is chosen. */
export function compareControls(
  node: HTMLElement,
  choose: (changes: Partial<Chosen>) => void,
  reset: () => unknown,
): { update(can: { x: Item[]; y: Item[] }, now: Complete): void } {
  const x = select("x", (value) => choose({ x: value }));
  const y = select("y", (value) => choose({ y: value }));
  const kind = segments<string>("Kind of chart", (value) => choose({ kind: value }));
  const logX = toggle("log x", (on) => choose({ logX: on }));
  const logY = toggle("log y", (on) => choose({ logY: on }));
  const all = button("", { kind: "quiet", icon: "retry", title: "Show everything again", "aria-label": "Reset the zoom", on: reset });
  node.append(kind.node, x.node, y.node, logX.node, logY.node, el("div.pb-chart-more", {}, all));
  return {
    update(can, now) {
      node.classList.toggle("pb-chart-ready", can.y.length > 0);
      kind.update(KINDS, now.kind);
      x.update(can.x, now.x);
      y.update(can.y, now.y, can.y.length > 0);
      logX.update(now.logX, true);
      logY.update(now.logY, true);
    },
  };
}
