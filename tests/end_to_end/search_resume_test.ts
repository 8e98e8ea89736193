import assert from "node:assert/strict";
import { join } from "node:path";
import { listRuns } from "../../lib/dag/runs.ts";
import { runPipeline } from "../../lib/pipeline.ts";
import { random } from "../../lib/stats/random.ts";
import { readJournal } from "../../lib/tuning/read_journal.ts";
import { taskProcess } from "./task_process.ts";
import { digests, outcome, simulatedWorld } from "./world.ts";

const PATIENCE_MS = 90_000;
const GIVEN = { n_trials: 16, model: "best", weeks_to_include: 10 };

const journalOf = (outputs: string) => {
  const [run] = listRuns(outputs);
  return run === undefined ? undefined : join(run.folder, "models", "study.journal");
};

async function sizeOf(path: string | undefined): Promise<number> {
  if (path === undefined) return 0;
  return await Deno.stat(path).then(({ size }) => size, () => 0);
}

/** Starts the command and kills it (SIGKILL) once the journal has some bytes. */
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

Deno.test("a search killed again and again goes on to the study of an undisturbed one", async () => {
  using world = await simulatedWorld({ customers: 30, products: 12, weeks: 14 });
  const undisturbed = await runPipeline(world.config("undisturbed", { ...GIVEN, workers: 1 }));
  assert.equal(undisturbed.error, undefined);
  const whole = await Deno.readTextFile(join(undisturbed.folder, "models", "study.journal"));
  const studies = readJournal(whole);
  assert.deepEqual(studies.map(({ name, trials }) => [name, trials.length]), [
    ["random_forest", 8],
    ["gradient_boosting", 8],
  ]);

  const outputs = join(world.folder, "outputs");
  const args = [
    ...["--data-dir", world.dataDir, "--outputs-dir", outputs, "--model", "best"],
    ...["--n-trials", "16", "--weeks-to-include", "10", "--shap-rows", "50", "--no-report"],
  ];
  const { below } = random(4);
  const moments = Array.from({ length: 4 }, () => 1 + below(whole.length - 1)).sort((a, b) =>
    a - b
  );
  for (const [i, moment] of moments.entries()) {
    const again = i === 0 ? [] : ["--resume"];
    await killedAt(moment, outputs, [...args, ...again, "--workers", `${1 + i % 2}`]);
    const left = await Deno.readTextFile(journalOf(outputs)!);
    assert(left.length >= moment && whole.startsWith(left), `killed at ${moment} bytes`);
    // as a kill within a write would leave it
    if (i === 1) await Deno.writeTextFile(journalOf(outputs)!, left.slice(0, -20));
  }
  const { code, stderr } = await outcome(taskProcess("pipeline", [...args, "--resume"]));
  assert.equal(code, 0, stderr);
  const [run] = listRuns(outputs);
  assert.equal(await Deno.readTextFile(journalOf(outputs)!), whole);
  assert.deepEqual(await digests(run!.folder), await digests(undisturbed.folder));
});
