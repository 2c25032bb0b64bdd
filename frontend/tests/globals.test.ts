/* The built scripts run in a page of jsdom: which globals they add, and what `PyBirchRealtime` offers. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { BUILT, load, pageScript, plainScript } from "./built_page.ts";

/** What Dash and its grid look for on the page. */
const OF_DASH = ["dash_clientside", "dashAgGridComponentFunctions", "dashAgGridFunctions"];

test("the scripts of pages add PyBirchRealtime and what Dash needs, and nothing else", async (t) => {
  const { window, added } = load(await pageScript());
  t.after(() => window.close());
  assert.deepEqual(
    added.filter((name) => !OF_DASH.includes(name)),
    ["PyBirchRealtime"],
  );
});

test("the plain script adds PyBirchRealtime alone: a class with the methods of a ready instance and the managers", async (t) => {
  const { window, added, urls } = load(await plainScript());
  t.after(() => window.close());
  assert.deepEqual(added, ["PyBirchRealtime"]);
  const { PyBirchRealtime } = window;
  const own = new PyBirchRealtime();
  assert.ok(own instanceof PyBirchRealtime);
  assert.deepEqual([own.state, PyBirchRealtime.state], ["disconnected", "disconnected"]);
  PyBirchRealtime.connect();
  assert.deepEqual([own.state, PyBirchRealtime.state], ["disconnected", "connecting"]);
  assert.match(urls[0], /\/ws\/global\?/);
  PyBirchRealtime.disconnect();
  for (const name of ["onScanStatus", "onQueueStatus", "onDataPoint", "onInstrumentStatus", "onConnection", "subscribe", "unsubscribe"])
    for (const each of [own, PyBirchRealtime]) assert.equal(typeof each[name], "function", name);
  for (const name of ["QueueRealtimeManager", "ScanRealtimeManager", "InstrumentRealtimeManager"])
    assert.equal(typeof PyBirchRealtime[name], "function", name);
});

test("the module exports what the plain script offers, and its types are beside it", async () => {
  const module = await import(path.join(BUILT, "realtime.mjs"));
  const names = ["InstrumentRealtimeManager", "PyBirchRealtime", "QueueRealtimeManager", "ScanRealtimeManager"];
  assert.deepEqual(Object.keys(module).sort(), names);
  const types = await readFile(path.join(BUILT, "realtime.d.mts"), "utf8");
  for (const name of names) assert.match(types, new RegExp(`declare class ${name}\\b`));
});
