/* Things that change as time passes: ages of moments, and work that is done each second while its element is in the page. */
import * as format from "../core/format.ts";
import { text } from "./elements.ts";

const works = new Set<() => void>();

/** Call `work()` now and each second until what is returned is called. */
export function eachSecond(work: () => void): () => void {
  works.add(work);
  work();
  return () => void works.delete(work);
}

/** Let the node tell how long ago `timestamp` was ("elapsed": for how long), with the moment itself on hover. */
export function moment<Node extends HTMLElement>(
  node: Node,
  timestamp: string | number | null | undefined,
  form: "age" | "elapsed" = "age",
): Node {
  if (!timestamp) {
    delete node.dataset.moment;
    node.removeAttribute("title");
    return text(node, format.NONE);
  }
  if (node.dataset.moment !== String(timestamp)) {
    node.dataset.moment = String(timestamp);
    node.dataset.form = form;
    node.title = format.moment(timestamp);
  }
  refresh(node);
  return node;
}

function refresh(node: HTMLElement): void {
  const { moment = "", form } = node.dataset;
  const at = /^\d+(\.\d+)?$/.test(moment) ? Number(moment) : Date.parse(moment);
  text(node, form === "elapsed" ? format.duration(Math.max(0, (Date.now() - at) / 1000)) : format.age(at));
}

/** Begin to listen to the page. */
export function start(): void {
  globalThis.setInterval(() => {
    for (const work of [...works]) work();
    for (const node of document.querySelectorAll<HTMLElement>("[data-moment]")) refresh(node);
  }, 1000);
}
