import test from "node:test";
import assert from "node:assert/strict";
import { Annotation } from "../src/core/annotation.ts";
const tags = (typed) =>
  typed
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean)
    .join(", ");

/** A field that the server has as `text`. */
function field(text, tidy) {
  const made = new Annotation(tidy);
  made.serverHas(text);
  return made;
}

test("a field follows the server until somebody types", () => {
  const note = new Annotation();
  assert.equal(note.serverHas("one"), true);
  assert.deepEqual([note.typed, note.state], ["one", "same"]);
  note.type("one and a half");
  assert.equal(note.serverHas("one"), false);
  assert.deepEqual([note.typed, note.state], ["one and a half", "edited"]);
});

test("what is typed is sent with what it is based on", () => {
  const note = field("one");
  note.type("two");
  assert.deepEqual(note.send(), { typed: "two", kept: "one" });
  assert.equal(note.state, "saving");
  note.type("two and more");
  assert.equal(note.send(), null, "one at a time");
  note.taken();
  assert.equal(note.state, "edited");
  assert.deepEqual(note.send(), { typed: "two and more", kept: "two" });
});

test("the own change coming back changes nothing, before or after the answer", () => {
  for (const early of [true, false]) {
    const note = field("one");
    note.type("two");
    note.send();
    if (early) assert.equal(note.serverHas("two"), false);
    note.taken();
    assert.equal(note.serverHas("two"), false);
    assert.deepEqual([note.typed, note.state], ["two", "same"]);
  }
});

test("two changes at once are for a person to decide", () => {
  for (const [decide, typed, state] of [
    ["takeTheirs", "theirs", "same"],
    ["keepMine", "mine", "edited"],
  ]) {
    const note = field("one");
    note.type("mine");
    assert.equal(note.serverHas("theirs"), false);
    assert.deepEqual([note.state, note.typed, note.theirs], ["conflict", "mine", "theirs"]);
    assert.equal(note.send(), null);
    note[decide]();
    assert.deepEqual([note.typed, note.state], [typed, state]);
  }
  const note = field("one");
  note.type("mine");
  note.serverHas("theirs");
  note.keepMine();
  assert.deepEqual(note.send(), { typed: "mine", kept: "theirs" });
});

test("a change that was taken back is no conflict any more, nor one that was told late", () => {
  const note = field("one");
  note.type("mine");
  note.serverHas("theirs");
  assert.equal(note.state, "conflict");
  assert.equal(note.serverHas("one"), false);
  assert.deepEqual([note.state, note.typed], ["edited", "mine"]);
});

test("both having written the same is no conflict", () => {
  const note = field("one");
  note.type("two");
  assert.equal(note.serverHas("two"), false);
  assert.equal(note.state, "same");
});

test("a refusal leaves it edited; what was left unsaved begins where it was", () => {
  const note = field("one");
  note.type("two");
  note.send();
  note.refused();
  assert.equal(note.state, "edited");
  const back = new Annotation();
  back.restore({ kept: "one", typed: "two" });
  assert.equal(back.serverHas("one"), false);
  assert.equal(back.state, "edited");
  back.serverHas("three");
  assert.equal(back.state, "conflict");
});

test("blanks and commas on the way to the next tag are no change", () => {
  const note = field("a", tags);
  note.type("a, ");
  assert.equal(note.state, "same");
  note.type("a, b,");
  note.send();
  assert.equal(note.serverHas("a, b"), false, "the comma stays under the hand");
  note.taken();
  assert.deepEqual([note.typed, note.state], ["a, b,", "same"]);
});
