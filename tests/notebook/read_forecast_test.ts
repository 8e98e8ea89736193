import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import type { NotebookRun } from "../../lib/notebook/notebook_run.ts";
import { readForecast } from "../../lib/notebook/read_forecast.ts";
import { encodeParquet } from "../../lib/table/parquet.ts";

Deno.test("readForecast() sums the probabilities and lists the pairs above the threshold", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const frame = pl.DataFrame({
      customer_id: [7, 7, 8, 8],
      product_id: [1, 2, 1, 2],
      week: Array<string>(4).fill("2024-W48"),
      probability: [0.25, 0.75, 0.5, 1 / 16],
    });
    await Deno.writeFile(join(folder, "scores.parquet"), encodeParquet(frame));
    const run = {
      sales: {
        customers: { ids: Float64Array.of(7, 8) },
        products: { ids: Float64Array.of(1, 2) },
      },
      path: (name: string) => join(folder, name),
      json: () =>
        Promise.resolve({
          test: { average_precision: 0.6 },
          train: { weeks: ["2024-W40", "2024-W41"] },
        }),
      facts: () => ({ decision_threshold: 0.25, purchases_low: 1, purchases_high: 2 }),
    } as unknown as NotebookRun;
    const forecast = await readForecast(run);
    const { expected, purchases, listed, expectedListed } = forecast;
    assert.deepEqual(forecast.learned, ["2024-W40", "2024-W41"]);
    assert.deepEqual(forecast.calibration, [], "results of an older version");
    assert.equal(expected, 1.5625);
    assert.deepEqual(purchases, { expected, low: 1, high: 2 });
    assert.deepEqual([listed, expectedListed], [[1, 2], 1.25]);
    assert.deepEqual(
      [forecast.customers, forecast.products].map((ids) => Array.from(ids, Number)),
      [
        [7, 8],
        [1, 2],
      ],
    );
    const sales = { ...run.sales, products: { ids: Float64Array.of(1) } };
    await assert.rejects(readForecast({ ...run, sales } as NotebookRun), /not one per pair/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
