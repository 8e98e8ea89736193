import assert from "node:assert/strict";
import { join } from "node:path";
import { dataBeforeWeek, sharedRun, WEEK } from "../shared_runs.ts";
import { taskProcess } from "../task_process.ts";
import { flags, outcome, temporaryPlace } from "../world.ts";

const RUN_ID = `${WEEK}_20300107T090000Z`;

Deno.test("a wrong call of a shard is one message", async () => {
  const cases: [string[], RegExp][] = [
    [
      ["drift_check", "--shard", "1/2"],
      /--shard: expected one of preprocess, split_data, train_model, predict, fo/,
    ],
    [
      ["predict", "--shard", "0/2"],
      /--shard: expected one such as 2\/4, .*, found 0\/2\nSee: deno/,
    ],
    [["predict", "--shard", "3/2"], /found 3\/2/],
    [["predict", "--shard", "2"], /found 2\n/],
    [["predict", "--shard", "1/20000"], /found 1\/20000/],
  ];
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await outcome(
      taskProcess("stage", [...args, "--run-id", RUN_ID]),
    );
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, message);
  }
});

Deno.test("a shard is a command that prints how many blocks it made and kept", async () => {
  const undisturbed = await sharedRun();
  using world = temporaryPlace(await dataBeforeWeek());
  const given = { ...undisturbed.given("outputs"), outputs_dir: join(world.folder, "outputs") };
  const call = async (...args: string[]) => {
    const all = [...args, "--run-id", RUN_ID, "--json", ...flags(given)];
    const { code, stdout, stderr } = await outcome(taskProcess("stage", all));
    return { code, stderr, facts: stdout === "" ? undefined : JSON.parse(stdout) };
  };
  const early = await call("preprocess", "--shard", "2/2");
  assert.deepEqual([early.code, early.facts], [2, undefined]);
  assert.match(
    early.stderr,
    /^preprocess: expected run .*, found none\.\nBegin it with: deno task/,
  );
  await call("extract_data");
  const facts = { run_id: RUN_ID, task: "preprocess", shard: "2/2", state: "success" };
  const first = await call("preprocess", "--shard", "2/2");
  const made = first.facts.blocks_made;
  assert(made > 0);
  assert.match(first.stderr, /block \d{4}-W\d\d\.\d+-\d+/);
  assert.deepEqual(first.facts, { ...facts, blocks_made: made, blocks_kept: 0 });
  const again = await call("preprocess", "--shard", "2/2");
  assert.deepEqual(again.facts, { ...facts, blocks_made: 0, blocks_kept: made });
});
