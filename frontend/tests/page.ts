/* A page in jsdom for tests of what draws into elements: its globals are those of this process until `close`. */
import { JSDOM } from "jsdom";

const NAMES = [
  "document",
  "CSS",
  "HTMLCanvasElement",
  "HTMLProgressElement",
  "HTMLMeterElement",
  "HTMLScriptElement",
  "requestAnimationFrame",
  "cancelAnimationFrame",
] as const;

export function page(html: string) {
  const { window } = new JSDOM(html, { url: "http://lab.example.org/pybirch/assets/page.html", pretendToBeVisual: true });
  const css = { escape: (text: string) => text.replace(/[^\w-]/g, "\\$&") }; // jsdom has no CSS.escape
  const before = NAMES.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  for (const name of NAMES)
    Object.defineProperty(globalThis, name, { configurable: true, writable: true, value: name === "CSS" ? css : window[name] });
  return {
    document: window.document,
    /** Resolves when the page has drawn. */
    drawn: () => new Promise((done) => window.requestAnimationFrame(() => window.requestAnimationFrame(done))),
    close() {
      for (const [name, descriptor] of before)
        if (descriptor) Object.defineProperty(globalThis, name, descriptor);
        else delete (globalThis as Record<string, unknown>)[name];
      window.close();
    },
  };
}
