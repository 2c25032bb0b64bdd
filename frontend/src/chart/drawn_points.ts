// @ts-nocheck
/* The points that are drawn of a view: of its window where that was read exactly, else of the rows the page holds. */
import { ofSeries } from "./points.ts";
import { pointsOfWindow } from "./window_points.ts";

/** {count, exact, passes, values(name)}: what is drawn, in order; `exact` says that every reading of the view is among it, `passes`
 *  {shown, of} how many of a repeated sweep's. Where a line breaks there is a place without numbers. */
export function points(view, choices) {
  return view.exact && view.exact.table ? pointsOfWindow(view, choices) : ofSeries(view, choices);
}
