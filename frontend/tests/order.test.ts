/* The order of a queue: what is told, where a dragged row lands, what is asked for. */
import test from "node:test";
import assert from "node:assert/strict";
import { arrange, changed, gap, moved, pull } from "../src/core/order.ts";
import { reduce } from "../src/core/reducer.ts";

const scan = (scan_id, status = "queued") => ({ scan_id, status });
const ids = (scans) => scans.map((each) => each.scan_id);

test("waiting scans change places among themselves; what runs or has ended stays", () => {
  const scans = [scan("a", "completed"), scan("b", "running"), scan("c"), scan("d", "failed"), scan("e"), scan("f")];
  assert.deepEqual(ids(arrange(scans, ["f", "c", "e"])), ["a", "b", "f", "d", "c", "e"]);
});

test("a waiting scan that the order leaves out was removed; an unknown one is passed over", () => {
  const scans = [scan("a", "completed"), scan("b"), scan("c"), scan("d")];
  assert.deepEqual(ids(arrange(scans, ["d", "x", "b"])), ["a", "d", "b"]);
  assert.deepEqual(ids(arrange(scans, [])), ["a"]);
});

test("an order that is there already leaves the very same list", () => {
  const scans = [scan("a", "running"), scan("b"), scan("c")];
  assert.equal(arrange(scans, ["b", "c"]), scans);
});

test("the room's state follows the order", () => {
  const state = { queue: { queue_id: "q" }, scans: [scan("a"), scan("b"), scan("c")] };
  reduce(state, "queue_order", { queue_id: "q", scan_ids: ["c", "a"] });
  reduce(state, "scan_status", { scan_id: "c", status: "running" });
  reduce(state, "scan_status", { scan_id: "d", status: "queued" });
  assert.deepEqual(state.scans, [scan("c", "running"), scan("a"), scan("d")]);
});

test("a row is put before the gap it was dragged to", () => {
  const list = ["a", "b", "c", "d"];
  assert.deepEqual(moved(list, 0, 3), ["b", "c", "a", "d"]);
  assert.deepEqual(moved(list, 3, 0), ["d", "a", "b", "c"]);
  assert.deepEqual(moved(list, 1, 4), ["a", "c", "d", "b"]);
  assert.deepEqual(moved(list, 1, 1), list, "the gap above itself");
  assert.deepEqual(moved(list, 1, 2), list, "the gap below itself");
  assert.deepEqual(list, ["a", "b", "c", "d"], "the list it came from is left alone");
});

test("only the run of scans between the first and last that moved is asked for", () => {
  assert.deepEqual(changed(["a", "b", "c", "d", "e"], ["a", "d", "b", "c", "e"]), ["d", "b", "c"]);
  assert.deepEqual(changed(["a", "b", "c"], ["c", "b", "a"]), ["c", "b", "a"]);
  assert.deepEqual(changed(["a", "b"], ["a", "b"]), []);
  assert.deepEqual(changed(["a"], ["a"]), []);
});

test("what is let go lands before the first row whose middle lies below", () => {
  const middles = [10, 30, 50, 70];
  const at = (y) => gap(middles.length, (i) => middles[i], y);
  assert.deepEqual([-5, 10, 11, 49, 51, 70, 71, 500].map(at), [0, 0, 1, 2, 3, 3, 4, 4]);
  assert.equal(
    gap(0, () => assert.fail("no row to ask"), 5),
    0,
  );
});

test("a list of thousands is asked for few of its rows", () => {
  let asked = 0;
  assert.equal(
    gap(10000, (i) => ((asked += 1), i * 40), 123456),
    3087,
  );
  assert.ok(asked < 20, `${asked} rows were measured`);
});

test("near an edge the list is pulled along, faster the nearer", () => {
  assert.equal(pull(300, 100, 600), 0);
  assert.ok(pull(110, 100, 600) < pull(140, 100, 600) && pull(140, 100, 600) < 0);
  assert.ok(pull(590, 100, 600) > pull(560, 100, 600) && pull(560, 100, 600) > 0);
  assert.equal(pull(-900, 100, 600), -18);
  assert.equal(pull(9000, 100, 600), 18);
  assert.equal(pull(130, 100, 160), 0, "a low window keeps a calm middle");
});
