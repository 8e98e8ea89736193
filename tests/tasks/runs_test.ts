import assert from "node:assert/strict";
import { join } from "node:path";
import { outputsFolder, RUN_ID } from "../dag/fixtures.ts";
import { runDag } from "../../lib/dag/run_dag.ts";
import type { TaskContext } from "../../lib/dag/task_context.ts";
import { runKillable } from "../dag/killable_run.ts";

async function runs(outputsDir: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "-A",
      join(import.meta.dirname!, "..", "..", "tasks", "runs.ts"),
      ...args,
    ],
    env: { SODAI_OUTPUTS_DIR: outputsDir },
  }).output();
  const [out, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out: out!, errors: errors! };
}

Deno.test("runs lists, shows and prunes", async () => {
  using outputs = outputsFolder();
  const facts = {
    drift_check: { drift_detected: true, decision: "train_model" },
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
    ["run", "state", "duration", "drift → decision", "AP"],
    [`${RUN_ID}-3 (latest)`, "success", "T"],
    [`${RUN_ID}-2`, "unreadable"],
    [RUN_ID, "success", "T", "drift → train_model", "0.647"],
  ]);
  assert.match(lines[4]![0]!, /-2: run.json cannot be read: .*JSON/);

  const shown = await runs(outputs.dir, "show", "latest");
  assert.match(shown.out, /skip_training +skipped +drift_check chose train_model/);
  assert.match(shown.out, /dataset_limpio.csv +20,000 bytes/);
  assert.equal((await runs(outputs.dir, "show", `${RUN_ID}-2`)).code, 1);

  const pruned = await runs(outputs.dir, "prune", "--keep", "1");
  // one successful run is kept, and one of the others
  assert.equal(pruned.out, `removed ${RUN_ID}\n1 removed\n`);
});

const wrong: [string[], RegExp][] = [
  [["--keeep", "3"], /--keeep/],
  [["prune", "--keep", "0"], /--keep: expected a whole number from 1.*found 0/],
  [["--keep", "3"], /--keep: allowed only with prune/],
  [["show"], /show: expected a run/],
  [["show", "nothing"], /no such run in .*: nothing/],
  [["shew"], /unknown command: shew/],
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
