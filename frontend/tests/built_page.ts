/* Scripts in a page of jsdom. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { JSDOM, VirtualConsole } from "jsdom";

export const BUILT = path.join(import.meta.dirname, "..", "..", "assets", "built");
const URL = "http://lab.example.org/pybirch/assets/page.html";

/** The plain script for pages without a build. */
export const plainScript = () => readFile(path.join(BUILT, "realtime.js"), "utf8");

/** The scripts of our pages in one: jsdom runs no modules. */
export async function pageScript(): Promise<string> {
  const main = path.join(import.meta.dirname, "..", "src", "main.ts");
  const define = { "import.meta.url": '""' };
  const { outputFiles } = await build({ entryPoints: [main], bundle: true, format: "iife", define, write: false, logLevel: "error" });
  return outputFiles[0].text;
}

/** Run a script in an empty page; which globals it adds, and the addresses of its sockets. */
export function load(code: string) {
  const dom = new JSDOM("<!doctype html><title>PyBirch</title>", {
    url: URL,
    runScripts: "outside-only",
    virtualConsole: new VirtualConsole(),
  });
  const { window } = dom;
  const urls: string[] = [];
  window.WebSocket = class {
    constructor(url: string) {
      urls.push(url);
    }
    close() {}
  } as never;
  window.ResizeObserver = class {} as never; // jsdom lacks these
  Object.assign(window, { CSS: { escape: (text: string) => text } });
  window.matchMedia = () => ({ matches: false, addEventListener() {} }) as never;
  Object.assign(window.performance, { getEntriesByType: () => [] });
  const before = new Set(Object.getOwnPropertyNames(window));
  window.eval(code);
  const added = Object.getOwnPropertyNames(window).filter((each) => !before.has(each));
  return { window, added: added.sort(), urls };
}
