import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import type { PresetName } from "../../lib/config/presets/preset.ts";
import { readDriftSide } from "../../lib/pipeline/drift_tables.ts";
import { preprocess } from "../../lib/stages/preprocess.ts";
import { framesOf } from "../../lib/table/block.ts";
import { encodeParquet } from "../../lib/table/parquet.ts";
import { parseWeek, weekName } from "../../lib/table/time/week.ts";
import { FIRST_WEEK, randomLines, smallSales } from "../features/small_sales.ts";

const { blocks } = preprocess(smallSales(randomLines(41)), {
  preset: "default",
  weeksToInclude: 3,
});
const DATASET = pl.concat([...framesOf(blocks)]);

async function sideOf(
  frame: pl.DataFrame,
  preset: PresetName = "default",
  options: { weeks?: { from: number; to: number }; without?: number } = {},
) {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "dataset_hist.parquet");
    await Deno.writeFile(path, encodeParquet(frame));
    return await readDriftSide(path, preset, options);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const bought = DATASET.filter(pl.col("comprado").eq(pl.lit(1)));

Deno.test("drift compares attributes of purchases; under the original preset, of every row", async () => {
  const side = await sideOf(DATASET);
  assert.equal(side.table.length, bought.height);
  assert.deepEqual([side.from, side.to], [FIRST_WEEK + 7, FIRST_WEEK + 9]);
  assert.deepEqual(side.table.columns.map(({ name, kind }) => [name, kind]), [
    ...["region_id", "Y", "X", "num_deliver_per_week", "num_visit_per_week", "size"]
      .map((name) => [name, "numeric"]),
    ...["customer_type", "brand", "category", "sub_category", "segment", "package"]
      .map((name) => [name, "categorical"]),
  ]);
  assert.equal((await sideOf(DATASET, "original")).table.length, DATASET.height);
});

Deno.test("weeks select rows, also across the end of a year", async () => {
  const from = parseWeek("2025-W04")!;
  const side = await sideOf(DATASET, "default", { weeks: { from, to: from } });
  assert.deepEqual([side.from, side.to], [from, from]);
  assert(side.table.length > 0 && side.table.length < bought.height);
});

Deno.test("a compared week is not part of its reference", async () => {
  const newest = FIRST_WEEK + 9;
  const side = await sideOf(DATASET, "default", { without: newest });
  assert.deepEqual([side.from, side.to], [FIRST_WEEK + 7, FIRST_WEEK + 8]);
  const ofNewest = bought.filter(pl.col("week").eq(pl.lit(weekName(newest))));
  assert.equal(side.table.length, bought.height - ofNewest.height);
  await assert.rejects(sideOf(ofNewest, "default", { without: newest }), {
    name: "UserError",
    message: /^dataset_hist\.parquet: expected rows .* before or after \S+, found none\./,
  });
});

Deno.test("a user's file may come from pandas: comprado as boolean or float", async () => {
  for (const type of [pl.Bool, pl.Float64, pl.Int64]) {
    const side = await sideOf(DATASET.withColumns(pl.col("comprado").cast(type)));
    assert.equal(side.table.length, bought.height);
  }
});

const REFUSED: Record<string, [pl.DataFrame, RegExp]> = {
  "without a column": [
    DATASET.drop("brand"),
    /^dataset_hist\.parquet, column brand: expected it, found customer_id, .*\nPut a/,
  ],
  "with text for a number": [
    DATASET.withColumns(pl.col("size").cast(pl.String)),
    /column size: expected numbers, found text/,
  ],
  "with a number for text": [
    DATASET.withColumns(pl.lit(3).alias("brand")),
    /column brand: expected text, found/,
  ],
  "with invalid weeks": [
    DATASET.withColumns(pl.lit("48").alias("week")),
    /column week: expected ISO weeks such as 2024-W48/,
  ],
  "without a week": [
    DATASET.withColumns(pl.lit(null).cast(pl.String).alias("week")),
    /column week: expected ISO weeks such as 2024-W48/,
  ],
  "without a purchase": [
    DATASET.filter(pl.col("comprado").eq(pl.lit(0))),
    /expected rows with comprado = 1, found none\.\nPut a/,
  ],
};
for (const [name, [frame, message]] of Object.entries(REFUSED)) {
  Deno.test(`a history ${name} is refused`, async () => {
    await assert.rejects(sideOf(frame), { name: "UserError", exitStatus: 2, message });
  });
}

Deno.test("a truncated history is refused", async () => {
  const path = await Deno.makeTempFile({ suffix: ".parquet" });
  await Deno.writeFile(path, encodeParquet(DATASET).subarray(0, 400));
  await assert.rejects(readDriftSide(path, "default"), {
    name: "UserError",
    message: /\.parquet: expected a parquet file, found a damaged one \(.*\nPut a dataset_limpio/,
  });
  await Deno.remove(path);
});
