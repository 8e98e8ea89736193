import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import type { GivenParameters } from "../../lib/config/config.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { encodeParquet } from "../../lib/table/parquet.ts";
import { simulatedWeek, simulatedWorld, type World } from "./world.ts";

/** Removes the values of columns; `X` and `size` become whole numbers, as nulls without a type do. */
async function empty(world: World, columns: Record<string, string[]>): Promise<void> {
  for (const [table, names] of Object.entries(columns)) {
    const path = join(world.dataDir, `${table}.parquet`);
    const frame = pl.readParquet(path);
    const nulls = names.map((name) =>
      pl.lit(null).cast(["X", "size"].includes(name) ? pl.Int32 : pl.String).alias(name)
    );
    await Deno.writeFile(path, encodeParquet(frame.withColumns(...nulls)));
  }
}

const PLACE = { clientes: ["X", "Y"], productos: ["size", "category"] };
const ALL = {
  clientes: [
    ...["region_id", "zone_id", "customer_type", "Y", "X"],
    ...["num_deliver_per_week", "num_visit_per_week"],
  ],
  productos: ["brand", "category", "sub_category", "segment", "package", "size"],
};

const CASES: [string, Record<string, string[]>, GivenParameters][] = [
  ["no coordinates, size or category", PLACE, { preset: "original", weeks_to_include: 4 }],
  ["no attribute at all", ALL, { model: "random_forest" }],
  ["no attribute at all", ALL, { preset: "original", weeks_to_include: 4 }],
];

for (const [what, columns, given] of CASES) {
  Deno.test(`shops and products with ${what}: ${JSON.stringify(given)}`, async () => {
    using world = await simulatedWorld({ customers: 30, products: 12, weeks: 10 });
    await empty(world, columns);
    const runs = [{ week: simulatedWeek(10) }, { force_train: true }];
    for (const more of runs) { // the second run compares itself with the first
      const { run, error } = await runPipeline(
        world.config("outputs", { workers: 2, ...given, ...more }),
      );
      assert.equal(error, undefined);
      const warnings = run.warnings.map(({ text }) => text);
      for (const [table, names] of Object.entries(columns)) {
        for (const name of names) {
          const says =
            `${table}.parquet, column ${name}: no value in any row; left out of the features`;
          assert.ok(warnings.includes(says), `${says}\nis not in\n${warnings.join("\n")}`);
        }
      }
    }
  });
}
