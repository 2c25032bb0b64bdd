/* The pieces of code in docs/how-to/put-live-values-on-any-page.md run. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { transform } from "esbuild";
import { load, plainScript } from "./built_page.ts";

const PAGE = path.join(import.meta.dirname, "..", "..", "docs", "how-to", "put-live-values-on-any-page.md");
const text = await readFile(PAGE, "utf8");
const snippets = (language: string) => [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, code]) => code);

test("the first page follows its scan", async (t) => {
  const { window, urls } = load(await plainScript());
  t.after(() => window.close());
  const { document } = window;
  document.body.innerHTML = snippets("html")[0];
  const inline = [...document.querySelectorAll("script:not([src])")].map((script) => script.textContent);
  assert.equal(inline.length, 1);
  window.eval(inline[0]);
  assert.ok(urls.some((url) => url.includes("/ws/scan_SCAN_001?")));
});

test("the script that listens connects to the rooms that it names", async (t) => {
  const { window, urls } = load(await plainScript());
  t.after(() => window.close());
  for (const code of snippets("js")) window.eval(code);
  for (const room of ["global", "scan_SCAN_001"]) assert.ok(urls.some((url) => url.includes(`/ws/${room}?`)));
});

test("every method that the page names is there, and the app with a build is TypeScript", async (t) => {
  const { window } = load(await plainScript());
  t.after(() => window.close());
  const named = [...text.matchAll(/`(on[A-Z]\w+)`/g)].map(([, name]) => name);
  assert.ok(named.length > 10);
  for (const name of named) assert.equal(typeof window.PyBirchRealtime[name], "function", name);
  for (const code of snippets("ts")) await transform(code, { loader: "ts" });
});
