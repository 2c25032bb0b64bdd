/* An order that is changed while it is asked for. */
import test from "node:test";
import assert from "node:assert/strict";
import { ordering } from "../src/core/ordering.ts";

/** An order of what `shown` holds, whose questions are answered by hand. */
function lab(shown) {
  const asked = [];
  const answers = [];
  const done = [];
  const made = ordering({
    waiting: () => shown.slice(),
    ask: (ids) =>
      new Promise((answer) => {
        asked.push(ids);
        answers.push(answer);
      }),
    done: (refusal, had) => done.push([refusal, had]),
  });
  return { made, asked, answers, done, move: (ids) => made.move(() => shown.splice(0, shown.length, ...ids)) };
}
const turn = () => new Promise((go) => setImmediate(go));

test("the part that has moved is asked for, once", async () => {
  const { made, asked, answers, done, move } = lab(["a", "b", "c", "d"]);
  const settled = move(["a", "c", "b", "d"]);
  assert.deepEqual(asked, [["c", "b"]]);
  assert.equal(made.pending, true);
  answers[0]("");
  await settled;
  assert.deepEqual(done, [["", ["a", "c", "b", "d"]]]);
  assert.equal(made.pending, false);
  assert.equal(asked.length, 1);
});

test("what is moved while an answer is awaited is asked for together, after it", async () => {
  const { asked, answers, done, move } = lab(["a", "b", "c", "d"]);
  move(["b", "a", "c", "d"]);
  move(["b", "c", "a", "d"]);
  move(["b", "c", "d", "a"]);
  assert.equal(asked.length, 1);
  answers[0]("");
  await turn();
  assert.deepEqual(asked[1], ["c", "d", "a"]);
  assert.deepEqual(done, []);
  answers[1]("");
  await turn();
  assert.deepEqual(done, [["", ["b", "c", "d", "a"]]]);
});

test("what is moved there and back is asked for both times, as the engine may have taken the first", async () => {
  const { asked, answers, done, move } = lab(["a", "b"]);
  move(["b", "a"]);
  move(["a", "b"]);
  answers[0]("");
  await turn();
  assert.deepEqual(asked[1], ["a", "b"]);
  answers[1]("");
  await turn();
  assert.deepEqual(done, [["", ["a", "b"]]]);
});

test("a refusal ends it, with the order that the engine has", async () => {
  const { answers, done, move } = lab(["a", "b", "c"]);
  move(["c", "a", "b"]);
  answers[0]("b has begun");
  await turn();
  assert.deepEqual(done, [["b has begun", ["a", "b", "c"]]]);
});

test("an order that is told meanwhile ends it too: it is what is shown", async () => {
  const { made, asked, answers, done, move } = lab(["a", "b", "c"]);
  move(["c", "a", "b"]);
  made.told(["b", "c"]);
  answers[0]("");
  await turn();
  assert.deepEqual([asked.length, done], [1, [["", ["b", "c"]]]]);
});
