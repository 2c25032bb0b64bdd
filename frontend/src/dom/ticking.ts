// @ts-nocheck
/* Things that change as time passes: ages of moments, and work that is done each second while its element is in the page. */
import * as format from "../core/format.ts";
import * as dom from "./elements.ts";

const works = new Set();

/** Call `work()` now and each second until what is returned is called. */
export function eachSecond(work) {
  works.add(work);
  work();
  return () => works.delete(work);
}

/** Let the node tell how long ago `timestamp` was, with the moment itself on hover. `form` may be "elapsed". */
export function moment(node, timestamp, form = "age") {
  if (!timestamp) {
    delete node.dataset.moment;
    node.removeAttribute("title");
    dom.text(node, format.NONE);
    return node;
  }
  if (node.dataset.moment !== String(timestamp)) {
    node.dataset.moment = timestamp;
    node.dataset.form = form;
    node.title = format.moment(typeof timestamp === "number" ? timestamp : Date.parse(timestamp));
  }
  refresh(node);
  return node;
}

function refresh(node) {
  const raw = node.dataset.moment;
  const at = /^\d+(\.\d+)?$/.test(raw) ? Number(raw) : Date.parse(raw);
  const elapsed = node.dataset.form === "elapsed";
  dom.text(node, elapsed ? format.duration(Math.max(0, (Date.now() - at) / 1000)) : format.age(at));
}

/** Begin to listen to the page. */
export function start() {
  globalThis.setInterval(() => {
    for (const work of [...works]) work();
    for (const node of document.querySelectorAll("[data-moment]")) refresh(node);
  }, 1000);
}
