import assert from "node:assert/strict";
import { join } from "node:path";
import { listRuns } from "../../lib/dag/runs/runs.ts";
import { taskProcess } from "./task_process.ts";
import { outcome, simulatedWorld } from "./world.ts";

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

Deno.test("deno task schedule runs the pipeline and stops on SIGTERM with status 0", async (t) => {
  using world = await simulatedWorld({ customers: 30, products: 12, weeks: 8 });
  const outputs = join(world.folder, "outputs");
  const flags = ["--data-dir", world.dataDir, "--outputs-dir", outputs, "--n-trials", "1"];
  flags.push(
    "--max-data-age",
    "36500",
    "--weeks-to-include",
    "3",
    "--shap-rows",
    "50",
    "--workers",
    "1",
    "--no-report",
  );

  await t.step("an unfinished run is stopped and can be resumed", async () => {
    const { stderr } = await stoppedAt(/preprocess +running/, taskProcess("schedule", flags));
    assert.match(stderr, /schedule {2}catching up on \d{4}-\d\d-\d\dT09:00:00Z/);
    assert.match(stderr, /schedule {2}SIGTERM: stopping; send it again to exit at once/);
    assert.match(stderr, /schedule {2}run failed: stopped by SIGTERM/);
    const [{ run }] = listRuns(outputs) as [ReturnType<typeof listRuns>[number]];
    assert.equal(run!.state, "failed");
    assert(run!.tasks.every(({ state }) => state === "success" || state === "scheduled"));
    assert.throws(() => Deno.readLinkSync(join(outputs, "latest")), Deno.errors.NotFound);
  });

  await t.step("missed times are caught up by one run", async () => {
    const { stdout, stderr } = await stoppedAt(/run succeeded/, taskProcess("schedule", flags));
    assert.match(stderr, /catching up on/);
    assert.match(stderr, /schedule {2}next run at \d{4}-\d\d-\d\dT09:00:00Z/);
    assert.equal(stderr.match(/run starts/g)!.length, 1);
    assert.match(stdout, /^Run \S+ done in /);
    const [newest] = listRuns(outputs);
    assert.equal(newest!.run!.state, "success");
    assert.equal(Deno.readLinkSync(join(outputs, "latest")), `runs/${newest!.runId}`);
  });

  await t.step("a scheduled run on unchanged inputs is skipped", async () => {
    const latest = Deno.readLinkSync(join(outputs, "latest"));
    const { stdout, stderr } = await stoppedAt(
      /run succeeded/,
      taskProcess("schedule", flags, { DENO_CRON_TEST_SCHEDULE_OFFSET: "100" }),
    );
    assert.doesNotMatch(stderr, /catching up/);
    assert.match(stdout, /^Run \S+ skipped: no new data since run /);
    assert(listRuns(outputs).some(({ run }) => run!.state === "skipped"));
    assert.equal(Deno.readLinkSync(join(outputs, "latest")), latest);
  });

  await t.step("data that are too old are not forecast, and new ones are waited for", async () => {
    const latest = Deno.readLinkSync(join(outputs, "latest"));
    const { stderr } = await stoppedAt(
      /trying again at|gave up/,
      // other parameters: it would run
      taskProcess("schedule", [...flags, "--max-data-age", "14", "--seed", "1"], {
        DENO_CRON_TEST_SCHEDULE_OFFSET: "100",
      }),
    );
    assert.match(
      stderr,
      /run failed: the data end on 2024-\S+, \d+ days ago, .*waiting for new data/,
    );
    const [newest] = listRuns(outputs);
    assert.equal(newest!.run!.state, "skipped");
    assert.match(newest!.run!.tasks[0]!.reason!, /waiting for new data$/);
    assert.equal(Deno.readLinkSync(join(outputs, "latest")), latest);
  });

  await t.step("bad input fails the run, not the schedule", async () => {
    const nowhere = ["--data-dir", join(world.folder, "nowhere")];
    const { stderr } = await stoppedAt(
      /trying again at|gave up/,
      taskProcess("schedule", [...flags, ...nowhere], { DENO_CRON_TEST_SCHEDULE_OFFSET: "100" }),
    );
    assert.match(stderr, /schedule {2}run failed: transacciones\.parquet is missing/);
  });

  await t.step("an invalid schedule is refused", async () => {
    const { code, stderr } = await outcome(
      taskProcess("schedule", [...flags, "--cron", "0 9 * * 1"]),
    );
    assert.equal(code, 2);
    assert.match(stderr, /^--cron: expected five fields .*\nWrite weekdays by name/);
  });
});
