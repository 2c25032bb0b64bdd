/* Islands: which are filled when, also where their module comes later than they do. */
import assert from "node:assert/strict";
import test from "node:test";
import { JSDOM } from "jsdom";
import { island, later, start } from "../src/dom/islands.ts";

test("a module that comes later fills all islands it registers, on the page that asked for it and in what is added to it", async (t) => {
  const { window } = new JSDOM(`<main data-page="trip"><i data-pb="map"></i><i data-pb="unknown"></i></main>`);
  const names = ["document", "Element", "HTMLElement", "MutationObserver", "CustomEvent"] as const;
  for (const name of names) Object.defineProperty(globalThis, name, { configurable: true, writable: true, value: window[name] });
  t.after(() => window.close());
  const filled: string[] = [];
  const emptied: string[] = [];
  let arrive = () => {};
  let loads = 0;
  later(["page:trip"], () => {
    loads += 1;
    return new Promise<void>((done) => (arrive = done));
  });
  start();
  assert.equal(loads, 1);

  const main = window.document.querySelector("main")!;
  const add = (html: string) => main.insertAdjacentHTML("beforeend", html);
  add(`<i data-pb="map" id="added"></i><i data-pb="map" id="left"></i>`);
  await new Promise((done) => setTimeout(done));
  main.querySelector("#left")!.remove();
  await new Promise((done) => setTimeout(done));
  assert.deepEqual(filled, []);

  island("map", (node) => {
    filled.push(node.id);
    return () => emptied.push(node.id);
  });
  arrive();
  await new Promise((done) => setTimeout(done));
  assert.deepEqual(filled, ["", "added"]);

  add(`<i data-pb="map" id="last"></i>`);
  await new Promise((done) => setTimeout(done));
  assert.deepEqual(filled, ["", "added", "last"]);
  main.querySelector("#added")!.remove();
  await new Promise((done) => setTimeout(done));
  assert.deepEqual(emptied, ["added"]);
});
