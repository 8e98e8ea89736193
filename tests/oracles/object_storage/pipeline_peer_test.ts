import assert from "node:assert/strict";
import { join } from "node:path";
import { readLatest } from "../../../lib/dag/runs/latest.ts";
import { listRuns } from "../../../lib/dag/runs/runs.ts";
import { digests, outcome, simulatedWorld, type World } from "../../end_to_end/world.ts";
import { taskProcess } from "../../end_to_end/task_process.ts";
import { breakingNetwork } from "./breaking_network.ts";
import { killMachine } from "./kill_machine.ts";
import { SERVER, storagePlace } from "./storage_place.ts";

const QUICK = [
  "--n-trials",
  "2",
  "--shap-rows",
  "50",
  "--max-data-age",
  "36500",
  "--no-report",
  "--force-train",
];
const REMOTE = ["--data-dir", "s3://sales/data", "--outputs-dir", "s3://sales/weekly/outputs"];
const OUTPUTS = "weekly/outputs";

/** A run in a folder of this machine. */
async function localRun(world: World, ...args: string[]): Promise<void> {
  const local = ["--data-dir", world.dataDir, "--outputs-dir", join(world.folder, "outputs")];
  const { code, stderr } = await outcome(taskProcess("pipeline", [...local, ...QUICK, ...args]));
  assert.equal(code, 0, stderr);
}

/** The digests of all runs, oldest first. */
async function allDigests(outputs: string) {
  return await Promise.all(listRuns(outputs).toReversed().map(({ folder }) => digests(folder)));
}

Deno.test({
  name: "a run on s3:// has the bytes of a local one, and continues where a machine was lost",
  ignore: !SERVER || Deno.build.os !== "linux",
  async fn(t) {
    using world = await simulatedWorld();
    const local = join(world.folder, "outputs");
    await localRun(world);
    await using place = await storagePlace();
    await place.upload(world.dataDir, "data");
    const run = (machine: string, ...args: string[]) =>
      outcome(taskProcess("pipeline", [...REMOTE, ...QUICK, ...args], place.machine(machine)));

    await t.step("the same bytes, with the paths of the storage in run.json", async () => {
      const { code, stderr } = await run("a");
      assert.equal(code, 0, stderr);
      assert.match(stderr, /^s3:\/\/sales\/data: fetched 3 files, /m);
      assert.match(stderr, /^s3:\/\/sales\/weekly\/outputs: published \d+ files, /m);
      const found = await place.published(OUTPUTS);
      const [mine, theirs] = [await allDigests(found), await allDigests(local)];
      assert.ok(mine[0]!["scores.parquet"] && mine[0]!["models/model.arrow"]);
      assert.deepEqual(mine, theirs);
      const [{ run: record, runId }] = listRuns(found) as [ReturnType<typeof listRuns>[number]];
      assert.equal(readLatest(found), runId);
      const { data_dir, outputs_dir } = record!.parameters;
      assert.deepEqual([data_dir, outputs_dir], ["s3://sales/data", "s3://sales/weekly/outputs"]);
    });

    await t.step("inputs that did not change are not fetched again", async () => {
      const list = await outcome(
        taskProcess("runs", ["--outputs-dir", REMOTE[3]!], place.machine("a")),
      );
      assert.deepEqual([list.code, list.stderr], [0, ""]);
      assert.match(list.stdout, /\(latest\) +success/);
    });

    await t.step("a machine that is lost while it uploads leaves the outputs before", async () => {
      await localRun(world, "--seed", "1");
      const before = await allDigests(await place.published(OUTPUTS));
      await using network = breakingNetwork(
        place.port,
        /^PUT \/sales\/weekly\/outputs\/files\/[^ ]*model\.arrow/,
      );
      const child = taskProcess(
        "pipeline",
        [...REMOTE, ...QUICK, "--seed", "1"],
        place.machine("b", network.endpoint),
      ).spawn();
      const ended = child.status.then(({ code }) => Promise.reject(new Error(`ended: ${code}`)));
      await Promise.race([network.broken, ended]);
      killMachine(child.pid);
      await ended.catch(() => {});
      await child.output();
      const found = await place.published(OUTPUTS), [unfinished, good] = listRuns(found);
      assert.deepEqual([unfinished!.run!.state, unfinished!.alive], ["running", false]);
      assert.equal(readLatest(found), good!.runId);
      assert.deepEqual(await digests(good!.folder), before[0]);
    });

    await t.step("--resume on another machine completes it", async () => {
      const { code, stderr } = await run("c", "--seed", "1", "--resume");
      assert.equal(code, 0, stderr);
      assert.match(stderr, /^Process \d+ of \S+, started .*, has the lock; waiting up to 35 s/m);
      const found = await place.published(OUTPUTS);
      assert.deepEqual(await allDigests(found), await allDigests(local));
      assert.equal(readLatest(found), listRuns(found)[0]!.runId);
      assert.equal(listRuns(found)[0]!.run!.attempt, 2);
    });

    await t.step(
      "of two runs at once, one is refused or follows the other, and all is whole",
      async () => {
        const both = await Promise.all([run("a", "--seed", "2"), run("b", "--seed", "2")]);
        const refused = both.filter(({ code }) => code !== 0);
        assert.ok(refused.length < 2, both[0]!.stderr);
        // a run that ends before its lock is renewed, after 10 s, is waited for
        for (const { stderr } of refused) {
          assert.match(
            stderr,
            /s3:\/\/sales\/weekly\/outputs is in use by process \d+ of \S+, started \S+.*\.\nWait until/,
          );
        }
        for (let i = refused.length; i < both.length; i++) await localRun(world, "--seed", "2");
        assert.deepEqual(
          await allDigests(await place.published(OUTPUTS)),
          await allDigests(local),
        );
      },
    );

    await t.step("what is removed here is removed there", async () => {
      const prune = ["prune", "--keep", "1", "--outputs-dir", REMOTE[3]!];
      const { code, stderr } = await outcome(taskProcess("runs", prune, place.machine("d")));
      assert.equal(code, 0, stderr);
      assert.equal(listRuns(await place.published(OUTPUTS)).length, 1);
      const objects = [...walk(join(place.folder, "storage", "sales", OUTPUTS, "files"))];
      // those of the run that is left, and what the lost machine had sent
      const { files } = JSON.parse(
        await Deno.readTextFile(join(place.folder, "storage", "sales", OUTPUTS, "manifest.json")),
      );
      assert.ok(objects.length < 2 * Object.keys(files).length, objects.join("\n"));
    });
  },
});

function* walk(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* walk(join(folder, name));
    else yield join(folder, name);
  }
}

Deno.test({
  name: "stages and shards on machines that share nothing but the storage give the same bytes",
  ignore: !SERVER,
  async fn() {
    using world = await simulatedWorld();
    await localRun(world, "--shards", "2");
    await using place = await storagePlace();
    await place.upload(world.dataDir, "data");
    const local = join(world.folder, "outputs");
    const runId = "2024-W13_20300107T090000Z";
    const stage = async (machine: string, ...args: string[]) => {
      const call = [...args, "--run-id", runId, ...REMOTE, ...QUICK, "--shards", "2"];
      const { code, stderr } = await outcome(taskProcess("stage", call, place.machine(machine)));
      assert.equal(code, 0, `${args.join(" ")}: ${stderr}`);
      return stderr;
    };
    const shards = (task: string) =>
      Promise.all(["1/2", "2/2"].map((shard, i) => stage(`s${i}`, task, "--shard", shard)));
    await stage("a", "extract_data");
    for (const stderr of await shards("preprocess")) assert.match(stderr, /block 2024-/);
    // both shards' blocks are there: it makes none
    assert.doesNotMatch(await stage("b", "preprocess"), /block 2024-/);
    await shards("split_data");
    for (const [i, task] of ["split_data", "drift_check", "train_model"].entries()) {
      await stage("ab"[i % 2]!, task);
    }
    await Promise.all([stage("c", "skip_training")]);
    await stage("b", "shap_analysis");
    await shards("predict");
    await stage("c", "predict");
    const found = await place.published(OUTPUTS);
    assert.equal(readLatest(found), runId);
    assert.deepEqual(await allDigests(found), await allDigests(local));
  },
});

Deno.test({
  name: "a wrong bucket, key, address or file is one message; a service may be away for a moment",
  ignore: !SERVER,
  async fn() {
    using world = await simulatedWorld({ customers: 20, products: 8, weeks: 8 });
    await using place = await storagePlace({ start: false });
    const call = async (variables: Record<string, string>, ...args: string[]) => {
      const all = [...QUICK, ...args], env = { ...place.machine("a"), ...variables };
      const { code, stdout, stderr } = await outcome(taskProcess("pipeline", all, env));
      return { code, stdout, stderr };
    };
    const late = call({}, ...REMOTE);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    place.start();
    // it waited for the server; then it finds no files
    const { code, stderr } = await late;
    assert.equal(code, 2, stderr);
    assert.match(
      stderr,
      /^clientes\.parquet is missing: expected .* in s3:\/\/sales\/data, found nothing there\.$/m,
    );

    await place.upload(world.dataDir, "data");
    const outputs = (path: string) => ["--data-dir", world.dataDir, "--outputs-dir", path];
    const cases: [Record<string, string>, string[], RegExp][] = [
      [
        {},
        outputs("s3://none/outputs"),
        /^Cannot write s3:\/\/none\/outputs\/lock\.json: expected a bucket named none at 127\.0\.0\.1:\d+, found none\.\nCorrect the path or AWS_ENDPOINT_URL, or create the bucket\.\n$/,
      ],
      [
        { AWS_SECRET_ACCESS_KEY: "wrong" },
        REMOTE,
        /^Cannot write s3:.*: expected keys that .* knows, found others \(SignatureDoesNotMatch\)\.\nC/,
      ],
      [{ AWS_ACCESS_KEY_ID: "" }, REMOTE, /^An s3:\/\/ path: expected the keys .*found no AWS_ACC/],
      [
        { AWS_ENDPOINT_URL: "http://127.0.0.1:1" },
        REMOTE,
        /^Cannot write s3:.*: expected a service at 127\.0\.0\.1:1, found ECONNREFUSED\.\nStart/,
      ],
      [
        {},
        outputs("s3:/sales"),
        /^--outputs-dir: expected a path such as s3:\/\/bucket\/folder, f/,
      ],
    ];
    for (const [variables, args, message] of cases) {
      const { code, stdout, stderr } = await call(variables, ...args);
      assert.deepEqual([code, stdout], [2, ""], stderr);
      assert.match(stderr, message);
      assert.equal(stderr.split("\n").length, 3, stderr);
    }
  },
});
