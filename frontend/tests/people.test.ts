import test from "node:test";
import assert from "node:assert/strict";
import { makeLive, Wire, snapshot } from "./support.ts";
import { LENGTH, nameCookie, readName, tidy } from "../src/core/people.ts";
test("a name is one short line", () => {
  assert.equal(tidy("  Anna \n Berg\t"), "Anna Berg");
  assert.equal(tidy("a\u202eb\u200bc"), "a b c");
  assert.equal(tidy("<b>x</b>"), "<b>x</b>");
  assert.equal(Array.from(tidy("😀".repeat(100))).length, LENGTH);
});

test("a name survives its cookie, whatever it holds", () => {
  for (const name of ["Åsa; Berg=1", "<i>x</i>, y", "😀"]) {
    const cookie = nameCookie(name, "/lab/");
    assert.match(cookie, /; path=\/lab\/;/);
    assert.equal(readName(`a=1; ${cookie.split("; ")[0]}; b=2`), name);
  }
  assert.equal(readName("a=1"), "");
  assert.equal(readName("pybirch_name=%E0%A4%A"), "");
  assert.match(nameCookie(" ", "/"), /max-age=0/);
});

test("all rooms connect anew from their cursors", () => {
  const { live } = makeLive();
  const wire = new Wire();
  const link = live.link("scan_SCAN_001", wire);
  link.start();
  link.opened();
  link.received(snapshot("scan_SCAN_001", "c1", { scan: {}, points: {}, log: [], presence: ["Anna"] }));
  assert.deepEqual(live.state("scan_SCAN_001").presence, ["Anna"]);
  live.reconnect();
  assert.equal(wire.urls.length, 2);
  assert.match(wire.urls[1], /^scan_SCAN_001\?c1#/);
});
