import assert from "node:assert/strict";
import { basename, join } from "node:path";
import type { RunEvent } from "../../lib/dag/reporter.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { runUntil, taskOf } from "./run_until.ts";
import { copiedRun } from "./shared_runs.ts";
import { digests } from "./world.ts";

type Patched = "readFile" | "writeFileSync" | "writeTextFileSync";

/** Makes the first calls of a function of Deno on a file fail; undone by `using`. */
function failing(name: Patched, file: string, error: () => Error, times = 1): Disposable {
  const patched = Deno as unknown as Record<Patched, (...args: unknown[]) => unknown>;
  const original = patched[name];
  patched[name] = (...args) => {
    if (basename(String(args[0])) !== file || times-- <= 0) return original(...args);
    throw error();
  };
  return { [Symbol.dispose]: () => (patched[name] = original) };
}

const full = () => Object.assign(new Error("No space left on device"), { code: "ENOSPC" });

Deno.test("an input file that is busy for a moment is read again, before the run has a folder", async () => {
  using world = await copiedRun();
  using _busy = failing("readFile", "clientes.parquet", () => new Deno.errors.Busy("in use"));
  const events: RunEvent[] = [];
  const result = await runPipeline(world.config("outputs"), {
    reporter: (event) => events.push(structuredClone(event)),
  });
  assert.equal(result.run.state, "success");
  const { tries, retried } = taskOf(result, "extract_data");
  assert.equal(tries, 2);
  assert.deepEqual(retried!.map(({ message }) => message), ["in use"]);
  const [first] = events;
  assert(first?.kind === "retry" && first.task === "extract_data");
  assert.equal(first.text, "try 1 of 6 failed, the next one follows in 5.0 s: in use");
});

Deno.test("a disk that is full for a moment costs a retry, and the outputs have the same bytes", async () => {
  using world = await copiedRun();
  const undisturbed = await runPipeline(world.config("other", { force_train: true }));
  using _full = failing("writeTextFileSync", ".unfinished-predicciones.csv", full);
  const result = await runPipeline(world.config("outputs_full", { force_train: true }));
  assert.equal(result.run.state, "success");
  assert.equal(taskOf(result, "predict").tries, 2);
  assert.deepEqual(await digests(result.folder), await digests(undisturbed.folder));
});

Deno.test("bad input is not tried again", async () => {
  using world = await copiedRun();
  const data_dir = join(world.folder, "nowhere");
  const start = performance.now();
  const result = await runPipeline(world.config("outputs", { data_dir }));
  assert(performance.now() - start < 4000);
  assert.equal(result.run.state, "failed");
  assert.equal(taskOf(result, "extract_data").tries, 1);
});

Deno.test("a run counts its attempts, a stop is none, and every task that ran its tries", async () => {
  using world = await copiedRun();
  const stopped = await runUntil("split_data", world.config("outputs", { seed: 4 }));
  assert.equal(stopped.run.state, "stopped");
  assert.equal(stopped.run.attempt, 1);
  const resumed = await runPipeline(world.config("outputs", { seed: 4, resume: true }));
  assert.equal(resumed.run.state, "success");
  assert.equal(resumed.run.attempt, 1);
  for (const { state, tries } of resumed.run.tasks) {
    assert.equal(tries, state === "skipped" ? undefined : 1);
  }
});
