/* Views in frames of other pages (pages/embed): they tell the page around how high they are, and open what they link to in tabs of
 * its own. What the frame of a page does, such as shortcuts and messages of alerts, is left to pages with a frame. */
import { island } from "../dom/islands.ts";

/** Whether this is a view without the frame; dashboard/components/document.py notes it. */
export function embedded(): boolean {
  return document.documentElement.dataset.embed === "yes";
}

function openAside(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  if (!link || link.hasAttribute("download") || !/^https?:$/.test(link.protocol)) return;
  event.preventDefault();
  event.stopPropagation();
  globalThis.open(link.href, "_blank", "noopener");
}

island("embedded", (node: HTMLElement) => {
  // Whoever shows the view may know its height, so any page may hear it.
  const tell = () => globalThis.parent.postMessage({ type: "pybirch:height", height: Math.ceil(node.offsetHeight) }, "*");
  const size = new ResizeObserver(tell);
  size.observe(node);
  document.addEventListener("click", openAside, true);
  return () => {
    size.disconnect();
    document.removeEventListener("click", openAside, true);
  };
});
