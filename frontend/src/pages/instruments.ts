/* How many instruments are in which state. */
import { drawWith } from "../dom/drawing.ts";
import { island } from "../dom/islands.ts";
import { summary } from "./figures.ts";

island("instrument-summary", (node: HTMLElement) =>
  drawWith(node, node.dataset.room ?? "", (state) => summary(node, state.instruments ?? [])),
);
