import assert from "node:assert/strict";
import { basename } from "node:path";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { UserError } from "../../lib/user_error.ts";
import { copiedRun } from "./shared_runs.ts";
import { digests } from "./world.ts";

/** Stops the run while `clientes.parquet` is read, which takes a while; undone by `using`. */
function stoppedWhileReading(takesMs: number) {
  const original = Deno.readFile, stop = new AbortController();
  Deno.readFile = async (path, options) => {
    if (basename(String(path)) === "clientes.parquet") {
      stop.abort(new UserError("stopped by SIGTERM", 1));
      await new Promise((resolve) => setTimeout(resolve, takesMs));
    }
    return await original(path, options);
  };
  return { signal: stop.signal, [Symbol.dispose]: () => void (Deno.readFile = original) };
}

Deno.test("a run stopped while its inputs are read is resumed to the same bytes", async () => {
  using world = await copiedRun();
  const whole = await runPipeline(world.config("whole", { seed: 5 }));
  const stopped = await (async () => {
    using stop = stoppedWhileReading(10);
    return await runPipeline(world.config("outputs_stopped", { seed: 5 }), stop);
  })();
  assert.equal(stopped.run.state, "stopped");
  assert(stopped.run.tasks.every(({ state }) => state === "scheduled"));
  const resumed = await runPipeline(world.config("outputs_stopped", { seed: 5, resume: true }));
  assert.equal(resumed.run.run_id, stopped.run.run_id);
  assert.equal(resumed.run.state, "success");
  assert.deepEqual(await digests(resumed.folder), await digests(whole.folder));
});

Deno.test("a run whose inputs hang when it is stopped ends without them", async () => {
  using world = await copiedRun();
  // longer than stopped work is waited for
  using stop = stoppedWhileReading(3500);
  const start = performance.now();
  const { run, error } = await runPipeline(world.config("outputs"), stop);
  assert(performance.now() - start < 3000);
  assert.equal(run.state, "stopped");
  assert.match(run.run_id, /^unread_/);
  assert.equal(error, stop.signal.reason);
  // what was left behind ends here, not in the next test
  await new Promise((resolve) => setTimeout(resolve, 3000));
});
