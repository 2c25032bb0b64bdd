/* Leaves of Python layouts that stay up to date by themselves: a moment's age, a scan's picture. */
import { island } from "../dom/islands.ts";
import { moment } from "../dom/ticking.ts";
import { thumbnail } from "./thumbnail.ts";

island("moment", (node: HTMLElement) => void moment(node, node.dataset.moment));

island("thumbnail", (node: HTMLElement) => {
  const { canvas, follow } = thumbnail();
  node.append(canvas);
  follow({ scan_id: node.dataset.scan, point: Number(node.dataset.point) });
});
