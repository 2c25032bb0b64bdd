/* The points that are drawn of a view: of its window where that was read exactly, else of the rows the page holds. */
import type { Choices, View } from "./model.ts";
import { ofSeries, type DrawnPoints } from "./points.ts";
import { pointsOfWindow } from "./window_points.ts";

export function points(view: View, choices: Choices): DrawnPoints {
  const { table = null, from = 0 } = view.exact ?? {};
  return table ? pointsOfWindow(view, choices, table, from) : ofSeries(view, choices);
}
