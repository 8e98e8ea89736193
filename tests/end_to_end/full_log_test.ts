import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readLatest } from "../../lib/dag/runs/latest.ts";
import { runFolder } from "../../lib/dag/runs/run_folder.ts";
import { readRunRecord } from "../../lib/dag/runs/run_record.ts";
import { listRuns } from "../../lib/dag/runs/runs.ts";
import { type SharedRun, sharedRun } from "./shared_runs.ts";
import { taskProcess } from "./task_process.ts";
import { digests, flags, temporaryPlace, type World } from "./world.ts";

const POSIX = Deno.build.os !== "windows", LINUX = Deno.build.os === "linux";
const ROOT = new URL("../../", import.meta.url);

/** A quoted command line of a task, without `deno task`. */
function line(task: string, args: string[]): string {
  const { tasks } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", ROOT)));
  const [, ...words] = tasks[task].command.split(" ");
  return [Deno.execPath(), ...words, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
    .join(" ");
}

/** The exit status of a task in a shell whose streams are redirected; the shell prints it last. */
async function statusIn(task: string, args: string[], redirection: string): Promise<number> {
  const status = await Deno.makeTempFile();
  // in a pipeline, the status of the first command
  const script = `{ ${line(task, args)}; echo $? >'${status}'; } ${redirection}`;
  await new Deno.Command("sh", {
    args: ["-c", script],
    cwd: ROOT,
    env: { NO_COLOR: "1", MLFLOW_TRACKING_URI: "" },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).output();
  const found = Number(await Deno.readTextFile(status));
  await Deno.remove(status);
  return found;
}

/** Where a log may go so that nobody can read it. */
const REDIRECTIONS = [
  ...LINUX ? [">/dev/full", "2>/dev/full", ">/dev/full 2>&1"] : [],
  "| head -1",
  "2>&1 | head -1",
  "2>&1 | true",
  ">&-",
  "2>&-",
  ">&- 2>&- <&-",
];

for (const redirection of REDIRECTIONS) {
  Deno.test({
    name: `the exit status of a run is its own: ${redirection}`,
    ignore: !POSIX,
    async fn() {
      using place = temporaryPlace();
      const outputs = join(place.folder, "outputs");
      // it fails at once: there are no data
      assert.equal(await statusIn("pipeline", flags(place.given("outputs")), redirection), 2);
      const [{ run }] = listRuns(outputs) as [ReturnType<typeof listRuns>[number]];
      assert.equal(run!.state, "failed");
      assert.ok(run!.tasks.every(({ ended, state }) => ended !== null || state !== "running"));
    },
  });
}

Deno.test({
  name: "a list that cannot be written has status 1, and 0 if its reader has seen enough",
  ignore: !LINUX,
  async fn() {
    using place = temporaryPlace();
    const list = (redirection: string) =>
      statusIn("runs", ["--outputs-dir", place.folder], redirection);
    assert.equal(await list(">/dev/full"), 1);
    assert.equal(await list("2>/dev/full"), 0);
    assert.equal(await list("| true"), 0);
    assert.equal(await list(">&-"), 0);
  },
});

/** Checks that a run has the outputs of the shared one with the same parameters. */
async function checkOutputs(outputs: string, shared: SharedRun): Promise<void> {
  const folder = runFolder(outputs, readLatest(outputs)!);
  assert.equal(readRunRecord(folder).state, "success");
  assert.deepEqual(await digests(folder), await digests(shared.runFolder));
}

/** The parameters of the shared run, with outputs in a new folder. */
async function sameRun(place: World) {
  const shared = await sharedRun();
  const given = { ...shared.given("outputs"), outputs_dir: join(place.folder, "outputs") };
  return { shared, args: flags(given), outputs: given.outputs_dir };
}

Deno.test({
  name: "a full log changes no byte of a run",
  ignore: !LINUX,
  async fn() {
    using place = temporaryPlace();
    const { shared, args, outputs } = await sameRun(place);
    assert.equal(await statusIn("pipeline", args, ">/dev/full 2>&1"), 0);
    await checkOutputs(outputs, shared);
  },
});

Deno.test({
  name: "a terminal that goes away changes no byte of a run",
  ignore: !LINUX || !existsSync("/usr/bin/script"),
  async fn() {
    using place = temporaryPlace();
    const { shared, args, outputs } = await sameRun(place);
    const status = join(place.folder, "status");
    const command = `${line("pipeline", args)}; echo $? >'${status}'`;
    // the shell must also go on, to note the status
    const terminal = new Deno.Command("script", {
      args: ["--quiet", "--command", `trap '' HUP; ${command}`, "/dev/null"],
      cwd: ROOT,
      env: { MLFLOW_TRACKING_URI: "", SHELL: "/bin/sh", TERM: "xterm" },
      stdin: "null",
      stdout: "piped",
    }).spawn();
    const reader = terminal.stdout.pipeThrough(new TextDecoderStream()).getReader();
    for (let seen = ""; !/preprocess/.test(seen);) {
      const { value, done } = await reader.read();
      assert.ok(!done, "the run ended before its terminal went away");
      seen += value;
    }
    terminal.kill("SIGKILL");
    await terminal.status;
    await reader.cancel();
    for (let wait = 0; !existsSync(status) && wait < 600; wait++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.equal(Number(await Deno.readTextFile(status)), 0);
    await checkOutputs(outputs, shared);
  },
});

Deno.test({
  name: "SIGHUP with closed pipes does not end a run",
  ignore: !POSIX,
  async fn() {
    using place = temporaryPlace();
    const { shared, args, outputs } = await sameRun(place);
    const process = taskProcess("pipeline", args).spawn();
    const reader = process.stderr.pipeThrough(new TextDecoderStream()).getReader();
    for (let seen = ""; !/preprocess +running/.test(seen);) {
      seen += (await reader.read()).value ?? assert.fail(seen);
    }
    await Promise.all([reader.cancel(), process.stdout.cancel()]);
    process.kill("SIGHUP");
    assert.equal((await process.status).code, 0);
    await checkOutputs(outputs, shared);
  },
});
