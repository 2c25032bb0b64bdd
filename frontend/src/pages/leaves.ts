/* Leaves of Python layouts that stay up to date by themselves: a moment's age, a scan's picture. */
import * as format from "../core/format.ts";
import { text } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { moment } from "../dom/ticking.ts";
import { thumbnail } from "./thumbnail.ts";

island("moment", (node: HTMLElement) => void moment(node, node.dataset.moment));

island("full-moment", (node: HTMLElement) => void text(node, format.moment(node.dataset.at ?? "")));

island("thumbnail", (node: HTMLElement) => {
  const { canvas, follow } = thumbnail();
  node.append(canvas);
  follow({ scan_id: node.dataset.scan ?? "", point: Number(node.dataset.point) });
});
