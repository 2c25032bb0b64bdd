import test from "node:test";
import assert from "node:assert/strict";
import { Grid } from "../src/core/grid.ts";
test("a grid takes readbacks to the nearest planned position and leaves the rest empty", () => {
  const grid = new Grid({ positions: [0, 1, 2] }, { positions: [10, 0] });
  grid.add(1.02, 9.9, 5);
  grid.add(-0.4, 0, 7);
  grid.add(NaN, 0, 9);
  assert.deepEqual(grid.y.positions, [0, 10]);
  assert.deepEqual(grid.z, [
    [7, NaN, NaN],
    [NaN, 5, NaN],
  ]);
  assert.deepEqual([grid.filled, grid.placeless], [2, 1]);
});

test("a grid without a plan learns positions in any order", () => {
  const grid = new Grid({ tolerance: 0.1 });
  grid.add(2, 1, 21);
  grid.add(0, 0, 0);
  grid.add(1, 1, 11);
  grid.add(1.05, 1, 13);
  assert.deepEqual(grid.x.positions, [0, 1, 2]);
  assert.deepEqual(grid.z, [
    [0, NaN, NaN],
    [NaN, 12, 21],
  ]);
});

function cell(repeats, ...readings) {
  const grid = new Grid({}, {}, repeats);
  for (const [value, older] of readings) grid.add(1, 1, value, older);
  return grid.z[0][0];
}

test("of several readings of a cell the mean is shown, of those that are numbers", () => {
  assert.equal(cell(Grid.MEAN, [1], [2], [6]), 3);
  assert.equal(cell(Grid.MEAN, [1], [NaN], [Infinity], [3]), 2);
  assert.deepEqual(cell(Grid.MEAN, [Infinity], [NaN]), NaN);
});

test("or the latest, whether older ones come later or not, or the n-th", () => {
  assert.equal(cell(Grid.LATEST, [2], [3], [1, true]), 3);
  assert.equal(cell(Grid.LATEST, [3, true], [2, true]), 3);
  assert.deepEqual(
    [1, 2, 3].map((n) => cell(n, [7], [8])),
    [7, 8, NaN],
  );
});

test("a grid knows how many repeats its cells have, and what has no value", () => {
  const grid = new Grid({ positions: [0, 1] }, { positions: [0] });
  for (const value of [1, NaN, Infinity]) grid.add(0, 0, value);
  assert.deepEqual([grid.most, grid.even, grid.tally.none, grid.tally.infinite], [3, true, 1, 1]);
  grid.add(1, 0, 5);
  assert.deepEqual([grid.most, grid.even, grid.filled], [3, false, 2]);
  grid.add(1, 0, 5);
  grid.add(1, 0, 5);
  assert.equal(grid.even, true);
});

test("readings that lie on no grid do not fill the memory: what has no room is counted", () => {
  const grid = new Grid();
  for (let i = 0; i < 2500; i += 1) grid.add(i * Math.SQRT2, i * Math.E, i);
  assert.ok(grid.x.positions.length * grid.y.positions.length <= 1.1e6);
  assert.equal(grid.crowded, 2500 - grid.filled);
  assert.ok(grid.filled >= 999);
  const large = new Grid();
  for (let y = 0; y < 1500; y += 1) for (let x = 0; x < 1500; x += 1) large.add(x, y, 0);
  assert.deepEqual([large.filled, large.crowded], [1500 * 1500, 0]);
});
