import assert from "node:assert/strict";
import { join } from "node:path";
import { readLatest } from "../../../lib/dag/runs/latest.ts";
import { runFolder } from "../../../lib/dag/runs/run_folder.ts";
import { runPipeline } from "../../../lib/pipeline/run_pipeline.ts";
import { runShard, SHARDED } from "../../../lib/pipeline/shards/run_shard.ts";
import { SODAI_MLOPS } from "../../../lib/pipeline/sodai_mlops.ts";
import { dataBeforeWeek, sharedRun, WEEK } from "../shared_runs.ts";
import { digests, temporaryPlace } from "../world.ts";

const NAMES = SODAI_MLOPS.tasks.map(({ id }) => id);
const RUN_ID = `${WEEK}_20300107T090000Z`;
const OF = 3;

Deno.test("shards in any order, one twice, one missing, give the bytes of the pipeline", async () => {
  const undisturbed = await sharedRun();
  using world = temporaryPlace(await dataBeforeWeek());
  const outputs = join(world.folder, "outputs");
  const given = { ...undisturbed.given("outputs"), outputs_dir: outputs, shards: OF };
  const config = world.config("outputs", given);
  const folder = runFolder(outputs, RUN_ID);
  const shard = (task: string, number: number) =>
    runShard(config, { task, runId: RUN_ID, number, of: OF });
  const notes: string[] = [];
  for (const task of NAMES) {
    if (SHARDED.includes(task)) {
      const third = await shard(task, 3);
      assert(third.made > 0, task);
      const [again, first] = await Promise.all([shard(task, 3), shard(task, 1)]);
      assert.deepEqual(again, { made: 0, kept: third.made });
      // a shard of the training that is alone makes all of it
      assert.equal(first.made > 0, task !== "train_model");
      assert((await files(folder, task)).length >= first.made + third.made);
    }
    const { error } = await runPipeline(config, {
      stage: { task, runId: RUN_ID },
      reporter: (event) => event.kind === "note" && notes.push(event.text),
    });
    assert.equal(error, undefined);
    assert.deepEqual(await files(folder, task), []);
    if (SHARDED.includes(task)) {
      assert.deepEqual(await shard(task, 2), { made: 0, kept: 0 });
      assert.deepEqual(await files(folder, task), []);
    }
  }
  assert.deepEqual(await digests(folder), await digests(undisturbed.runFolder));
  assert.equal(readLatest(outputs), RUN_ID);
});

async function files(folder: string, task: string): Promise<string[]> {
  return Object.keys(await digests(folder)).filter((name) => name.startsWith(`${task}.shards/`));
}
