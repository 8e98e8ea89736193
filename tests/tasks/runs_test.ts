import assert from "node:assert/strict";
import { join } from "node:path";
import { outputsFolder, RUN_ID } from "../dag/fixtures.ts";
import { writeHeartbeat } from "../../lib/dag/heartbeat.ts";
import { runDag } from "../../lib/dag/run_dag.ts";
import { newRunId } from "../../lib/dag/runs/run_folder.ts";
import { writeRunRecord } from "../../lib/dag/runs/run_record.ts";
import type { TaskContext } from "../../lib/dag/task_context.ts";
import { UserError } from "../../lib/user_error.ts";
import { runKillable } from "../dag/killable_run.ts";
import { madeUpRun, writeRuns } from "../pipeline/history/made_up_run.ts";

async function runs(outputsDir: string, ...args: string[]) {
  return await runsWith({}, outputsDir, ...args);
}

async function runsWith(env: Record<string, string>, outputsDir: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "-A",
      join(import.meta.dirname!, "..", "..", "tasks", "runs.ts"),
      ...args,
    ],
    env: { ...env, SODAI_OUTPUTS_DIR: outputsDir },
  }).output();
  const [out, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out: out!, errors: errors! };
}

Deno.test("runs names the s3:// path that has no runs, not its working folder", async () => {
  using outputs = outputsFolder();
  const shown = { SODAI_SHOWN_FOLDERS: JSON.stringify({ [outputs.dir]: "s3://sales/outputs" }) };
  const { out } = await runsWith(shown, outputs.dir);
  assert.equal(out, "No runs in s3://sales/outputs. Start one with: deno task pipeline\n");
});

Deno.test("runs shows attempts, tries and why a run is closed", async () => {
  using outputs = outputsFolder();
  const { run, folder } = await runKillable(outputs.dir);
  Deno.removeSync(join(outputs.dir, "latest"));
  Object.assign(run, { state: "stopped", attempt: 3, closed: "2024-W49 succeeded after it" });
  Object.assign(run.tasks[0]!, {
    tries: 2,
    retried: [{ at: "2024-11-25T09:00:07.000Z", message: "disk full" }],
  });
  writeRunRecord(folder, run);
  const listed = await runs(outputs.dir);
  assert.match(listed.out, /stopped .*closed: 2024-W49 succeeded after it$/m);
  const shown = await runs(outputs.dir, "show", RUN_ID);
  assert.match(shown.out, /^ {2}attempts +3$/m);
  assert.match(shown.out, /^ {2}why +.*closed: 2024-W49 succeeded after it$/m);
  assert.match(
    shown.out,
    /^ {2}preprocess was tried again at 2024-11-25 09:00:07 UTC, after disk full$/m,
  );
});

Deno.test("runs lists, shows and prunes", async () => {
  using outputs = outputsFolder();
  const facts = {
    drift_check: {
      ...{ drift_detected: true, decision: "train_model", cause: "drift" },
      drifted_variables: ["brand"],
    },
    split_data: { test: { weeks: ["2024-W46", "2024-W47"], rows: 1 } },
    train_model: { test_average_precision: .6467 },
  };
  for (let i = 0; i < 2; i++) {
    await runDag({
      id: "sodai_mlops",
      tasks: Object.entries(facts).map(([id, known]) => ({
        id,
        after: [],
        run: (context: TaskContext) => Promise.resolve(context.facts(known)),
      })),
    }, { ...outputs.options, context: (task) => task });
  }
  await runKillable(outputs.dir);
  Deno.writeTextFileSync(join(outputs.dir, "runs", `${RUN_ID}-2`, "run.json"), "{");

  const list = await runs(outputs.dir);
  assert.equal(list.code, 0, list.errors);
  const lines = list.out.split("\n").map((line) => line.replace(/\d\.\d s/, "T").split(/ {2,}/));
  assert.deepEqual(lines.slice(0, 4), [
    ["run", "state", "duration", "AP (test weeks)", "why"],
    [`${RUN_ID}-3 (latest)`, "success", "T"],
    [RUN_ID, "success", "T", "0.647 W46–W47", "trained: drift in brand"],
    // when it started is known from its id only, and the others started just now
    [`${RUN_ID}-2`, "unreadable"],
  ]);
  assert.match(lines[4]![0]!, /-2: run.json cannot be read: .*JSON/);

  const shown = await runs(outputs.dir, "show", "latest");
  assert.match(shown.out, /skip_training +skipped +drift_check chose train_model/);
  assert.match(shown.out, /dataset_limpio.csv +20,000 bytes/);
  assert.equal((await runs(outputs.dir, "show", `${RUN_ID}-2`)).code, 1);

  const pruned = await runs(outputs.dir, "prune", "--keep", "1");
  // one successful run is kept, and one of the others
  assert.equal(pruned.out, `removed ${RUN_ID}\n1 removed\n`);
  const page = Deno.readTextFileSync(join(outputs.dir, "index.html"));
  assert.ok(page.includes(`${RUN_ID}-3`) && !page.includes(`${RUN_ID}<`));
});

Deno.test("runs --json has every run, the latest and the heartbeat, under fixed names", async () => {
  using outputs = outputsFolder();
  const empty = JSON.parse((await runs(outputs.dir, "--json")).out);
  assert.deepEqual(
    [empty.latest, empty.newest_outcome, empty.heartbeat, empty.runs],
    [null, null, null, []],
  );
  const drift = { drift_detected: true, decision: "train_model" };
  const task = (id: string, facts: Record<string, unknown>, fails = false) => ({
    id,
    after: [],
    run: (context: TaskContext) => {
      context.facts(facts);
      if (fails) throw new UserError("no space left");
      return Promise.resolve();
    },
  });
  const run = (fails: boolean, held: string[] = []) =>
    runDag({
      id: "sodai_mlops",
      tasks: [
        task("drift_check", drift),
        task("train_model", { test_average_precision: .6467 }, fails),
      ],
    }, {
      ...outputs.options,
      context: (context) => context,
      publication: () => ({ held, warnings: held.map((reason) => `look: ${reason}`) }),
    });
  await run(false);
  await run(true);
  await run(false, ["too few"]);
  const emptyRun = newRunId("2024-W48", new Date(Date.now() + 60_000));
  Deno.mkdirSync(join(outputs.dir, "runs", emptyRun));
  const beat = { activity: "waiting", due: null, next: null, last_outcome: "held", run_id: RUN_ID };
  const time = new Date(Date.now() - 90_000);
  assert.equal(
    writeHeartbeat(outputs.dir, beat as Parameters<typeof writeHeartbeat>[1], time),
    undefined,
  );

  const { code, out, errors } = await runs(outputs.dir, "--json");
  assert.equal(code, 0, errors);
  const found = JSON.parse(out);
  assert.deepEqual(
    Object.keys(found),
    ["outputs_dir", "time", "latest", "newest_outcome", "heartbeat", "runs"],
  );
  assert.deepEqual([found.latest, found.newest_outcome], [RUN_ID, "unreadable"]);
  const { age_seconds, ...heartbeat } = found.heartbeat;
  assert(age_seconds >= 90 && age_seconds < 150, age_seconds);
  assert.deepEqual(heartbeat, { time: time.toISOString(), pid: Deno.pid, ...beat });
  const [unreadable, held, failed, good] = found.runs;
  assert.deepEqual(
    found.runs.map(({ run_id, state }: Record<string, string>) => [run_id, state]),
    [[emptyRun, "unreadable"], [`${RUN_ID}-3`, "held"], [`${RUN_ID}-2`, "failed"], [
      RUN_ID,
      "success",
    ]],
  );
  assert.match(unreadable.errors[0], /No such file/);
  assert.deepEqual(held.held, ["too few"]);
  assert.deepEqual(held.warnings, { unusual: ["look: too few"], ordinary: [] });
  assert.deepEqual(failed.errors, ["train_model: no space left"]);
  const { started, ended, duration_seconds, ...rest } = good;
  assert(Date.parse(ended) >= Date.parse(started) && duration_seconds >= 0);
  assert.deepEqual(rest, {
    run_id: RUN_ID,
    week: "2024-W48",
    state: "success",
    alive: false,
    latest: true,
    drift_detected: true,
    decision: "train_model",
    average_precision: .6467,
    held: [],
    unpublished: null,
    promoted: null,
    warnings: { unusual: [], ordinary: [] },
    errors: [],
  });

  const record = await runs(outputs.dir, "show", "latest", "--json");
  const path = join(outputs.dir, "runs", RUN_ID, "run.json");
  assert.deepEqual(JSON.parse(record.out), JSON.parse(Deno.readTextFileSync(path)));
});

Deno.test("runs diff tells how the second of two runs differs, also as JSON", async () => {
  using outputs = outputsFolder();
  const predict = (expected: number) => ({
    predict: { expected_purchases: expected },
    drift_check: { decision: "skip_training", cause: "ordinary" },
  });
  const before = madeUpRun("2024-W47", { facts: predict(1000) });
  const after = madeUpRun("2024-W48", {
    facts: predict(1100),
    parameters: { ...before.run.parameters, n_trials: 50 },
    inputs: { "clientes.parquet": "f".repeat(64) },
  });
  writeRuns(outputs.dir, [before, after]);
  for (const [run, expected] of [[before, 60], [after, 75.5]] as const) {
    Deno.writeTextFileSync(
      join(outputs.dir, "runs", run.runId, "expected_items.json"),
      JSON.stringify({ products: [{ product_id: 1304, purchases: { expected } }] }),
    );
  }
  const text = await runs(outputs.dir, "diff", before.runId, after.runId);
  assert.equal(text.code, 0, text.errors);
  assert.match(text.out, /^ {2}purchases expected +1,000 +1,100 +\+10\.0%$/m);
  assert.match(text.out, /^ {2}n_trials +30 +50$/m);
  assert.match(text.out, /^ {2}clientes\.parquet +0a +f{12}…$/m);
  assert.match(text.out, /^ {2}1304 +60\.0 +75\.5 +\+15\.5$/m);
  const json = await runs(outputs.dir, "diff", before.runId, after.runId, "--json");
  const found = JSON.parse(json.out);
  assert.deepEqual(
    Object.keys(found),
    ["from", "to", "figures", "parameters", "inputs", "versions", "products"],
  );
  assert.deepEqual(found.products, [{ product_id: 1304, from: 60, to: 75.5 }]);
  const same = await runs(outputs.dir, "diff", after.runId, after.runId);
  assert.match(same.out, /They do not differ\./);
});

Deno.test("the list fits 120 columns, and show says how to go on", async () => {
  using outputs = outputsFolder();
  const long = madeUpRun("2024-W48", {
    state: "held",
    held: [`Expected ${"many ".repeat(40)}purchases, found ${"few ".repeat(40)}`],
    warnings: [{ task: "extract_data", text: "odd ".repeat(60), rank: "unusual" }],
  });
  writeRuns(outputs.dir, [long]);
  const list = await runs(outputs.dir);
  assert.ok(list.out.split("\n").every((line) => [...line].length <= 120), list.out);
  const { out } = await runs(outputs.dir, "show", long.runId);
  assert.match(out, /^Run 2024-W48_\S+: held$/m);
  assert.match(out, /^ {2}week +2024-W48, 2024-11-25 to 2024-12-01$/m);
  assert.match(out, /^ {2}UNUSUAL odd odd/m);
  assert.match(
    out,
    new RegExp(`deno task runs promote ${long.runId} --outputs-dir ${outputs.dir}$`, "m"),
  );
});

const wrong: [string[], RegExp][] = [
  [["--keeep", "3"], /--keeep/],
  [["prune", "--keep", "0"], /--keep: expected a whole number from 1.*found 0/],
  [["--keep", "3"], /--keep: allowed only with prune/],
  [["show"], /show: expected a run/],
  [["show", "nothing"], /no such run in .*: nothing/],
  [["shew"], /unknown command: shew/],
  [["diff"], /diff: expected two runs/],
  [["diff", "a", "b", "c"], /unexpected argument: c/],
  [["prune", "--json"], /--json: allowed only with a list, with show and with diff/],
  [["rollback", "--json"], /--json: allowed only with/],
];

Deno.test("a wrong call of runs is one clear error with exit status 2", async (t) => {
  using outputs = outputsFolder();
  for (const [args, message] of wrong) {
    await t.step(args.join(" "), async () => {
      const { code, out, errors } = await runs(outputs.dir, ...args);
      assert.equal(code, 2, errors);
      assert.equal(out, "");
      assert.match(errors, message);
    });
  }
});
