import assert from "node:assert/strict";
import { join } from "node:path";
import type { GivenParameters } from "../../lib/config/config.ts";
import { type ListedRun, listRuns } from "../../lib/dag/runs/runs.ts";
import { taskProcess } from "./task_process.ts";
import { digests, flags, outcome, type Place, simulatedWorld, temporaryPlace } from "./world.ts";

const LIMIT_MS = 5000;
const PATIENCE_MS = 600_000;
const NIGHTLY = Boolean(Deno.env.get("SODAI_NIGHTLY"));
const REAL_DATA = Deno.env.get("SODAI_REAL_DATA");

/** A moment of a run to stop at. */
interface Moment {
  name: string;
  reached: (run: ListedRun) => boolean;
  laterMs?: number;
  signal?: "SIGTERM" | "SIGINT";
}

const runs = (task: string) => ({ run }: ListedRun) =>
  run!.tasks.some(({ id, state }) => id === task && state === "running");

/** The search has begun this number of trials of a kind of model. */
const searches = (kind: string, trials: number) => ({ folder }: ListedRun) => {
  const lines = journalOf(folder).split("\n");
  const from = lines.findIndex((line) => line.includes(kind));
  const begun = lines.slice(from).filter((line) => line.includes(`"op_code":4,`)).length;
  return from >= 0 && begun >= trials;
};

function journalOf(folder: string): string {
  try {
    return Deno.readTextFileSync(join(folder, "models", "study.journal"));
  } catch {
    return "";
  }
}

const MOMENTS: Moment[] = [
  { name: "preprocess", reached: runs("preprocess") },
  { name: "split_data", reached: runs("split_data"), signal: "SIGINT" },
  { name: "a random forest", reached: searches("random_forest", 1) },
  { name: "gradient boosting", reached: searches("gradient_boosting", 2), signal: "SIGINT" },
  { name: "shap_analysis", reached: runs("shap_analysis") },
];

/** Starts the command, sends the signal at the moment, and returns how long it took to end. */
async function stoppedAt(moment: Moment, outputs: string, args: string[]): Promise<number> {
  const { reached, laterMs = 0, signal = "SIGTERM" } = moment;
  const child = taskProcess("pipeline", args).spawn();
  const ended = child.output();
  const start = performance.now();
  const now = () => {
    const [newest] = listRuns(outputs);
    return newest?.run?.state === "running" && newest.alive && reached(newest);
  };
  while (!now()) {
    if (performance.now() - start > PATIENCE_MS) child.kill("SIGKILL");
    const over = await Promise.race([ended, new Promise((done) => setTimeout(done, 2))]);
    if (over) assert.fail(`not reached: ${new TextDecoder().decode((await ended).stderr)}`);
  }
  await new Promise((resolve) => setTimeout(resolve, laterMs));
  child.kill(signal);
  const asked = performance.now();
  const { code, stderr } = await ended;
  const tookMs = performance.now() - asked;
  const errors = new TextDecoder().decode(stderr);
  assert.equal(code, signal === "SIGINT" ? 130 : 143, errors);
  assert.doesNotMatch(errors, /^ {4}at /m);
  assert(tookMs < LIMIT_MS, `took ${tookMs} ms\n${errors}`);
  return tookMs;
}

/** Stops a run at each moment, each time resumed from the one before; then compares its bytes. */
async function stopEverywhere(
  t: Deno.TestContext,
  place: Place,
  given: GivenParameters,
  moments: Moment[],
): Promise<void> {
  const whole = await outcome(taskProcess("pipeline", flags(place.given("whole", given))));
  assert.equal(whole.code, 0, whole.stderr);
  const expected = await digests(listRuns(join(place.folder, "whole"))[0]!.folder);

  const outputs = join(place.folder, "outputs");
  const args = flags(place.given("outputs", given));
  for (const [i, moment] of moments.entries()) {
    await t.step(`${moment.signal ?? "SIGTERM"} in ${moment.name}`, async () => {
      const tookMs = await stoppedAt(moment, outputs, i === 0 ? args : [...args, "--resume"]);
      console.log(`${moment.name}: ended ${Math.round(tookMs)} ms after the signal`);
      const { run } = listRuns(outputs)[0]!;
      assert.equal(run!.state, "stopped");
      assert.equal(run!.attempt, 1); // a stop is no failure
      assert(run!.tasks.every(({ state }) => state !== "running" && state !== "failed"));
    });
  }
  await t.step("the resumed run has the same bytes", async () => {
    const { code, stderr } = await outcome(taskProcess("pipeline", [...args, "--resume"]));
    assert.equal(code, 0, stderr);
    const [listed, ...others] = listRuns(outputs);
    assert.deepEqual(others, []);
    assert.equal(listed!.run!.state, "success");
    assert.deepEqual(await digests(listed!.folder), expected);
  });
}

Deno.test("a signal in any task ends it within 5 s as stopped, and resume gives the same bytes", async (t) => {
  using world = await simulatedWorld({ customers: 60, products: 25, weeks: 20 });
  const given = { n_trials: 6, model: "best", weeks_to_include: 12, workers: 2 };
  await stopEverywhere(t, world, given, MOMENTS);
});

Deno.test({
  name: "a signal in any task on the real data ends it within 5 s, and resume gives the same bytes",
  ignore: !REAL_DATA || !NIGHTLY,
  async fn(t) {
    using place = temporaryPlace(REAL_DATA);
    const late = (task: string, laterMs: number) => ({
      name: `${task}, ${laterMs} ms after its start`,
      reached: runs(task),
      laterMs,
    });
    await stopEverywhere(t, place, { n_trials: 2, model: "best", shap_rows: 500 }, [
      late("preprocess", 500),
      late("split_data", 100),
      late("split_data", 2000),
      late("train_model", 500),
      ...MOMENTS.slice(2, 3),
      { ...MOMENTS[3]!, reached: searches("gradient_boosting", 1), laterMs: 5000 },
      late("shap_analysis", 100),
      late("shap_analysis", 2500),
      late("predict", 300),
    ]);
  },
});
