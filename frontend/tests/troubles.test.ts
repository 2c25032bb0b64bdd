import test from "node:test";
import assert from "node:assert/strict";
import { ofScan, ofInstrument } from "../src/pages/troubles.ts";
test("a scan that failed is told with its reason and where to go", () => {
  const told = ofScan({ scan_id: "SCAN_007", name: "Map", status: "failed", message: "stage: no answer" });
  assert.equal(told.sentence, "“Map” failed: stage: no answer.");
  assert.equal(told.link.path, "/scans/SCAN_007");
  assert.equal(ofScan({ scan_id: "SCAN_007", name: "Map", status: "interrupted", message: "" }).sentence, "“Map” was interrupted.");
  for (const status of ["running", "completed", "stopped", "aborted"])
    assert.equal(ofScan({ scan_id: "S", name: "Map", status, message: "" }), null);
});

test("an instrument that is gone is told with what to do; one disconnected by hand is not", () => {
  const stage = { instrument_id: 3, instrument_name: "stage" };
  const told = ofInstrument({ ...stage, status: "disconnected", error: "stage: nothing answers." });
  assert.equal(told.sentence, "stage is disconnected: nothing answers. Look at its cable and power; PyBirch tries it again by itself.");
  assert.equal(told.link.path, "/instruments/3");
  assert.equal(ofInstrument({ ...stage, status: "disconnected", error: null }), null);
  assert.equal(ofInstrument({ ...stage, status: "error", error: "stalled" }).sentence, "stage is in error: stalled.");
  assert.equal(ofInstrument({ ...stage, status: "idle", error: "old" }), null);
});
