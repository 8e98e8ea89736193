import assert from "node:assert/strict";
import { join } from "node:path";
import type { RunEvent } from "../../../lib/dag/reporter.ts";
import { runDag } from "../../../lib/dag/run_dag.ts";
import { readRunRecord } from "../../../lib/dag/runs/run_record.ts";
import type { Task } from "../../../lib/dag/task.ts";
import type { TaskContext } from "../../../lib/dag/task_context.ts";
import { plainLines } from "../../../lib/dag/terminal/plain_lines.ts";
import { UserError } from "../../../lib/user_error.ts";
import { cancellationPoint } from "../../../lib/workers/cancellation.ts";
import { files, outputsFolder, states } from "../fixtures.ts";

const full = () => Object.assign(new Error("disk full"), { code: "ENOSPC" });
const options = { context: (task: TaskContext) => task };
const LONG_MS = 600_000;

function one(task: Omit<Task<TaskContext>, "id" | "after">) {
  const after = { id: "b", after: ["a"], run: () => Promise.resolve() };
  return { id: "d", tasks: [{ id: "a", after: [], ...task }, after] };
}

Deno.test("a try that fails leaves nothing, is reported and recorded; the next one succeeds", async () => {
  using outputs = outputsFolder();
  const events: RunEvent[] = [];
  let log = "", tries = 0;
  const lines = plainLines({ write: (text) => log += text });
  const dag = one({
    retries: 3,
    retryDelayMs: 1,
    async run({ publish, facts, warn, note }) {
      facts({ [`of try ${++tries}`]: true });
      warn(`warning of try ${tries}`);
      // the log holds back what comes soon after
      note("at work");
      await publish(`try_${tries}.csv`, "rows");
      await publish("rows.csv", (path) => {
        Deno.writeTextFileSync(path, "half");
        if (tries < 3) throw full();
        Deno.writeTextFileSync(path, "whole");
      });
    },
  });
  const { run, folder, error } = await runDag(dag, {
    ...outputs.options,
    ...options,
    reporter(event) {
      events.push(structuredClone(event));
      lines(event);
    },
  });
  assert.equal(error, undefined);
  assert.deepEqual(states(run), ["success", "success"]);
  assert.deepEqual(files(folder), { "rows.csv": "whole", "try_3.csv": "rows" });
  const [task] = readRunRecord(folder).tasks;
  assert.equal(task!.tries, 3);
  assert.deepEqual(task!.retried!.map(({ message }) => message), ["disk full", "disk full"]);
  assert.deepEqual(task!.facts, { "of try 3": true });
  assert.deepEqual(run.warnings, [{ task: "a", text: "warning of try 3" }]);
  assert.equal(run.tasks[1]!.tries, 1);
  assert.equal(events.filter(({ kind }) => kind === "retry").length, 2);
  assert.match(log, /a +try 1 of 4 failed, the next one follows in 0\.0 s: disk full\n/);
  assert.match(log, /a +try 2 of 4 failed/);
});

Deno.test("bad input and bugs fail at the first try", async () => {
  for (const thrown of [new UserError("no clientes.parquet"), new TypeError("a bug")]) {
    using outputs = outputsFolder();
    const dag = one({ retries: 5, retryDelayMs: LONG_MS, run: () => Promise.reject(thrown) });
    const { run, error } = await runDag(dag, { ...outputs.options, ...options });
    assert.equal(error, thrown);
    assert.equal(run.tasks[0]!.tries, 1);
    assert.equal(run.tasks[0]!.retried, undefined);
  }
});

Deno.test("a resumed task counts its tries anew", async () => {
  using outputs = outputsFolder();
  const dag = one({ retries: 1, retryDelayMs: 1, run: () => Promise.reject(full()) });
  const failed = await runDag(dag, { ...outputs.options, ...options });
  assert.equal(failed.run.state, "failed");
  assert.equal(failed.run.tasks[0]!.tries, 2);
  assert.match(failed.run.tasks[0]!.message!, /^disk full\nTried 2 times/);
  const { run } = await runDag(one({ run: () => Promise.resolve() }), {
    ...outputs.options,
    ...options,
    resume: true,
  });
  assert.equal(run.attempt, 2);
  assert.equal(run.tasks[0]!.tries, 1);
  assert.equal(run.tasks[0]!.retried, undefined);
});

/** How a task can take too long. */
const ENDLESS: Record<string, (context: TaskContext) => Promise<void>> = {
  "that computes between cancellation points": async () => {
    while (true) await cancellationPoint();
  },
  "that waits for ever": () => new Promise(() => {}),
  "that looks at its signal": ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
};

for (const [name, run] of Object.entries(ENDLESS)) {
  Deno.test(`a task ${name} fails at its time limit, and can be resumed`, async () => {
    using outputs = outputsFolder();
    const started = performance.now();
    const limited = one({ executionTimeoutMs: 50, retries: 3, retryDelayMs: LONG_MS, run });
    const failed = await runDag(limited, { ...outputs.options, ...options });
    assert.ok(performance.now() - started < 4000);
    assert.equal(failed.run.state, "failed");
    assert.deepEqual(states(failed.run), ["failed", "upstream_failed"]);
    assert.match(
      failed.run.tasks[0]!.message!,
      /^a took longer than its limit of 0\.0 s, and was stopped\.\nContinue with: .* --resume$/,
    );
    assert.equal(failed.run.tasks[0]!.tries, 1);
    const again = { ...outputs.options, ...options, resume: true };
    const resumed = await runDag(one({ run: () => Promise.resolve() }), again);
    assert.equal(resumed.run.state, "success");
  });

  Deno.test(`a task ${name} is stopped by the signal, and scheduled again`, async () => {
    using outputs = outputsFolder();
    const stop = new AbortController();
    setTimeout(() => stop.abort(new UserError("stopped by SIGTERM")), 50);
    const stopped = await runDag(one({ run }), {
      ...outputs.options,
      ...options,
      signal: stop.signal,
    });
    const { run: record } = stopped;
    assert.equal(record.state, "stopped");
    assert.deepEqual(states(record), ["scheduled", "scheduled"]);
    assert.equal(record.tasks[0]!.message, "stopped by SIGTERM");
    assert.equal(stopped.error, stop.signal.reason);
  });
}

Deno.test("a task left behind can no longer change the run", async () => {
  using outputs = outputsFolder();
  const late = Promise.withResolvers<void>(), tried = Promise.withResolvers<unknown[]>();
  const { run, folder } = await runDag(
    one({
      executionTimeoutMs: 20,
      async run({ publish, facts, warn, progress, lines }) {
        const journal = lines("study.journal");
        await late.promise;
        const uses: (() => unknown)[] = [
          () => publish("late.csv", "late"),
          () => facts({ late: true }),
          () => warn("late"),
          () => progress(1),
          () => journal.append(["late"]),
          () => journal.keep(),
        ];
        tried.resolve(
          await Promise.all(uses.map((use) => Promise.try(use).then(() => "done", () => "thrown"))),
        );
      },
    }),
    { ...outputs.options, ...options },
  );
  const before = Deno.readTextFileSync(join(folder, "run.json"));
  late.resolve();
  assert.deepEqual(await tried.promise, Array(6).fill("thrown"));
  assert.equal(Deno.readTextFileSync(join(folder, "run.json")), before);
  assert.deepEqual(files(folder), { "study.journal": "" });
  assert.equal(run.state, "failed");
});

Deno.test("run.json is written again if the disk is full for a moment", async () => {
  using outputs = outputsFolder();
  const rename = Deno.renameSync;
  let failures = 0;
  const dag = one({
    run() {
      // the next write is that of this task's success
      Deno.renameSync = (from, to) => {
        if (String(to).endsWith("run.json") && failures++ === 0) throw full();
        rename(from, to);
      };
      return Promise.resolve();
    },
  });
  try {
    const { run, folder } = await runDag(dag, { ...outputs.options, ...options });
    assert.equal(run.state, "success");
    assert.equal(readRunRecord(folder).state, "success");
    assert.ok(failures > 1);
  } finally {
    Deno.renameSync = rename;
  }
});
