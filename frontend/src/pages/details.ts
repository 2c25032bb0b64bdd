// @ts-nocheck
/* Facts about a scan: who, when, what was measured. */
import * as format from "../core/format.ts";
import * as dom from "../dom/elements.ts";
import { el, keyed } from "../dom/elements.ts";

export function details(node) {
  const list = el("dl.pb-facts");
  node.append(list);
  return (scan) => {
    const measured = (scan.measurements || []).map((each) => [`Measured by ${each.name}`, columns(each.columns)]);
    const rows = [
      ["Scan", scan.scan_id],
      ["Queued by", scan.user || format.NONE],
      ["Queued", format.moment(scan.created_at)],
      ["Started", scan.started_at ? format.moment(scan.started_at) : "not yet"],
      ["Ended", scan.ended_at ? format.moment(scan.ended_at) : "not yet"],
      ["Time running", format.duration(scan.elapsed)],
      ["A copy of", scan.retry_of || format.NONE],
      ...measured,
    ].map(([name, value]) => ({ name, value }));
    keyed(list, rows, {
      key: (row) => row.name,
      create: (row) => el("div", {}, el("dt", {}, row.name), el("dd")),
      update: (made, row) => dom.text(made.lastChild, row.value),
    });
  };
}

function columns(all) {
  return all
    .map((column) => `${format.titled(column.name, column.unit)}${column.shape.length ? ` × ${column.shape.join(" × ")}` : ""}`)
    .join(", ");
}
