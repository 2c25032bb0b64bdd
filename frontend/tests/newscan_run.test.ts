/** A clock that goes on only when told. */
import { test } from "node:test";
import assert from "node:assert/strict";
import { Checker } from "../src/newscan/checker.ts";
import { fileName, planIn } from "../src/newscan/form/files.ts";
import { figures } from "../src/newscan/form/summary.ts";
import { NEW_QUEUE, firstChoice, outlook, starting, warnings } from "../src/newscan/form/target.ts";
import { Session } from "../src/newscan/session.ts";
function clock() {
  const due = new Map();
  let last = 0;
  return {
    setTimeout: (work, ms) => (due.set((last += 1), { work, ms }), last),
    clearTimeout: (timer) => due.delete(timer),
    waits: () => [...due.values()].map((each) => each.ms),
    async pass() {
      const works = [...due.values()];
      due.clear();
      for (const { work } of works) await work();
    },
  };
}

test("only the newest plan is asked about, once nothing has changed for 200 ms", async () => {
  const asked = [];
  const told = [];
  const time = clock();
  const checker = new Checker(
    async (plan) => (asked.push(plan), { points: plan }),
    (status) => told.push(status),
    time,
  );
  checker.check(1);
  checker.check(2);
  assert.deepEqual(time.waits(), [200]);
  await time.pass();
  assert.deepEqual(asked, [2]);
  assert.deepEqual(told.at(-1), { report: { points: 2 }, failed: "", checking: false });
});

test("an answer about an older plan is passed over", async () => {
  const answers = [];
  const told = [];
  const time = clock();
  const checker = new Checker(
    (plan) => new Promise((done) => answers.push(() => done({ points: plan }))),
    (status) => told.push(status),
    time,
  );
  checker.check(1);
  const first = time.pass();
  checker.check(2);
  const second = time.pass();
  answers[1]();
  await second;
  answers[0]();
  await first;
  assert.deepEqual(
    told.filter((each) => !each.checking).map((each) => each.report.points),
    [2],
  );
});

test("a check that could not be made is made again", async () => {
  let works = false;
  const told = [];
  const time = clock();
  const checker = new Checker(
    async () => {
      if (!works) throw new Error("The server cannot be reached.");
      return { points: 1 };
    },
    (status) => told.push(status),
    time,
  );
  checker.check({});
  await time.pass();
  assert.equal(told.at(-1).failed, "The server cannot be reached.");
  works = true;
  await time.pass();
  assert.equal(told.at(-1).failed, "");
  checker.stop();
  assert.deepEqual(time.waits(), []);
});

test("the name follows the plan until a person gives one, and again when it is taken away", () => {
  const session = new Session();
  const steps = (axis) => [{ kind: "sweep", axis, positions: [0, 1], steps: [{ kind: "measure", instruments: ["lamp"] }] }];
  session.restructure({ ...session.plan, steps: steps("stage.x") });
  assert.equal(session.plan.name, "lamp over stage.x");
  session.edit("name", "Mine");
  session.restructure({ ...session.plan, steps: steps("stage.y") });
  assert.equal(session.plan.name, "Mine");
  session.forgetName();
  assert.equal(session.plan.name, "lamp over stage.y");
});

test("changes of steps can be undone, and listeners hear of each", () => {
  const session = new Session();
  const heard = [];
  for (const event of ["change", "structure"]) session.on(event, () => heard.push(event));
  assert.equal(session.undoable, false);
  session.restructure({ name: "A", steps: [{ kind: "wait", seconds: 1 }] });
  session.edit("steps[0].seconds", 5);
  session.undo();
  assert.deepEqual(session.plan.steps, []);
  assert.deepEqual(heard, ["change", "structure", "change", "change", "structure"]);
});

const queue = (changes) => ({
  queue_id: "QUEUE_001",
  name: "Q",
  status: "idle",
  mode: "serial",
  total_scans: 0,
  completed_scans: 0,
  ...changes,
});

test("the queue to begin with is the one asked for, the last one, an idle one, or a new one", () => {
  const queues = [queue({ status: "running" }), queue({ queue_id: "QUEUE_002" })];
  assert.equal(firstChoice(queues, "QUEUE_001", "QUEUE_002"), "QUEUE_001");
  assert.equal(firstChoice(queues, "QUEUE_009", "QUEUE_001"), "QUEUE_001");
  assert.equal(firstChoice(queues, "", null), "QUEUE_002");
  assert.equal(firstChoice(queues.slice(0, 1), "", null), NEW_QUEUE);
});

test("what will happen to the scan is said in a sentence, and done by the right command", () => {
  assert.equal(outlook(null, true), "It starts right away.");
  assert.match(outlook(queue({ status: "running", total_scans: 3, completed_scans: 1 }), true), /after the 2 scans before it/);
  assert.match(outlook(queue({ status: "paused", total_scans: 1 }), true), /resumed.*after the scan before it/);
  assert.match(outlook(queue({}), false), /waits until you start/);
  assert.deepEqual(["idle", "paused", "pausing", "running", "stopping"].map(starting), ["start", "resume", "resume", "", ""]);
});

test("instruments that cannot be used now are warned about", () => {
  const known = [
    { instrument_name: "stage", status: "error" },
    { instrument_name: "lamp", status: "idle", held_by: "SCAN_003" },
    { instrument_name: "ok", status: "idle" },
  ];
  const said = warnings(["stage", "lamp", "ok", "unknown"], known);
  assert.equal(said.length, 2);
  assert.match(said[0], /stage is in error/);
  assert.match(said[1], /used by SCAN_003/);
});

test("a plan is found in a plan's file and in that of a scan; anything else is told", () => {
  const plan = { steps: [] };
  assert.deepEqual(planIn('{"steps": []}'), plan);
  assert.deepEqual(planIn('{"scan_id": "SCAN_001", "plan": {"steps": []}}'), plan);
  for (const text of ["", "{", "[]", "3", "{}", '{"steps": 1}']) assert.throws(() => planIn(text), Error, text);
  assert.equal(fileName({ name: "../Über map / 1" }), "U_ber_map_1.json");
  assert.equal(fileName({}), "plan.json");
});

test("figures that only running tells are not made up", () => {
  const shown = Object.fromEntries(figures({ points: null, duration: 0.2, size: 2500, instruments: [] }));
  assert.deepEqual(shown, { Points: "only running tells", Duration: "under a second", Size: "2.5 kB", Instruments: "none" });
  assert.deepEqual(
    figures({ problems: [{ path: "", message: "x" }], points: null }).map(([, text]) => text),
    ["–", "–", "–", "–"],
  );
});
