import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import { findResumable } from "../../lib/dag/resume.ts";
import { acquireLock } from "../../lib/dag/runs/lock.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { encodeParquet } from "../../lib/table/parquet.ts";
import { UserError } from "../../lib/user_error.ts";
import { runUntil, taskOf } from "./run_until.ts";
import { mondayOfWeek, parseWeek } from "../../lib/table/time/week.ts";
import { copiedRun, sharedData, WEEK } from "./shared_runs.ts";
import { command, digests, flags, outcome, type World } from "./world.ts";

const TRANSACTIONS = "transacciones.parquet";

/** Copies the world's files to a new data folder, some of them spoilt. */
async function spoilt(world: World, spoil: (at: (name: string) => string) => void) {
  const folder = await Deno.makeTempDir({ dir: world.folder });
  for (const { name } of Deno.readDirSync(world.dataDir)) {
    Deno.copyFileSync(join(world.dataDir, name), join(folder, name));
  }
  spoil((name) => join(folder, name));
  return folder;
}

/**
 * Changes to the files, and what the message must say: place, expectation, finding, remedy. Faults
 * of one table are in `extract_data_refusals_test.ts`, those of one file in `parquet_test.ts`.
 */
const SPOILT: Record<string, { spoil: (at: (name: string) => string) => void; says: RegExp[] }> = {
  "three faults at once": {
    spoil: (at) => {
      Deno.removeSync(at("productos.parquet"));
      Deno.truncateSync(at("clientes.parquet"), 100);
      Deno.writeTextFileSync(at("dataset_hist.parquet"), "");
    },
    says: [
      /^.*clientes\.parquet: expected a parquet file.*\nproductos\.parquet is missing: /,
      /\n.*dataset_hist\.parquet: expected a parquet file .* an empty file \(0 bytes\)\.\n/,
      /Export or copy it again.*\nPut the files there/,
    ],
  },
  "no file at all": {
    spoil: (at) => Deno.removeSync(at(""), { recursive: true }),
    says: [
      /^transacciones\.parquet is missing: .*, no such folder\.\nclientes\.parquet is missing/,
      /\nproductos\.parquet is missing: .*\nPut the files there, .* --data-dir\.$/,
    ],
  },
  "a missing column": {
    spoil: (at) => {
      const lines = pl.readParquet(at(TRANSACTIONS));
      Deno.writeFileSync(at(TRANSACTIONS), encodeParquet(lines.drop("items")));
    },
    says: [/transacciones\.parquet, column items: expected/, /no such column/, /add it/],
  },
  "a truncated history": {
    spoil: (at) => Deno.writeTextFileSync(at("dataset_hist.parquet"), "PAR1"),
    says: [/dataset_hist\.parquet: expected a parquet file/, /truncated file: 4 bytes/],
  },
  "a history with other columns": {
    spoil: (at) => Deno.copyFileSync(at("productos.parquet"), at("dataset_hist.parquet")),
    says: [
      /dataset_hist\.parquet, column comprado: expected it, found product_id/,
      /dataset_limpio\.parquet of an earlier run in its place, or remove it/,
    ],
  },
};

function isTold(message: string, says: RegExp[]) {
  for (const part of says) assert.match(message, part);
  assert.doesNotMatch(message, /^ {4}at |Error:/m);
  assert(message.length < 2000, message);
}

Deno.test("bad input is refused with a remedy, and the last good outputs stay", async (t) => {
  using world = await copiedRun();
  const latest = join(world.folder, "outputs", "latest");
  const before = await digests(latest);

  for (const [name, { spoil, says }] of Object.entries(SPOILT)) {
    await t.step(name, async () => {
      const data_dir = await spoilt(world, spoil);
      const { error, run } = await runPipeline(world.config("outputs", { data_dir }));
      assert(error instanceof UserError, `no UserError: ${error}`);
      assert.equal(run.state, "failed");
      assert.equal(run.tasks.find(({ state }) => state === "failed")!.message, error.message);
      assert.equal(error.exitStatus, 2);
      isTold(error.message, says);
      assert.deepEqual(await digests(latest), before);
    });
  }

  await t.step("as commands: one message on standard error, no stack, exit status 2", async () => {
    const cut = await spoilt(world, (at) => Deno.truncateSync(at(TRANSACTIONS), 500));
    const file = join(world.folder, "file");
    await Deno.writeTextFile(file, "mine");
    const cases: [string[], RegExp][] = [
      [
        flags(world.given("outputs", { data_dir: cut })),
        /transacciones\.parquet: expected a parquet file.*\n.*again/,
      ],
      [
        flags(world.given("outputs", { threshold: 2, n_trials: 0 })),
        /^--n-trials: expected .* found "0"\n--threshold: expected .* found "2"\n--help/,
      ],
      [
        flags(world.given("file")),
        /Cannot write to the outputs folder .*\n.*--outputs-dir or SODAI_OUTPUTS_DIR/,
      ],
    ];
    for (const [args, says] of cases) {
      const { code, stdout, stderr } = await outcome(command("pipeline", args));
      assert.equal(code, 2, stderr);
      assert.equal(stdout, "");
      isTold(stderr, [says]);
    }
    assert.equal(await Deno.readTextFile(file), "mine");
    assert.deepEqual(await digests(latest), before);
  });

  await t.step("a second run during another one fails with status 1", async () => {
    using _ = await acquireLock(join(world.folder, "outputs"));
    const { code, stderr } = await outcome(command("pipeline", flags(world.given("outputs"))));
    assert.equal(code, 1, stderr);
    isTold(stderr, [/in use by process \d+, started .*\nWait until it ends/]);
    assert.deepEqual(await digests(latest), before);
  });
});

Deno.test("a run with unreadable tables is listed, and --resume ignores it", async () => {
  using world = await copiedRun();
  const stopped = await runUntil("extract_data", world.config("outputs", { seed: 5 }));
  const data_dir = await spoilt(world, (at) => Deno.removeSync(at(TRANSACTIONS)));
  const { run } = await runPipeline(world.config("outputs", { data_dir, seed: 5 }));
  assert.match(run.run_id, /^unread_\d{8}T\d{6}Z(-\d+)?$/);
  assert.deepEqual(run.tasks.map(({ state }) => state), [
    "failed",
    ...run.tasks.slice(1).map(() => "upstream_failed"),
  ]);
  const outputs = join(world.folder, "outputs");
  const { stdout } = await outcome(command("runs", ["--outputs-dir", outputs]));
  assert.match(stdout, new RegExp(`^${run.run_id} +failed`, "m"));
  await assert.rejects(runPipeline(world.config("outputs", { data_dir, seed: 5, resume: true })), {
    name: "UserError",
    message: /transacciones\.parquet is missing/,
  });
  assert.equal(findResumable(outputs)!.runId, stopped.run.run_id);
});

Deno.test("if the model in use is damaged, a new one is trained, and the reason is reported", async (t) => {
  using world = await copiedRun();
  const models = join(world.runFolder, "models");
  const cases: [string, (path: string) => void, RegExp][] = [
    [
      "model.arrow",
      (path) => Deno.truncateSync(path, 300),
      /: models\/model\.arrow changed since its run\.$/,
    ],
    ["model.arrow", Deno.removeSync, /: models\/model\.arrow is missing\.$/],
    [
      "reference.parquet",
      (path) => Deno.truncateSync(path, 300),
      /: models\/reference\.parquet changed since its run\.$/,
    ],
    ["reference.parquet", Deno.removeSync, /: models\/reference\.parquet is missing\.$/],
    ["training_results.json", Deno.removeSync, /: models\/training_results\.json is missing\.$/],
  ];
  for (const [name, damage, says] of cases) {
    await t.step(`${says}`, async () => {
      const path = join(models, name);
      const bytes = await Deno.readFile(path);
      damage(path);
      const { branch, facts } = taskOf(
        await runUntil("drift_check", world.config("outputs")),
        "drift_check",
      );
      await Deno.writeFile(path, bytes);
      assert.equal(branch, "train_model");
      assert.match(String(facts["reason"]), /^The model in use does not fit this run: /);
      assert.match(String(facts["reason"]), says);
    });
  }
});

Deno.test("quantities that cannot be are refused, and an unusual week and old data are said first", async (t) => {
  using world = await copiedRun();
  const outputs = join(world.folder, "outputs");
  const latest = Deno.readLinkSync(join(outputs, "latest"));
  const items = pl.col("items");
  const spoiltItems = (value: pl.Expr, from = world.dataDir) =>
    spoilt({ ...world, dataDir: from }, (at) => {
      const lines = pl.readParquet(at(TRANSACTIONS));
      Deno.writeFileSync(at(TRANSACTIONS), encodeParquet(lines.withColumn(value.alias("items"))));
    });

  for (const preset of ["default", "original"]) {
    const cases: [string, pl.Expr, RegExp][] = [
      ["the sign flipped", items.mul(pl.lit(-1)), /column items: .* the sign was probably flipped/],
      ["all zero", items.mul(pl.lit(0)), /column items: .* found all zero of .* \(all zero\)/],
    ];
    for (const [name, value, says] of cases) {
      await t.step(`${name}, ${preset}: status 2`, async () => {
        const data_dir = await spoiltItems(value);
        const { run, error } = await runPipeline(world.config("outputs", { data_dir, preset }));
        assert(error instanceof UserError, `${error}`);
        assert.equal(error.exitStatus, 2);
        isTold(error.message, [says]);
        assert.equal(run.tasks[0]!.state, "failed");
        assert.equal(Deno.readLinkSync(join(outputs, "latest")), latest);
      });
    }
  }

  await t.step(
    "a newest week of returns is not called ordinary, and the forecast is held",
    async () => {
      const monday = mondayOfWeek(parseWeek(WEEK)!);
      const isNewest = pl.col("purchase_date").cast(pl.Date).cast(pl.Int32).gtEq(pl.lit(monday));
      const data_dir = await spoiltItems(
        pl.when(isNewest).then(items.abs().mul(pl.lit(-1))).otherwise(items),
        await sharedData(),
      );
      // without a week, so that the age of the data counts
      const { week: _, ...given } = world.given("outputs", { data_dir });
      const { code, stdout, stderr } = await outcome(command("pipeline", flags(given)));
      assert.equal(code, 1, stderr);
      const [held, old, ...more] = stdout.split("\n");
      assert.match(
        held!,
        /^HELD: Expected about \d+ purchases in \S+, the newest complete week, found 0 in its \d+ order lines: /,
      );
      assert.match(old!, /^UNUSUAL: the data end on 2024-\S+, \d+ days ago, .*--max-data-age/);
      const rest = more.join("\n");
      assert.match(
        rest,
        new RegExp(`^UNUSUAL: ${WEEK}: column items of .* negative in 100% of the lines`),
      );
      assert.doesNotMatch(rest, /ordinary/);
      assert.equal(Deno.readLinkSync(join(outputs, "latest")), latest);
    },
  );
});
