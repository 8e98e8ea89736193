import assert from "node:assert/strict";
import fc from "fast-check";
import type pl from "nodejs-polars";
import { featureSource } from "../../lib/features/feature_source.ts";
import { includedWeeks } from "../../lib/features/pairs/included_weeks.ts";
import { predict, scoresFrames } from "../../lib/stages/predict.ts";
import { preprocess } from "../../lib/stages/preprocess.ts";
import { scoreBlocks } from "../../lib/stages/score_blocks.ts";
import { splitData } from "../../lib/stages/split_data.ts";
import { framesOf } from "../../lib/table/block.ts";
import type { SalesData } from "../../lib/table/sales_data.ts";
import { writeParquetParts } from "../../lib/table/parquet_file/parquet_parts.ts";
import { randomLines, smallSales } from "../features/small_sales.ts";
import { smallModel } from "./small_model.ts";

/** The bytes of the parquet files of a run whose tasks work on blocks of at most `blockPairs`. */
async function filesOf(folder: string, sales: SalesData, blockPairs: number | undefined) {
  const block = blockPairs === undefined ? {} : { blockPairs };
  const bytesOf = async (frames: Iterable<pl.DataFrame>) => {
    const path = `${folder}/file.parquet`;
    await writeParquetParts(path, frames);
    return await Deno.readFile(path);
  };
  const features = featureSource(sales, "default");
  const options = { preset: "default", maxRows: 150, mostHeld: 60, seed: 1, ...block } as const;
  const split = splitData(sales, includedWeeks(sales, 6), features, options);
  const matrix = preprocess(sales, { preset: "default", weeksToInclude: 6, ...block });
  const model = await smallModel(sales, "default");
  const forecast = await predict({ sales, model, features }, block);
  return {
    dataset_limpio: await bytesOf(framesOf(matrix.blocks)),
    train: await bytesOf(framesOf(split.train)),
    val: await bytesOf(framesOf(split.val)),
    test: await bytesOf(framesOf(split.test)),
    scores: await bytesOf(scoresFrames(forecast, blockPairs)),
  };
}

Deno.test("blocks of any size give the same bytes of every parquet file", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 80 }),
        async (seed, blockPairs) => {
          const sales = smallSales(randomLines(seed, { count: 200 }));
          assert.deepEqual(
            await filesOf(folder, sales, blockPairs),
            await filesOf(folder, sales, undefined),
          );
        },
      ),
      { seed: 1, numRuns: 4 },
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a block has its name for its rows alone, and is not made until it is asked for", async () => {
  const sales = smallSales(randomLines(3, { count: 200 }));
  let made = 0, weeks = 0;
  const source = featureSource(sales, "default");
  const features: typeof source = (week) => {
    weeks++;
    const ofWeek = source(week);
    return (pairs) => (made++, ofWeek(pairs));
  };
  const options = { preset: "default", maxRows: 150, seed: 1, blockPairs: 20 } as const;
  const split = splitData(sales, includedWeeks(sales, 6), features, options);
  const matrix = preprocess(sales, { preset: "default", weeksToInclude: 6, blockPairs: 20 });
  const model = await smallModel(sales, "default");
  const scores = [...scoreBlocks({ sales, model, features }, { blockPairs: 20 })];
  const train = [...split.train];
  const kinds: Iterable<{ name: string }>[] = [
    matrix.blocks,
    [...train, ...split.val, ...split.test],
    scores,
  ];
  for (const blocks of kinds) {
    const names = Array.from(blocks, ({ name }) => name);
    assert(names.length > 1);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(name, /^(((train|val|test)\.)?\d{4}-W\d\d\.)?\d+-\d+$/);
  }
  assert.deepEqual([made, weeks], [0, 0]);
  const forecast = (found: (name: string) => Float64Array | undefined) =>
    predict({ sales, model, features }, { blockPairs: 20, found });
  const whole = await forecast(() => undefined);
  assert.equal(made, scores.length);
  // what the pairs of a week share is computed once
  assert.equal(weeks, 1);
  assert(train.length > split.weeks.train.length);
  for (const { make } of train) make();
  assert.equal(weeks, 1 + split.weeks.train.length);
  const known = new Map([[scores[1]!.name, await scores[1]!.make()]]);
  made = 0;
  assert.deepEqual(await forecast((name) => known.get(name)), whole);
  assert.equal(made, scores.length - 1);
});
