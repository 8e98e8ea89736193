import assert from "node:assert/strict";
import { join } from "node:path";
import { readLatest } from "../../lib/dag/runs/latest.ts";
import { runFolder } from "../../lib/dag/runs/run_folder.ts";
import { readRunRecord, writeRunRecord } from "../../lib/dag/runs/run_record.ts";
import { listRuns } from "../../lib/dag/runs/runs.ts";
import { taskProcess } from "./task_process.ts";
import { outcome, simulatedWeek, simulatedWorld, simulateInto } from "./world.ts";

const WORLD = { customers: 30, products: 12, weeks: 8 };

/** Runs a schedule until standard error matches `enough`, stops it, and returns the output. */
async function stoppedAt(enough: RegExp, process: Deno.Command) {
  const child = process.spawn();
  const stdout = new Response(child.stdout).text();
  let stderr = "", asked = false;
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    stderr += text;
    if (!asked && enough.test(stderr)) {
      asked = true;
      child.kill("SIGTERM");
    }
  }
  const { code } = await child.status;
  assert(asked, stderr);
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(stderr, /^ {4}at /m);
  return { stdout: await stdout, stderr };
}

/** Lets a week pass: what was scheduled happened a week earlier. */
function weekPasses(outputs: string): void {
  for (const { run, folder } of listRuns(outputs)) {
    if (run?.due) {
      const due = new Date(Date.parse(run.due) - 7 * 86_400_000).toISOString();
      writeRunRecord(folder, { ...run, due });
    }
  }
}

Deno.test("deno task schedule, through the weeks of an operator", async (t) => {
  using world = await simulatedWorld(WORLD);
  const outputs = join(world.folder, "outputs");
  const flags = ["--data-dir", world.dataDir, "--outputs-dir", outputs, "--n-trials", "1"];
  flags.push("--max-data-age", "36500", "--weeks-to-include", "3", "--shap-rows", "50");
  flags.push("--workers", "1", "--no-report");
  const schedule = (...more: string[]) => taskProcess("schedule", [...flags, ...more], QUICKLY);
  const states = () => listRuns(outputs).map(({ run }) => `${run!.predicted_week} ${run!.state}`);

  await t.step("SIGTERM stops it, with status 0, and its run can be resumed", async () => {
    const { stderr } = await stoppedAt(/preprocess +running/, schedule());
    assert.match(stderr, /schedule {2}catching up on \d{4}-\d\d-\d\dT09:00:00Z/);
    assert.match(stderr, /schedule {2}SIGTERM: stopping; send it again to exit at once/);
    assert.match(stderr, /schedule {2}run failed: stopped by SIGTERM/);
    const [{ run }] = listRuns(outputs) as [ReturnType<typeof listRuns>[number]];
    assert.equal(run!.state, "stopped");
    assert(run!.tasks.every(({ state }) => state === "success" || state === "scheduled"));
    assert.equal(readLatest(outputs), undefined);
  });

  await t.step("a restart resumes that run at once", async () => {
    const [{ runId }] = listRuns(outputs) as [ReturnType<typeof listRuns>[number]];
    const { stdout, stderr } = await stoppedAt(/next run at/, schedule());
    assert.match(stderr, new RegExp(`schedule  resuming run ${runId}`));
    assert.match(stdout, /^Run \S+ done in /);
    assert.deepEqual(states(), [`${simulatedWeek(9)} success`]);
    assert.equal(readLatest(outputs), runId);
  });

  await t.step("started again, it has nothing to do before the next time", async () => {
    const { stderr } = await stoppedAt(/next run at/, schedule());
    assert.doesNotMatch(stderr, /run starts/);
    assert.equal(states().length, 1);
  });

  await t.step(
    "without new data it waits, also after a restart, and records that once",
    async () => {
      weekPasses(outputs);
      const { stderr } = await stoppedAt(/waiting for new data/, schedule());
      assert.match(stderr, /schedule {2}run skipped: no new data since run /);
      const again = await stoppedAt(/waiting for new data/, schedule());
      assert.doesNotMatch(again.stderr, /run starts/);
      assert.deepEqual(states(), [`${simulatedWeek(9)} skipped`, `${simulatedWeek(9)} success`]);
    },
  );

  await t.step(
    "an export that comes late, while it is down, is forecast at the restart",
    async () => {
      await simulateInto(world.dataDir, { ...WORLD, weeks: 9 });
      const { stderr } = await stoppedAt(/next run at/, schedule());
      assert.match(stderr, /schedule {2}the input files changed/);
      assert.equal(states()[0], `${simulatedWeek(10)} success`);
      assert.equal(readLatest(outputs), listRuns(outputs)[0]!.runId);
    },
  );

  await t.step("data that are too old are not forecast", async () => {
    weekPasses(outputs);
    await simulateInto(world.dataDir, { ...WORLD, weeks: 10 });
    const { stderr } = await stoppedAt(/waiting for new data/, schedule("--max-data-age", "14"));
    assert.match(stderr, /run skipped: the data end on 2024-\S+, \d+ days ago/);
    assert.equal(states()[0], `${simulatedWeek(11)} skipped`);
  });

  await t.step(
    "--catch-up all forecasts every missed week once, each as of its Monday",
    async () => {
      weekPasses(outputs);
      await simulateInto(world.dataDir, { ...WORLD, weeks: 12 });
      const { stderr } = await stoppedAt(/next run at/, schedule("--catch-up", "all"));
      assert.match(stderr, new RegExp(`forecasting ${simulatedWeek(11)}, which was missed`));
      assert.deepEqual(
        states().slice(0, 3),
        [13, 12, 11].map((week) => `${simulatedWeek(week)} success`),
      );
      const [newest, missed] = listRuns(outputs);
      assert.equal(readLatest(outputs), newest!.runId);
      assert.match(missed!.run!.unpublished!, /^back-run/);
    },
  );

  await t.step("invalid files are refused once; the corrected ones are forecast", async () => {
    weekPasses(outputs);
    await simulateInto(world.dataDir, { ...WORLD, weeks: 13 });
    const path = join(world.dataDir, "clientes.parquet"), whole = Deno.readFileSync(path);
    Deno.writeFileSync(path, whole.subarray(0, 500));
    const { stderr } = await stoppedAt(/waiting for new data/, schedule());
    assert.match(stderr, /schedule {2}run failed: \S*clientes\.parquet: expected a parquet file/);
    Deno.writeFileSync(path, whole);
    await stoppedAt(/next run at/, schedule());
    assert.equal(states()[0], `${simulatedWeek(14)} success`);
  });

  await t.step("a run of other parameters is not resumed; the log says why", async () => {
    weekPasses(outputs);
    await simulateInto(world.dataDir, { ...WORLD, weeks: 14 });
    await stoppedAt(/preprocess +running/, schedule("--seed", "5"));
    const { stderr } = await stoppedAt(/next run at/, schedule());
    assert.match(stderr, /a new run starts; \S+ is not resumed, because .*seed: was 5, is 0/);
    assert.deepEqual(states().slice(0, 2), [
      `${simulatedWeek(15)} success`,
      `${simulatedWeek(15)} stopped`,
    ]);
  });

  await t.step("--once does what is due, and ends", async () => {
    weekPasses(outputs);
    await simulateInto(world.dataDir, { ...WORLD, weeks: 15 });
    const first = await outcome(schedule("--once"));
    assert.equal(first.code, 0, first.stderr);
    assert.equal(states()[0], `${simulatedWeek(16)} success`);
    const second = await outcome(schedule("--once"));
    assert.equal(second.code, 0, second.stderr);
    assert.equal(states()[0], `${simulatedWeek(16)} success`);
    weekPasses(outputs);
    assert.equal((await outcome(schedule("--once"))).code, 0);
    assert.equal(states()[0], `${simulatedWeek(16)} skipped`);
    const waiting = await outcome(schedule("--once"));
    assert.match(waiting.stderr, /schedule {2}waiting for new data until/);
    assert.equal(waiting.code, 0);
    const refused = await outcome(schedule("--once", "--catch-up", "none"));
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /^--once: expected --catch-up latest or all/);
  });

  await t.step("an invalid schedule is refused", async () => {
    const { code, stderr } = await outcome(schedule("--cron", "0 9 * * 1"));
    assert.equal(code, 2);
    assert.match(stderr, /^--cron: expected five fields .*\nWrite weekdays by name/);
  });

  await t.step("every run knows its scheduled time", () => {
    for (const { runId } of listRuns(outputs)) {
      assert.match(readRunRecord(runFolder(outputs, runId)).due!, /T09:00:00\.000Z$/);
    }
  });
});

/** Deno.cron fires every 100 ms instead of every minute. */
const QUICKLY = { DENO_CRON_TEST_SCHEDULE_OFFSET: "100" };
