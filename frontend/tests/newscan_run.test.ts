import { test } from "node:test";
import assert from "node:assert/strict";
import { Checker, type Status } from "../src/newscan/checker.ts";
import { planIn } from "../src/newscan/form/json_view.ts";
import { figures } from "../src/newscan/form/summary.ts";
import { warnings } from "../src/newscan/form/target.ts";
import type { Report } from "../src/newscan/model.ts";
import { Session } from "../src/newscan/session.ts";

/** A clock whose timers run only when told to. */
function clock() {
  const due = new Map<unknown, { work: () => unknown; ms: number }>();
  let last = 0;
  return {
    setTimeout: (work: () => unknown, ms: number) => (due.set((last += 1), { work, ms }), last),
    clearTimeout: (timer: unknown) => void due.delete(timer),
    waits: () => [...due.values()].map((each) => each.ms),
    async pass() {
      const works = [...due.values()];
      due.clear();
      for (const { work } of works) await work();
    },
  };
}

const report = (points: number): Report => ({ problems: [], problem_count: 0, instruments: [], points });

test("only the newest plan is asked about, once nothing has changed for 200 ms", async () => {
  const asked: number[] = [];
  const told: Partial<Status>[] = [];
  const time = clock();
  const checker = new Checker<number>(
    async (plan) => (asked.push(plan), report(plan)),
    (status) => told.push(status),
    time,
  );
  checker.check(1);
  checker.check(2);
  assert.deepEqual(time.waits(), [200]);
  await time.pass();
  assert.deepEqual(asked, [2]);
  assert.deepEqual(told.at(-1), { report: report(2), failed: "", checking: false });
});

test("an answer about an older plan is passed over", async () => {
  const answers: (() => void)[] = [];
  const told: Partial<Status>[] = [];
  const time = clock();
  const checker = new Checker<number>(
    (plan) => new Promise((done) => answers.push(() => done(report(plan)))),
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
    told.filter((each) => !each.checking).map((each) => each.report?.points),
    [2],
  );
});

test("a check that could not be made is made again", async () => {
  let works = false;
  const told: Partial<Status>[] = [];
  const time = clock();
  const checker = new Checker<number>(
    async () => {
      if (!works) throw new Error("The server cannot be reached.");
      return report(1);
    },
    (status) => told.push(status),
    time,
  );
  checker.check(1);
  await time.pass();
  assert.equal(told.at(-1)?.failed, "The server cannot be reached.");
  works = true;
  await time.pass();
  assert.equal(told.at(-1)?.failed, "");
  checker.stop();
  assert.deepEqual(time.waits(), []);
});

test("the name follows the plan until a person gives one, and again when it is taken away", () => {
  const session = new Session();
  const steps = (axis: string) => [{ kind: "sweep", axis, positions: [0, 1], steps: [{ kind: "measure", instruments: ["lamp"] }] }];
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
  const heard: string[] = [];
  for (const event of ["change", "structure"] as const) session.on([event], () => heard.push(event));
  assert.equal(session.undoable, false);
  session.restructure({ name: "A", steps: [{ kind: "wait", seconds: 1 }] });
  session.edit("steps[0].seconds", 5);
  session.undo();
  assert.deepEqual(session.plan.steps, []);
  assert.deepEqual(heard, ["change", "structure", "change", "change", "structure"]);
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
});

test("figures that are known only once a plan ran are not made up", () => {
  const report = { problems: [], problem_count: 0, points: null, duration: 0.2, size: 2500, instruments: [] };
  const shown = Object.fromEntries(figures(report));
  assert.deepEqual(shown, { Points: "known once it ran", Duration: "under a second", Size: "2.5 kB", Instruments: "none" });
  const wrong = figures({ ...report, problems: [{ path: "", message: "x" }], problem_count: 1 });
  assert.deepEqual(
    wrong.map(([, text]) => text),
    ["–", "–", "–", "–"],
  );
});
