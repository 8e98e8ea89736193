import assert from "node:assert/strict";
import { listRuns } from "../../../lib/dag/runs/runs.ts";
import { runDag } from "../../../lib/dag/run_dag.ts";
import { child } from "../child.ts";
import { header, outputsFolder, RUN_ID, states } from "../fixtures.ts";
import { ENDLESS } from "./endless_run.ts";

const LIMIT_MS = 5000;

/** Starts an endless run and waits until its task is at work. */
async function atWork(dir: string, how: string) {
  const running = child("stopping/endless_run.ts", [dir, how]).spawn();
  const output = running.stdout.getReader();
  await output.read();
  const errors = new Response(running.stderr).text();
  return {
    running,
    async ended() {
      const asked = performance.now();
      const { code } = await running.status;
      await output.cancel();
      return { code, tookMs: performance.now() - asked, errors: await errors };
    },
  };
}

function assertStopped(dir: string, signal: string) {
  const [{ run, alive }] = listRuns(dir) as [ReturnType<typeof listRuns>[number]];
  assert.equal(alive, false);
  assert.equal(run!.state, "stopped");
  assert.deepEqual(states(run!), ["scheduled", "scheduled"]);
  assert.equal(run!.tasks[0]!.message, `stopped by ${signal}`);
  assert.deepEqual(run!.tasks[0]!.outputs.map(({ name }) => name), ["first.csv"]);
  assert.ok(run!.tasks[0]!.duration_ms! > 0 && run!.ended !== null);
}

for (const how of Object.keys(ENDLESS)) {
  for (const [signal, status] of [["SIGTERM", 143], ["SIGINT", 130]] as const) {
    Deno.test(`${signal} ends a task that ${how} within 5 s, and the run is stopped`, async () => {
      using outputs = outputsFolder();
      const { running, ended } = await atWork(outputs.dir, how);
      await new Promise((resolve) => setTimeout(resolve, 100));
      running.kill(signal);
      const { code, tookMs, errors } = await ended();
      assert.equal(code, status, errors);
      assert.ok(tookMs < LIMIT_MS, `${tookMs} ms`);
      assertStopped(outputs.dir, signal);
      const task = (id: string, after: string[]) => ({ id, after, run: () => Promise.resolve() });
      const resumed = await runDag({ id: "d", tasks: [task("a", []), task("b", ["a"])] }, {
        outputsDir: outputs.dir,
        runId: RUN_ID,
        header,
        resume: true,
        context: () => ({}),
      });
      assert.equal(resumed.run.state, "success");
      assert.equal(resumed.run.attempt, 1); // it did not fail
      assert.deepEqual(resumed.run.tasks[0]!.outputs, []);
    });
  }
}

Deno.test("a second signal ends the process at once, and the run is stopped", async () => {
  for (const how of ["computes without a pause", "waits for something"]) {
    using outputs = outputsFolder();
    const { running, ended } = await atWork(outputs.dir, how);
    await new Promise((resolve) => setTimeout(resolve, 100));
    running.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 300));
    running.kill("SIGTERM");
    const { code, tookMs } = await ended();
    assert.equal(code, 143);
    assert.ok(tookMs < 1000, `${tookMs} ms`);
    assertStopped(outputs.dir, "SIGTERM");
  }
});
