import assert from "node:assert/strict";
import { join } from "node:path";
import type { RunResult } from "../../lib/dag/run_dag.ts";
import { listRuns } from "../../lib/dag/runs/runs.ts";
import { random } from "../../lib/stats/random.ts";
import { readJournal } from "../../lib/tuning/read_journal.ts";
import { runUntil } from "./run_until.ts";
import { taskProcess } from "./task_process.ts";
import { digests, flags, simulatedWorld } from "./world.ts";

const PATIENCE_MS = 90_000;
const NIGHTLY = Boolean(Deno.env.get("SODAI_NIGHTLY"));
const TRIALS = NIGHTLY ? 16 : 8, KILLS = NIGHTLY ? 8 : 2;

const journalOf = (outputs: string) => {
  const [run] = listRuns(outputs);
  return run === undefined ? undefined : join(run.folder, "models", "study.journal");
};

async function sizeOf(path: string | undefined): Promise<number> {
  if (path === undefined) return 0;
  return await Deno.stat(path).then(({ size }) => size, () => 0);
}

/** Starts the command and kills it (SIGKILL) when the journal has reached a size. */
async function killedAt(bytes: number, outputs: string, args: string[]): Promise<void> {
  const child = taskProcess("pipeline", args).spawn();
  const ended = child.output();
  const start = performance.now();
  while (await sizeOf(journalOf(outputs)) < bytes) {
    if (performance.now() - start > PATIENCE_MS) {
      child.kill("SIGKILL");
      assert.fail(
        `no ${bytes} bytes of journal: ${new TextDecoder().decode((await ended).stderr)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  child.kill("SIGKILL");
  assert.equal((await ended).signal, "SIGKILL");
}

/** Digests of the model's files, including the study. */
async function modelOf({ folder }: RunResult) {
  const files = await digests(join(folder, "models"));
  assert("model.arrow" in files);
  return files;
}

Deno.test("a search that is killed several times ends with the study of an undisturbed one", async () => {
  using world = await simulatedWorld({ customers: 30, products: 12, weeks: 14 });
  const given = { n_trials: TRIALS, model: "best", weeks_to_include: 10 };
  const undisturbed = await runUntil(
    "train_model",
    world.config("undisturbed", { ...given, workers: 1 }),
  );
  const whole = await Deno.readTextFile(join(undisturbed.folder, "models", "study.journal"));
  const studies = readJournal(whole);
  assert.deepEqual(studies.map(({ name, trials }) => [name, trials.length]), [
    ["random_forest", TRIALS / 2],
    ["gradient_boosting", TRIALS / 2],
  ]);

  const outputs = join(world.folder, "outputs");
  const { below } = random(4);
  const moments = Array.from({ length: KILLS }, () => 1 + below(whole.length - 1))
    .sort((a, b) => a - b);
  for (const [i, moment] of moments.entries()) {
    const args = flags(world.given("outputs", { ...given, workers: 1 + i % 2 }));
    await killedAt(moment, outputs, i === 0 ? args : [...args, "--resume"]);
    const left = await Deno.readTextFile(journalOf(outputs)!);
    assert(left.length >= moment && whole.startsWith(left), `killed at ${moment} bytes`);
    // as after a kill during a write
    if (i === 1) await Deno.writeTextFile(journalOf(outputs)!, left.slice(0, -20));
  }
  const resumed = await runUntil(
    "train_model",
    world.config("outputs", { ...given, resume: true }),
  );
  assert.equal(await Deno.readTextFile(journalOf(outputs)!), whole);
  assert.deepEqual(await modelOf(resumed), await modelOf(undisturbed));
});
