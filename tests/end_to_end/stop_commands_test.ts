import assert from "node:assert/strict";
import { join } from "node:path";
import { listRuns } from "../../lib/dag/runs/runs.ts";
import { copiedRun } from "./shared_runs.ts";
import { taskProcess } from "./task_process.ts";
import { flags } from "./world.ts";

const LIMIT_MS = 5000;
const PATIENCE_MS = 120_000;

/** Starts a command, sends SIGTERM once standard error shows something, and returns its end. */
async function stoppedAt(shown: RegExp, laterMs: number, process: Deno.Command) {
  const child = process.spawn();
  const late = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  const stdout = new Response(child.stdout).text();
  let stderr = "", asked: number | undefined;
  const ask = () => {
    if (asked !== undefined || !shown.test(stderr)) return;
    asked = performance.now() + laterMs;
    setTimeout(() => child.kill("SIGTERM"), laterMs);
  };
  ask();
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    stderr += text;
    ask();
  }
  const { code } = await child.status;
  clearTimeout(late);
  assert(asked !== undefined, stderr);
  assert.doesNotMatch(stderr, /^ {4}at /m);
  const tookMs = performance.now() - asked;
  assert(tookMs > 0 && tookMs < LIMIT_MS, `${tookMs} ms after the signal\n${stderr}`);
  return { code, stdout: await stdout, stderr };
}

/** An empty folder for the temporary files of a command. */
function temporaryFolder(folder: string) {
  const path = join(folder, "tmp");
  Deno.mkdirSync(path);
  const left = () => Array.from(Deno.readDirSync(path), (e) => e.name);
  return {
    env: { TMPDIR: path },
    left,
    /** Those of kernels, which are in the folder of their command. */
    kernels: () =>
      left().flatMap((name) => {
        try {
          return Array.from(Deno.readDirSync(join(path, name)), (e) => e.name);
        } catch {
          return []; // just removed
        }
      }).filter((name) => name.startsWith("sodai_kernel_")),
  };
}

Deno.test("SIGTERM ends the report within 5 s, and its kernels with their folders", async () => {
  using world = await copiedRun();
  const { env, left, kernels } = temporaryFolder(world.folder);
  const { data_dir, outputs_dir } = world.given("outputs") as Record<string, string>;
  const args = flags({ data_dir: data_dir!, outputs_dir: outputs_dir! });
  // the kernels start, and three seconds later they run cells
  for (const laterMs of [0, 3000]) {
    const child = taskProcess("report", args, env).spawn();
    const ended = child.output();
    const start = performance.now();
    while (kernels().length === 0) {
      assert(performance.now() - start < PATIENCE_MS);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await new Promise((resolve) => setTimeout(resolve, laterMs));
    child.kill("SIGTERM");
    const asked = performance.now();
    const { code, stderr } = await ended;
    const tookMs = performance.now() - asked;
    assert(tookMs < LIMIT_MS, `${tookMs} ms`);
    assert.equal(code, 143);
    assert.match(new TextDecoder().decode(stderr), /stopped by SIGTERM\n$/);
    assert.deepEqual(left(), []);
  }
});

Deno.test("SIGTERM while the pipeline renders its notebooks leaves a finished run", async () => {
  using world = await copiedRun();
  const { env, left } = temporaryFolder(world.folder);
  const { no_report: _, ...given } = world.given("outputs", { force_train: true, seed: 2 });
  const { code, stdout, stderr } = await stoppedAt(
    /Rendering the notebooks/,
    // kernels are at work after one second, and without a stop they end after three or more
    1500,
    taskProcess("pipeline", flags(given), env),
  );
  assert.equal(code, 143, stderr);
  assert.match(stdout, /^Run \S+ done in /m);
  assert.match(stderr, /warning: no report \(stopped by SIGTERM\); retry with: deno task report/);
  const [{ run }] = listRuns(join(world.folder, "outputs")) as [ReturnType<typeof listRuns>[0]];
  assert.equal(run!.state, "success");
  assert.deepEqual(left(), []);
});

Deno.test("SIGTERM ends evaluate within 5 s", async () => {
  using world = await copiedRun();
  const { data_dir, outputs_dir } = world.given("outputs") as Record<string, string>;
  const weeks = ["--from", "2024-W05", "--to", "2024-W14"];
  const args = [...flags({ data_dir: data_dir!, outputs_dir: outputs_dir! }), ...weeks];
  const { code } = await stoppedAt(/^2024-W05/m, 0, taskProcess("evaluate", args));
  assert.equal(code, 143);
});

Deno.test("SIGTERM ends training with ml-random-forest, which never pauses, within 5 s", async () => {
  using world = await copiedRun();
  const args = flags(
    world.given("outputs", { engine: "ml-random-forest", preset: "original", n_trials: 30 }),
  );
  const { code, stderr } = await stoppedAt(
    /train_model +running/,
    1000,
    taskProcess("pipeline", args),
  );
  assert.equal(code, 143, stderr);
  const [{ run }] = listRuns(join(world.folder, "outputs")) as [ReturnType<typeof listRuns>[0]];
  assert.equal(run!.state, "stopped");
  assert.equal(run!.tasks.find(({ id }) => id === "train_model")!.state, "scheduled");
});

Deno.test("SIGTERM while the inputs are read ends the run as stopped, and it can be run again", async () => {
  using world = await copiedRun();
  const args = flags(world.given("outputs", { seed: 3 }));
  for (const laterMs of [300, 500, 700]) {
    const { code, stderr } = await stoppedAt(/^/, laterMs, taskProcess("pipeline", args));
    assert.equal(code, 143, stderr);
    const [{ run }] = listRuns(join(world.folder, "outputs")) as [ReturnType<typeof listRuns>[0]];
    assert(run!.state === "stopped" || run!.run_id === world.run.run_id, run!.state);
  }
});
