import { test } from "node:test";
import assert from "node:assert/strict";
import { drafts } from "../src/newscan/drafts.ts";

/** A store like those of the browser. */
function store() {
  const values = new Map<string, string>();
  return {
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => void values.set(name, value),
    clear: () => values.clear(),
  };
}
const plan = (name: string) => ({ plan: { name, steps: [] }, named: true });

test("a draft belongs to where it began and outlives its tab", () => {
  const [tab, browser] = [store(), store()];
  const kept = drafts([tab, browser]);
  kept.keep("", plan("fresh"));
  kept.keep("from SCAN_001", plan("copy"));
  assert.equal(kept.read("")?.plan.name, "fresh");
  drafts([store(), browser]).keep("", plan("of another tab"));
  assert.equal(kept.read("")?.plan.name, "fresh", "this tab's own comes first");
  tab.clear();
  assert.equal(kept.read("")?.plan.name, "of another tab");
  kept.forget("");
  assert.equal(kept.read(""), null);
  assert.equal(kept.read("from SCAN_001")?.plan.name, "copy");
});

test("only the latest are kept, and what cannot be read is none", () => {
  const browser = store();
  const kept = drafts([browser]);
  for (let k = 0; k < 12; k += 1) kept.keep(`from ${k}`, plan(String(k)));
  assert.equal(kept.read("from 3"), null);
  assert.equal(kept.read("from 11")?.plan.name, "11");
  browser.setItem("pybirch.newscan.drafts", "{broken");
  assert.equal(kept.read("from 11"), null);
  kept.keep("", { plan: { steps: "none" }, named: true });
  assert.equal(kept.read(""), null);
});
