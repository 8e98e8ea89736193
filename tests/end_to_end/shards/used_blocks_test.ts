import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import { runFolder } from "../../../lib/dag/runs/run_folder.ts";
import { pruneRuns } from "../../../lib/dag/runs/retention.ts";
import { pipelineContexts } from "../../../lib/pipeline/context.ts";
import { runHeader, runPipeline } from "../../../lib/pipeline/run_pipeline.ts";
import { partsFolder } from "../../../lib/pipeline/shards/known_parts.ts";
import { runShard } from "../../../lib/pipeline/shards/run_shard.ts";
import type { TaskContext } from "../../../lib/dag/task_context.ts";
import type { GivenParameters } from "../../../lib/config/config.ts";
import { copiedRun, dataBeforeWeek, sharedRun, WEEK } from "../shared_runs.ts";
import { digests, temporaryPlace } from "../world.ts";

const RUN_ID = `${WEEK}_20300107T090000Z`;

/** A run whose data are read, and calls of its parts. */
async function begunRun() {
  const undisturbed = await sharedRun();
  const world = temporaryPlace(await dataBeforeWeek());
  const outputs = join(world.folder, "outputs");
  const config = world.config("outputs", {
    ...undisturbed.given("outputs"),
    outputs_dir: outputs,
    shards: 2,
  });
  const stage = (task: string, signal = new AbortController().signal) =>
    runPipeline(config, { stage: { task, runId: RUN_ID }, signal });
  const shard = (task: string, options: Parameters<typeof runShard>[2] = {}) =>
    runShard(config, { task, runId: RUN_ID, number: 1, of: 2 }, options);
  await stage("extract_data");
  const folder = runFolder(outputs, RUN_ID);
  return { ...world, undisturbed, outputs, config, folder, stage, shard };
}

/** The folder with the blocks of a stage, and their names. */
function blocksOf(folder: string, task: string): { at: string; names: string[] } {
  const [conditions] = Deno.readDirSync(join(folder, `${task}.shards`));
  const at = join(folder, `${task}.shards`, conditions!.name);
  return { at, names: Array.from(Deno.readDirSync(at), ({ name }) => name).sort() };
}

Deno.test("a stage takes the blocks that are there; damaged ones and those of other conditions are made again", async (t) => {
  for (
    const [what, disturb, used] of [
      ["another content", () => {}, true],
      ["no content", (path: string) => Deno.writeTextFileSync(path, ""), false],
      ["half its content", (path: string) => Deno.truncateSync(path, 100), false],
      [
        "another content, made under other conditions",
        (path: string) => Deno.renameSync(join(path, ".."), join(path, "../../0123456789abcdef")),
        false,
      ],
    ] as const
  ) {
    await t.step(`a block has ${what}`, async () => {
      using place = await begunRun();
      await place.shard("preprocess");
      const { at, names } = blocksOf(place.folder, "preprocess");
      const path = join(at, names[0]!);
      // a recognisable content: everything was bought
      pl.readParquet(path).withColumn(pl.lit(1).cast(pl.UInt8).alias("comprado"))
        .writeParquet(path, { compression: "uncompressed" });
      disturb(path);
      // left by a shard that was killed
      const half = join(place.folder, "preprocess.shards", "half.parquet");
      Deno.writeTextFileSync(half, "half");
      const { error } = await place.stage("preprocess");
      assert.equal(error, undefined);
      const name = "dataset_limpio.parquet";
      const [found, expected] = [place.folder, place.undisturbed.runFolder]
        .map((folder) => pl.readParquet(join(folder, name)).getColumn("comprado").sum());
      assert.equal(found! > expected!, used);
      assert.deepEqual(Object.keys(await digests(place.folder)), [name]);
    });
  }
});

Deno.test("a stage that was stopped after its shards is resumed by the pipeline, with the same bytes", async () => {
  using place = await begunRun();
  const { made } = await place.shard("preprocess");
  await place.shard("split_data");
  const stop = new AbortController();
  const stopped = runPipeline(place.config, {
    stage: { task: "preprocess", runId: RUN_ID },
    signal: stop.signal,
    reporter: ({ kind }) => kind === "task" && stop.abort(new Error("stop")),
  });
  assert.equal((await stopped).run.state, "stopped");
  assert.equal(blocksOf(place.folder, "preprocess").names.length, made);

  let pruned: string[] | undefined;
  const reporter = () => void (pruned ??= pruneRuns(place.outputs, { keep: 0 }));
  assert.deepEqual(await place.shard("preprocess", { reporter }), { made: 0, kept: made });
  assert.deepEqual(pruned, [], "a run is not removed under a shard");

  const { run, error } = await runPipeline({ ...place.config, resume: true });
  assert.equal(error, undefined);
  assert.equal(run.run_id, RUN_ID);
  assert.deepEqual(await digests(place.folder), await digests(place.undisturbed.runFolder));
});

Deno.test("a shard makes nothing for a stage that takes over the outputs of another run", async () => {
  using place = await copiedRun();
  const config = place.config("outputs");
  await runPipeline(config, { stage: { task: "extract_data", runId: RUN_ID } });
  const shard = { task: "preprocess", runId: RUN_ID, number: 1, of: 2 };
  assert.deepEqual(await runShard(config, shard), { made: 0, kept: 0 });
  assert.deepEqual(await digests(runFolder(config.outputs_dir, RUN_ID)), {});
});

Deno.test("blocks have a folder for their data, parameters and code, scores also for their model", async () => {
  const { config, run } = await sharedRun(), reading = new Promise<never>(() => {});
  const folderOf = (
    id: string,
    { parameters = {}, header = {}, model = "0a" }: {
      parameters?: GivenParameters;
      header?: Record<string, unknown>;
      model?: string;
    } = {},
  ) => {
    const given = config("outputs", parameters);
    const of = { ...runHeader(given, undefined), inputs: run.inputs, ...header };
    const outputs = [{ name: "models/model.arrow", bytes: 1, sha256: model }];
    const record = { ...run, tasks: [{ ...run.tasks[0]!, outputs }] };
    const task = { folder: "run", id, record } as unknown as TaskContext;
    const contexts = pipelineContexts(given, of, reading, undefined, () => undefined);
    return partsFolder(contexts(task));
  };
  for (const id of ["preprocess", "predict"]) {
    const here = folderOf(id);
    const neutral = { parameters: { workers: 7, shards: 9 }, header: { model_in_use: "other" } };
    assert.equal(folderOf(id, neutral), here);
    const others = [
      { parameters: { seed: 3 } },
      { parameters: { weeks_to_include: 5 } },
      { header: { code: "0f" } },
      { header: { inputs: { "clientes.parquet": "0c" } } },
      { header: { versions: { sodai: "9" } } },
    ];
    for (const other of others) assert.notEqual(folderOf(id, other), here, JSON.stringify(other));
    assert.equal(folderOf(id, { model: "0b" }) === here, id !== "predict");
  }
});
