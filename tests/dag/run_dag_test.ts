import assert from "node:assert/strict";
import fc from "fast-check";
import { join } from "node:path";
import { readLatest } from "../../lib/dag/runs/latest.ts";
import type { RunEvent } from "../../lib/dag/reporter.ts";
import { runDag } from "../../lib/dag/run_dag.ts";
import { lockHolder } from "../../lib/dag/runs/lock.ts";
import { readRunRecord, type RunRecord } from "../../lib/dag/runs/run_record.ts";
import type { Dag, Task } from "../../lib/dag/task.ts";
import type { TaskContext } from "../../lib/dag/task_context.ts";
import { UserError } from "../../lib/user_error.ts";
import { dagOf, oracle, plan } from "./random_dag.ts";
import { header, outputsFolder, RUN_ID, states } from "./fixtures.ts";

Deno.test("random DAGs end in the states of Airflow's rules, on disk as in memory", async () => {
  let branched = 0;
  await fc.assert(
    fc.asyncProperty(plan, async (plan) => {
      using outputs = outputsFolder();
      const ran: string[] = [];
      const dag = dagOf(plan, ran);
      const expected = oracle(plan);
      const { run, folder } = await runDag(dag, { ...outputs.options, context: (task) => task });
      assert.deepEqual(states(run), expected);
      assert.deepEqual(readRunRecord(folder), JSON.parse(JSON.stringify(run)));
      assert.deepEqual(
        ran,
        dag.tasks.map(({ id }) => id).filter((_, i) =>
          expected[i] === "success" || expected[i] === "failed"
        ),
      );
      const failed = expected.includes("failed");
      assert.equal(run.state, failed ? "failed" : "success");
      assert.equal(readLatest(outputs.dir), failed ? undefined : run.run_id);
      if (dag.tasks.some(({ branches }) => branches)) branched++;
    }),
    { seed: 1, numRuns: 80 },
  );
  assert.ok(branched > 20, `only ${branched} DAGs branched`);
});

Deno.test("resumed without failures, random DAGs run only the tasks that had not succeeded", async () => {
  let resumed = 0;
  await fc.assert(
    fc.asyncProperty(plan, async (plan) => {
      using outputs = outputsFolder();
      const options = { ...outputs.options, context: (task: TaskContext) => task };
      const first = oracle(plan);
      if (!first.includes("failed")) return;
      await runDag(dagOf(plan, []), options);
      const repaired = plan.map((node) => ({ ...node, fails: false }));
      const ran: string[] = [];
      const { run } = await runDag(dagOf(repaired, ran), { ...options, resume: true });
      assert.deepEqual(states(run), oracle(repaired));
      assert.deepEqual(
        ran,
        run.tasks.filter(({ state }, i) => state === "success" && first[i] !== "success")
          .map(({ id }) => id),
      );
      resumed++;
    }),
    { seed: 2, numRuns: 60 },
  );
  assert.ok(resumed > 20, `only ${resumed} runs failed`);
});

Deno.test("tasks run in topological order, one at a time, and share the context", async () => {
  using outputs = outputsFolder();
  const shared: string[] = [];
  let going = 0;
  const task = (id: string, ...after: string[]): Task<{ seen: string[] }> => ({
    id,
    after,
    async run({ seen }) {
      assert.equal(++going, 1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      going--;
      seen.push(id);
    },
  });
  const tasks = [
    task("last", "left", "right"),
    task("right", "first"),
    task("left"),
    task("first"),
  ];
  const { run } = await runDag({ id: "d", tasks }, {
    ...outputs.options,
    context: () => ({ seen: shared }),
  });
  assert.deepEqual(shared, ["left", "first", "right", "last"]);
  assert.deepEqual(run.tasks.map(({ id }) => id), ["last", "right", "left", "first"]);
});

Deno.test("facts, warnings, outputs and the branch are in run.json and go to the reporter", async () => {
  using outputs = outputsFolder();
  const events: RunEvent[] = [];
  const dag: Dag<TaskContext> = {
    id: "d",
    tasks: [{
      id: "drift_check",
      after: [],
      branches: true,
      async run({ publish, facts, warn, warnUnusual, progress, note, path }) {
        facts({ rows: 3, decision: "wait" });
        facts({ decision: "train_model" });
        warn("few weeks");
        warnUnusual("no shops");
        progress(.5, "half");
        note("looking");
        await publish("models/a.bin", new Uint8Array([1, 2, 3]));
        await publish("text.txt", "é");
        await publish("deep/er/w.txt", (file) => Deno.writeTextFile(file, "w"));
        assert.equal(Deno.readTextFileSync(path("text.txt")), "é");
        return "train_model";
      },
    }, {
      id: "train_model",
      after: ["drift_check"],
      run({ factsOf }) {
        assert.equal(factsOf("drift_check").rows, 3);
        return Promise.resolve();
      },
    }, { id: "skip_training", after: ["drift_check"], run: () => Promise.resolve() }],
  };
  const { run, folder } = await runDag(dag, {
    ...outputs.options,
    context: (task) => task,
    reporter: (event) => events.push(structuredClone(event)),
  });
  const drift = readRunRecord(folder).tasks[0]!;
  assert.deepEqual(drift.facts, { rows: 3, decision: "train_model" });
  assert.equal(drift.branch, "train_model");
  assert.deepEqual(drift.outputs.map(({ name, bytes }) => [name, bytes]), [
    ["models/a.bin", 3],
    ["text.txt", 2],
    ["deep/er/w.txt", 1],
  ]);
  // sha256 of the bytes 1, 2, 3
  assert.match(drift.outputs[0]!.sha256, /^039058c6f2c0cb492c533b0a4d14ef77/);
  assert.deepEqual(run.warnings, [
    { task: "drift_check", text: "no shops", rank: "unusual" },
    { task: "drift_check", text: "few weeks" },
  ]);
  assert.deepEqual(states(run), ["success", "success", "skipped"]);
  assert.equal(run.tasks[2]!.reason, "drift_check chose train_model");
  assert.deepEqual(events.map(({ kind }) => kind), [
    "run_started",
    "task",
    "warning",
    "warning",
    "progress",
    "note",
    ...Array(4).fill("task"),
    "run_ended",
  ]);
});

Deno.test("a failed run returns the error, records its message and does not change latest", async () => {
  using outputs = outputsFolder();
  const options = { ...outputs.options, context: (task: TaskContext) => task };
  const run = () => Promise.resolve();
  const first = await runDag({ id: "d", tasks: [{ id: "a", after: [], run }] }, options);
  const thrown = new UserError("no clientes.parquet\nPut it there.");
  const second = await runDag({
    id: "d",
    tasks: [
      { id: "a", after: [], run: () => Promise.reject(thrown) },
      { id: "b", after: ["a"], run },
      { id: "c", after: [], run },
    ],
  }, options);
  assert.equal(second.error, thrown);
  assert.deepEqual(states(second.run), ["failed", "upstream_failed", "success"]);
  assert.equal(second.run.tasks[0]!.message, thrown.message);
  assert.equal(second.run.tasks[1]!.reason, "a failed");
  assert.equal(second.run.run_id, `${RUN_ID}-2`);
  assert.equal(readLatest(outputs.dir), first.run.run_id);
  assert.equal(Deno.readLinkSync(join(outputs.dir, "latest")), join("runs", RUN_ID));
});

Deno.test("a skipped run runs nothing, records the reason and does not change latest", async () => {
  using outputs = outputsFolder();
  const dag: Dag<TaskContext> = {
    id: "d",
    tasks: [{ id: "a", after: [], run: () => assert.fail() }],
  };
  const { run } = await runDag(dag, {
    ...outputs.options,
    context: (task) => task,
    skip: "inputs unchanged",
  });
  assert.equal(run.state, "skipped");
  assert.equal(run.tasks[0]!.reason, "inputs unchanged");
  assert.equal(readLatest(outputs.dir), undefined);
});

Deno.test("runDag() decides under the lock whether to skip or resume", async () => {
  using outputs = outputsFolder();
  const options = {
    outputsDir: outputs.dir,
    runId: RUN_ID,
    header,
    context: (task: TaskContext) => task,
  };
  let works = false;
  const tasks: Task<TaskContext>[] = [{
    id: "a",
    after: [],
    run: () => works ? Promise.resolve() : Promise.reject(new UserError("no")),
  }];
  const holders: (number | undefined)[] = [];
  const start = (decision: { resume: boolean; skip: string | undefined }) =>
    runDag({ id: "d", tasks }, {
      ...options,
      decide: () => {
        holders.push(lockHolder(outputs.dir)?.pid);
        return decision;
      },
    });
  const failed = await start({ resume: false, skip: undefined });
  const skipped = await start({ resume: false, skip: "nothing new" });
  works = true;
  const resumed = await start({ resume: true, skip: undefined });
  assert.deepEqual([failed, skipped, resumed].map(({ run }) => run.state), [
    "failed",
    "skipped",
    "success",
  ]);
  assert.equal(resumed.run.run_id, failed.run.run_id);
  assert.deepEqual(holders, [Deno.pid, Deno.pid, Deno.pid]);
});

Deno.test("a stopped run is recorded as such, its other tasks stay scheduled, and it can be resumed", async () => {
  using outputs = outputsFolder();
  const stop = new AbortController();
  const dag: Dag<TaskContext> = {
    id: "d",
    tasks: [
      { id: "a", after: [], run: () => Promise.resolve(stop.abort(new Error("SIGTERM"))) },
      { id: "b", after: ["a"], run: () => Promise.resolve() },
    ],
  };
  const options = { ...outputs.options, context: (task: TaskContext) => task };
  const stopped = await runDag(dag, { ...options, signal: stop.signal });
  assert.deepEqual(states(stopped.run), ["success", "scheduled"]);
  assert.equal(stopped.run.state, "stopped");
  assert.equal(readRunRecord(stopped.folder).state, "stopped");
  assert.match(String(stopped.error), /SIGTERM/);
  const { run } = await runDag(dag, { ...options, resume: true });
  assert.equal(run.state, "success");
  assert.equal(run.run_id, stopped.run.run_id);
});

Deno.test("a branching task that chooses a task that is not a follower fails", async () => {
  using outputs = outputsFolder();
  const run = () => Promise.resolve();
  const { run: { tasks } } = await runDag({
    id: "d",
    tasks: [
      { id: "a", after: [], branches: true, run: () => Promise.resolve("z") },
      { id: "b", after: ["a"], run },
      { id: "c", after: ["a"], run },
    ],
  }, { ...outputs.options, header, context: () => ({}) });
  assert.match(tasks[0]!.message!, /a must choose one of b, c: z/);
});

Deno.test("a task cannot use files that it does not declare", async () => {
  using outputs = outputsFolder();
  const wanted = (use: (context: TaskContext) => unknown) =>
    runDag({
      id: "d",
      inputs: ["rows.csv"],
      tasks: [{
        id: "a",
        after: [],
        reads: ["rows.csv"],
        writes: ["models/*"],
        run: async (context: TaskContext) => void await use(context),
      }],
    }, { ...outputs.options, context: (task) => task });
  const { error } = await wanted(async ({ publish, path }) => {
    await publish("models/a.json", "{}");
    assert.ok(path("models/a.json").endsWith("a.json") && path("rows.csv").endsWith("rows.csv"));
  });
  assert.equal(error, undefined);
  const undeclared: [(context: TaskContext) => unknown, string][] = [
    [({ publish }) => publish("other.json", "{}"), "writes other.json"],
    [({ lines }) => lines("models.log"), "writes models.log"],
    [({ path }) => path("scores.csv"), "reads scores.csv"],
  ];
  for (const [use, what] of undeclared) {
    const { error } = await wanted(use);
    assert.equal((error as Error).message, `task a ${what}, which it does not declare`);
  }
});

Deno.test("a file that a task reads is written by a task before it, not by a parallel one", async () => {
  using outputs = outputsFolder();
  const run = () => Promise.resolve();
  const tasks = [
    { id: "a", after: [], reads: [], writes: ["a.csv"], run },
    { id: "b", after: [], reads: ["a.csv"], writes: [], run },
  ];
  await assert.rejects(
    runDag({ id: "d", tasks }, { ...outputs.options, context: () => {} }),
    /d: b reads a\.csv, which no task before it writes/,
  );
});

Deno.test("the first task starts with the run, and the end is reported unless the run is skipped", async () => {
  using outputs = outputsFolder();
  const run = () => Promise.resolve();
  const tasks = [{ id: "a", after: [], run }, { id: "b", after: ["a"], run }];
  const ended: string[] = [];
  const options = {
    ...outputs.options,
    started: new Date("2024-11-25T08:59:58Z"),
    context: () => {},
    atEnd: ({ run_id }: RunRecord) => void ended.push(run_id),
  };
  const done = await runDag({ id: "d", tasks }, options);
  const [first, second] = done.run.tasks;
  assert.equal(first!.started, "2024-11-25T08:59:58.000Z");
  assert.ok(second!.started! > first!.ended!.slice(0, 10));
  assert.notEqual(second!.started, first!.started);
  await runDag({ id: "d", tasks }, { ...options, skip: "nothing new" });
  assert.deepEqual(ended, [done.run.run_id]);
});
