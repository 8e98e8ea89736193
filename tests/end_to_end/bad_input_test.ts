import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import type { GivenParameters } from "../../lib/config.ts";
import { acquireLock } from "../../lib/dag/lock.ts";
import { runPipeline } from "../../lib/pipeline.ts";
import { readInputs } from "../../lib/run_inputs.ts";
import { encodeParquet } from "../../lib/table/parquet.ts";
import { UserError } from "../../lib/user_error.ts";
import { command, digests, outcome, simulatedWorld, type World } from "./world.ts";

const SMALL = { customers: 30, products: 12, weeks: 8 };
const QUICK = { n_trials: 1, weeks_to_include: 3, workers: 1 };
const TRANSACTIONS = "transacciones.parquet";

/** A data folder of its own with the world's files, some of them spoilt. */
async function spoilt(world: World, spoil: (at: (name: string) => string) => void) {
  const folder = await Deno.makeTempDir({ dir: world.folder });
  for (const { name } of Deno.readDirSync(world.dataDir)) {
    Deno.copyFileSync(join(world.dataDir, name), join(folder, name));
  }
  spoil((name) => join(folder, name));
  return folder;
}

function rewrite(path: string, change: (frame: pl.DataFrame) => pl.DataFrame) {
  Deno.writeFileSync(path, encodeParquet(change(pl.readParquet(path))));
}

/** The rows below `count` get a value instead of their own. */
function withValue(frame: pl.DataFrame, name: string, value: pl.Expr, count: number) {
  const rows = pl.Series("row", Float64Array.from({ length: frame.height }, (_, i) => i) as never);
  return frame.withColumns(rows).withColumns(
    pl.when(pl.col("row").lt(pl.lit(count))).then(value).otherwise(pl.col(name)).alias(name),
  ).drop("row");
}

const instant = (text: string) =>
  pl.lit(Date.parse(text)).cast(pl.Int64).cast(pl.Datetime("ms")).cast(pl.Datetime("ns"));

/** What is done to the files, and what the message must say: place, expectation, finding, remedy. */
const SPOILT: Record<string, { spoil: (at: (name: string) => string) => void; says: RegExp[] }> = {
  "a missing file": {
    spoil: (at) => Deno.removeSync(at("clientes.parquet")),
    says: [/^clientes\.parquet is missing/, /found productos\.parquet, transacc/, /--data-dir/],
  },
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
  "a missing column": {
    spoil: (at) => rewrite(at(TRANSACTIONS), (frame) => frame.drop("items")),
    says: [/transacciones\.parquet, column items: expected/, /no such column/, /add it/],
  },
  "a renamed column": {
    spoil: (at) => rewrite(at("productos.parquet"), (frame) => frame.rename({ brand: "Marca" })),
    says: [/productos\.parquet, column brand: expected a column of text, found no such column/],
  },
  "a mistyped column": {
    spoil: (at) =>
      rewrite(at(TRANSACTIONS), (frame) => frame.withColumns(pl.col("items").cast(pl.String))),
    says: [/column items: expected numbers, found String such as/, /to_numeric/],
  },
  "an empty table": {
    spoil: (at) => rewrite(at("clientes.parquet"), (frame) => frame.head(0)),
    says: [/clientes\.parquet: expected at least one row, found an empty table; export it again/],
  },
  "a truncated file": {
    spoil: (at) => Deno.truncateSync(at(TRANSACTIONS), 500),
    says: [/transacciones\.parquet: expected a parquet file/, /cut short: 500 bytes/, /again/],
  },
  "a file with a hole": {
    spoil: (at) => {
      const bytes = Deno.readFileSync(at(TRANSACTIONS));
      bytes.fill(0, 4, bytes.length - 8);
      Deno.writeFileSync(at(TRANSACTIONS), bytes);
    },
    says: [/transacciones\.parquet: expected a parquet file/, /found a damaged file/, /again/],
  },
  "a file of another kind": {
    spoil: (at) => Deno.writeTextFileSync(at(TRANSACTIONS), "customer_id,product_id\n1,2\n"),
    says: [/transacciones\.parquet: expected a parquet file/, /begins with "cust"/, /converted/],
  },
  "a file of nothing": {
    spoil: (at) => Deno.truncateSync(at("productos.parquet")),
    says: [/productos\.parquet: expected a parquet file/, /an empty file \(0 bytes\)/],
  },
  "a folder of parts": {
    spoil: (at) => {
      Deno.removeSync(at(TRANSACTIONS));
      Deno.mkdirSync(at(TRANSACTIONS));
    },
    says: [/transacciones\.parquet is a folder: expected one parquet file/, /Join its parts/],
  },
  "ids beyond those known": {
    spoil: (at) => rewrite(at("clientes.parquet"), (frame) => frame.tail(20)),
    says: [/transacciones\.parquet, column customer_id: expected/, /at most 1 %/, /add these ids/],
  },
  "one id for two products": {
    spoil: (at) =>
      rewrite(
        at("productos.parquet"),
        (frame) => pl.concat([frame, frame.head(1).withColumns(pl.lit("Otra").alias("brand"))]),
      ),
    says: [/productos\.parquet, column product_id: expected each id once/, /keep one row of each/],
  },
  "many missing dates": {
    spoil: (at) =>
      rewrite(at(TRANSACTIONS), (frame) => withValue(frame, "purchase_date", pl.lit(null), 30)),
    says: [/column purchase_date: expected a value missing in at most 1 %/, /found 30 of/],
  },
  "many quantities that are no number": {
    spoil: (at) => rewrite(at(TRANSACTIONS), (frame) => withValue(frame, "items", pl.lit(NaN), 30)),
    says: [/column items: expected a value missing in at most 1 %/, /found 30 of/, /fill it in/],
  },
  "dates in the future": {
    spoil: (at) =>
      rewrite(
        at(TRANSACTIONS),
        (frame) => withValue(frame, "purchase_date", instant("2124-05-06"), 2),
      ),
    says: [/column purchase_date: expected no date after today/, /2 rows.*2124-05-06; correct/],
  },
  "dates of another century": {
    spoil: (at) =>
      rewrite(
        at(TRANSACTIONS),
        (frame) => withValue(frame, "purchase_date", instant("1924-05-06"), 2),
      ),
    says: [/column purchase_date: expected no date before/, /2 rows.*1924-05-06/],
  },
  "too few weeks": {
    spoil: (at) =>
      rewrite(
        at(TRANSACTIONS),
        (frame) => frame.filter(pl.col("purchase_date").lt(instant("2024-01-17"))),
      ),
    says: [/expected at least 3 complete weeks/, /found 2 from 2024-01-01 to 2024-01-16; add/],
  },
  "a history that is cut short": {
    spoil: (at) => Deno.writeTextFileSync(at("dataset_hist.parquet"), "PAR1"),
    says: [/dataset_hist\.parquet: expected a parquet file/, /cut short: 4 bytes/],
  },
  "a history with other columns": {
    spoil: (at) => Deno.copyFileSync(at("productos.parquet"), at("dataset_hist.parquet")),
    says: [
      /dataset_hist\.parquet, column comprado: expected it, found product_id/,
      /dataset_limpio\.parquet of an earlier run in its place, or remove it/,
    ],
  },
};

const WRONG_CALLS: Record<string, { given: GivenParameters; says: RegExp[] }> = {
  "a folder that is not there": {
    given: { data_dir: "no_such_folder" },
    says: [
      /^transacciones\.parquet is missing: .*, no such folder\.\nclientes\.parquet is missing/,
      /\nproductos\.parquet is missing: .*\nPut the files there, .* --data-dir\.$/,
    ],
  },
  "a week before the data": {
    given: { week: "2023-W40" },
    says: [/--week 2023-W40: expected a week from 2024-W04/, /or leave the option away/],
  },
  "a run to resume where none is": {
    given: { resume: true },
    says: [/Nothing to resume in/, /without --resume/],
  },
};

function isTold(message: string, says: RegExp[]) {
  for (const part of says) assert.match(message, part);
  assert.doesNotMatch(message, /^ {4}at |Error:/m);
  assert(message.length < 2000, message);
}

Deno.test("bad input is refused with a remedy, and the last good outputs stay", async (t) => {
  using world = await simulatedWorld(SMALL);
  const good = await runPipeline(world.config("outputs", QUICK));
  assert.equal(good.error, undefined);
  const latest = join(world.folder, "outputs", "latest");
  const before = await digests(latest);

  async function refused(given: GivenParameters, says: RegExp[]) {
    let error: unknown;
    try {
      ({ error } = await runPipeline(world.config("outputs", { ...QUICK, ...given })));
    } catch (thrown) {
      error = thrown;
    }
    assert(error instanceof UserError, `no UserError: ${error}`);
    assert.equal(error.exitStatus, 2);
    isTold(error.message, says);
    assert.deepEqual(await digests(latest), before);
  }
  for (const [name, { spoil, says }] of Object.entries(SPOILT)) {
    await t.step(name, async () => await refused({ data_dir: await spoilt(world, spoil) }, says));
  }
  for (const [name, { given, says }] of Object.entries(WRONG_CALLS)) {
    if (given["resume"]) {
      // the histories above failed in the middle of a run
      for (const { name } of Deno.readDirSync(join(world.folder, "outputs", "runs"))) {
        if (name !== good.run.run_id) {
          Deno.removeSync(join(world.folder, "outputs", "runs", name), { recursive: true });
        }
      }
    }
    await t.step(name, () => refused(given, says));
  }

  await t.step("outputs that cannot be written", async () => {
    await Deno.writeTextFile(join(world.folder, "file"), "mine");
    await assert.rejects(runPipeline(world.config("file", QUICK)), {
      name: "UserError",
      message: /Cannot write to the outputs folder .*\n.*--outputs-dir or SODAI_OUTPUTS_DIR/,
    });
    assert.equal(await Deno.readTextFile(join(world.folder, "file")), "mine");
  });

  await t.step("as commands: one message on standard error, no stack, exit status 2", async () => {
    const folders = ["--data-dir", world.dataDir, "--outputs-dir", join(world.folder, "outputs")];
    const cut = await spoilt(world, SPOILT["a truncated file"]!.spoil);
    const cases: [string[], RegExp][] = [
      [
        [...folders, "--data-dir", cut],
        /transacciones\.parquet: expected a parquet file.*\n.*again/,
      ],
      [
        [...folders, "--n-trails", "5"],
        /has no flag --n-trails; did you mean --n-trials\?\n--help/,
      ],
      [
        [...folders, "--threshold", "2", "--n-trials", "0"],
        /^--n-trials: expected .* found "0"\n--threshold: expected .* found "2"\n--help/,
      ],
      [[...folders, "--outputs-dir", join(world.folder, "file")], /Cannot write to the outputs/],
    ];
    for (const [args, says] of cases) {
      const { code, stdout, stderr } = await outcome(command("pipeline", args));
      assert.equal(code, 2, stderr);
      assert.equal(stdout, "");
      isTold(stderr, [says]);
    }
    assert.deepEqual(await digests(latest), before);
  });

  await t.step("a second run while one is going is a failed run: status 1", async () => {
    const outputs = join(world.folder, "outputs");
    using _ = await acquireLock(outputs);
    const { code, stderr } = await outcome(
      command("pipeline", ["--data-dir", world.dataDir, "--outputs-dir", outputs]),
    );
    assert.equal(code, 1, stderr);
    isTold(stderr, [/in use by process \d+, started .*\nWait until it has ended/]);
    assert.deepEqual(await digests(latest), before);
  });
});

Deno.test("a model in use that somebody damaged is trained anew, which says why", async (t) => {
  using world = await simulatedWorld(SMALL);
  const good = await runPipeline(world.config("outputs", QUICK));
  const models = join(good.folder, "models");
  const cases: [string, (path: string) => void, RegExp][] = [
    [
      "model.arrow",
      (path) => Deno.truncateSync(path, 300),
      /: models\/model\.arrow changed since its run\.$/,
    ],
    ["model.arrow", Deno.removeSync, /: it lacks models\/model\.arrow\.$/],
    [
      "reference.parquet",
      (path) => Deno.truncateSync(path, 300),
      /: models\/reference\.parquet changed since its run\.$/,
    ],
    ["reference.parquet", Deno.removeSync, /: it lacks models\/reference\.parquet\.$/],
    ["training_results.json", Deno.removeSync, /: it lacks models\/training_results\.json\.$/],
  ];
  for (const [name, damage, says] of cases) {
    await t.step(`${says}`, async () => {
      const path = join(models, name);
      const bytes = await Deno.readFile(path);
      damage(path);
      // the branch is chosen: no need to train
      const enough = new AbortController();
      const { run } = await runPipeline(world.config("outputs", QUICK), {
        signal: enough.signal,
        reporter: (event) =>
          event.kind === "task" && event.task.branch !== undefined && enough.abort("enough seen"),
      });
      await Deno.writeFile(path, bytes);
      const { branch, facts } = run.tasks.find(({ id }) => id === "drift_check")!;
      assert.equal(branch, "train_model");
      assert.match(String(facts["reason"]), /^The model in use does not fit this run: /);
      assert.match(String(facts["reason"]), says);
    });
  }
});

Deno.test("a few nulls, NaN, unknown ids and duplicates are mended and counted", async () => {
  using world = await simulatedWorld(SMALL);
  const data_dir = await spoilt(world, (at) => {
    rewrite(at(TRANSACTIONS), (frame) => {
      const doubled = pl.concat([frame, frame.head(3)]);
      return withValue(withValue(doubled, "items", pl.lit(NaN), 1), "product_id", pl.lit(7), 2);
    });
    rewrite(at("productos.parquet"), (frame) => withValue(frame, "brand", pl.lit(null), 1));
  });
  const { extracted } = await readInputs(world.config("o", { data_dir }), new Date("2024-06-01"));
  const { transacciones, productos } = extracted.quality;
  assert.equal(transacciones.null_rows_dropped["items"], 1);
  assert.equal(transacciones.unknown_product_rows_dropped, 1);
  assert(transacciones.duplicate_rows_dropped >= 1);
  assert.equal(productos.null_attributes["brand"], 1);
  assert(extracted.warnings.some((text) => text.includes("1 row of transacciones without items")));
});
