import test from "node:test";
import assert from "node:assert/strict";
import { anyOn, choose, readChoices } from "../src/attention/choices.ts";
import { KINDS, Watch, notice, occasion, route } from "../src/attention/occasions.ts";
import { face, icon as attentionIcon, titled } from "../src/attention/tabface.ts";
import { tune as attentionTune } from "../src/attention/tunes.ts";

const scan = (status, more = {}) => ({ scan_id: "SCAN_042", name: "Raman map", status, message: "", ...more });

test("only a change is an occasion", () => {
  assert.equal(occasion(scan("running"), scan("completed")), "finished");
  assert.equal(occasion(scan("stopping"), scan("stopped")), "finished");
  assert.equal(occasion(scan("running"), scan("failed")), "failed");
  assert.equal(occasion(scan("aborting"), scan("aborted")), "failed");
  assert.equal(occasion(scan("running"), scan("interrupted")), "failed");
  assert.equal(occasion(scan("pausing"), scan("paused")), "waiting");
  assert.equal(occasion(scan("queued"), scan("starting", { message: "waiting for stage, held by SCAN_041" })), "waiting");
  assert.equal(occasion(scan("queued"), scan("starting")), null);
  assert.equal(occasion(scan("paused"), scan("paused", { message: "still" })), null);
  assert.equal(occasion(scan("paused"), scan("running")), null);
  assert.equal(occasion(undefined, scan("failed")), null);
});

test("a watch tells each thing once, and what happened while it did not look", () => {
  const watch = new Watch();
  assert.deepEqual(watch.snapshot([scan("running"), scan("paused", { scan_id: "SCAN_043" })]), []);
  assert.equal(watch.status(scan("running", { point: 5 })), null);
  assert.equal(watch.status(scan("paused", { scan_id: "SCAN_043" })), null);
  assert.deepEqual(watch.snapshot([scan("paused", { scan_id: "SCAN_043" })]), ["SCAN_042"]);
  assert.equal(watch.status(scan("failed")), "failed");
  assert.equal(watch.status(scan("failed")), null);
  assert.deepEqual(watch.snapshot([scan("paused", { scan_id: "SCAN_043" })]), []);
});

test("a scan that was over before anything was heard of it is told of", () => {
  const watch = new Watch();
  assert.equal(watch.status(scan("failed")), null);
  watch.snapshot([]);
  assert.equal(watch.status(scan("completed", { scan_id: "SCAN_050" })), "finished");
  assert.equal(watch.status(scan("completed", { scan_id: "SCAN_050" })), null);
  assert.equal(watch.status(scan("failed")), null);
});

test("a notice says what, why and where", () => {
  const failed = notice(scan("failed", { message: "stage does not answer", point: 1284, elapsed: 190 }));
  assert.equal(failed.title, "Raman map failed");
  assert.equal(failed.body, "stage does not answer\nSCAN_042 · 1,284 points · 3 m 10 s");
  assert.equal(failed.path, "/scans/SCAN_042");
  const complete = notice(scan("completed", { message: "completed, 5 points", point: 5 }));
  assert.equal(complete.body, "SCAN_042 · 5 points");
  assert.notEqual(complete.tag, failed.tag);
});

test("nobody is told what they see anyway", () => {
  const told = { path: "/scans/SCAN_042" };
  assert.equal(route({ looking: true, path: "/scans/SCAN_042" }, told), "");
  assert.equal(route({ looking: true, path: "/" }, told), "message");
  assert.equal(route({ looking: false, path: "/scans/SCAN_042" }, told), "notification");
});

test("choices are off until they are on, and survive their text", () => {
  for (const text of [null, "", "garbage", "null", '{"failed": 5}', '{"failed": {"sound": "yes"}}']) {
    assert.equal(anyOn(readChoices(text)), false);
  }
  const chosen = choose(readChoices(null), "failed", "sound", true);
  assert.deepEqual(readChoices(JSON.stringify(chosen)), chosen);
  assert.equal(anyOn(chosen, "sound"), true);
  assert.equal(anyOn(chosen, "notify"), false);
  assert.equal(anyOn(choose(chosen, "failed", "sound", false)), false);
});

test("sounds are short, and each kind has its own", () => {
  const tunes = KINDS.map((kind) => attentionTune(kind));
  assert.equal(new Set(tunes.map((tune) => JSON.stringify(tune))).size, 3);
  for (const tune of tunes)
    for (const [pitch, start, length] of tune) {
      assert.ok(pitch > 150 && pitch < 1200);
      assert.ok(start + length < 1);
    }
  assert.deepEqual(attentionTune("nothing"), []);
});

test("the tab tells of the scan, above all of a link that is down", () => {
  const live = { link: "connected", engine: "online" };
  const words = (of) => (face(of) || { words: "" }).words;
  const running = { status: "running", progress: 0.264, name: "Raman map" };
  assert.equal(words({ ...live, subject: running }), "26\u202f%");
  assert.equal(words({ ...live, subject: { status: "running", progress: null } }), "running");
  assert.equal(words({ ...live, subject: { status: "pausing", progress: 0.5 } }), "pausing at 50\u202f%");
  assert.equal(words({ ...live, subject: { status: "failed", progress: 0.5 } }), "failed");
  assert.equal(words({ ...live, subject: { status: "idle", progress: 1 } }), "");
  assert.equal(words({ ...live, engine: "offline", subject: running }), "engine offline");
  assert.equal(words({ ...live, engine: "hung", subject: running }), "engine hangs");
  assert.equal(words({ link: "disconnected", engine: "offline", subject: running }), "disconnected");
  assert.equal(words({ ...live, all: { running: 2, failed: 1, errors: 1 } }), "1 failed");
  assert.equal(words({ ...live, all: { running: 2, failed: 0, errors: 1 } }), "1 in error");
  assert.equal(words({ ...live, all: { running: 2, failed: 0, errors: 0 } }), "2 running");
  assert.equal(words({ ...live, all: { running: 0, failed: 0, errors: 0 } }), "");
});

test("the title begins with the state", () => {
  const shown = face({ link: "connected", engine: "online", subject: { status: "running", progress: 0.26 } });
  assert.equal(titled(shown, "Raman map · PyBirch"), "▶ 26\u202f% · Raman map · PyBirch");
  assert.equal(titled(null, "Scans · PyBirch"), "Scans · PyBirch");
});

test("the icon differs by state, and changes with progress in steps only", () => {
  const icon = (status, progress = null) => attentionIcon(face({ link: "connected", engine: "online", subject: { status, progress } }));
  const icons = ["running", "completed", "failed", "paused", "stopped", "queued", "interrupted"].map((status) => icon(status));
  assert.equal(new Set(icons).size, icons.length);
  for (const address of icons) assert.match(decodeURIComponent(address), /^data:image\/svg\+xml,<svg .*<\/svg>$/);
  assert.equal(icon("running", 0.501), icon("running", 0.502));
  assert.notEqual(icon("running", 0.5), icon("running", 0.6));
});
